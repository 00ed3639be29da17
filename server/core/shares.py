"""Shares that add up: percentages with one digit whose parts make exactly 100.0.

The largest remainder method (Hamilton): every part is rounded down to the tenth, and the tenths
that are missing go to the parts that lost most.
"""

from collections.abc import Sequence

TENTHS = 1000


def percentages(parts: Sequence[int]) -> list[float]:
    """Each part's share of their sum in percent, one digit, adding up to 100.0; zeros for none.

    Ties go to the larger part, then to the earlier one. Raises ValueError for a negative part.
    """
    if any(part < 0 for part in parts):
        raise ValueError("a part cannot be negative")
    base = sum(parts)
    if base == 0:
        return [0.0] * len(parts)
    floors = [part * TENTHS // base for part in parts]
    remainders = [part * TENTHS % base for part in parts]
    missing = TENTHS - sum(floors)
    order = sorted(range(len(parts)), key=lambda i: (-remainders[i], -parts[i], i))
    for place in order[:missing]:
        floors[place] += 1
    return [tenths / 10 for tenths in floors]


def percentage(part: int, base: int) -> float | None:
    """``part`` of ``base`` in percent, one digit, halves rounded up; None without a base."""
    if base <= 0:
        return None
    return (part * 2 * TENTHS + base) // (2 * base) / 10
