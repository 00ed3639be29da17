"""How many dots each element takes on each paper.

Both papers have 203 dots an inch, 8 a millimetre. No text is ever below LEAST_DOTS (2.5 mm), the
least that stays readable without grey.
"""

from __future__ import annotations

from dataclasses import dataclass

from hardware.tickets.template import Size

LEAST_DOTS = 20
DOTS_PER_MM = 8

BySize = dict[Size, int]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Dots on one paper: margins, gaps, heights of letters, side of the QR code."""

    margin: int
    gap: int
    label: int
    centre: BySize
    number: BySize
    service: BySize
    fact: BySize
    text: BySize
    small: BySize
    qr: BySize


def _by_size(small: int, medium: int, large: int) -> BySize:
    return {Size.SMALL: small, Size.MEDIUM: medium, Size.LARGE: large}


SIZES = {
    576: Sizes(
        margin=28,
        gap=22,
        label=26,
        centre=_by_size(24, 28, 36),
        number=_by_size(120, 165, 210),
        service=_by_size(34, 42, 52),
        fact=_by_size(26, 32, 40),
        text=_by_size(23, 30, 42),
        small=_by_size(21, 23, 28),
        qr=_by_size(200, 260, 330),
    ),
    384: Sizes(
        margin=14,
        gap=16,
        label=20,
        centre=_by_size(20, 22, 28),
        number=_by_size(84, 114, 144),
        service=_by_size(26, 31, 38),
        fact=_by_size(21, 25, 31),
        text=_by_size(20, 24, 32),
        small=_by_size(20, 20, 24),
        qr=_by_size(170, 210, 260),
    ),
}
WIDTHS = tuple(SIZES)
"""Dots of the papers there are: 576 for 80 mm, 384 for 58 mm."""
