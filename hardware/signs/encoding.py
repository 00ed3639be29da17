"""A short text as the registers of a sign: as a number, as BCD, as characters, as segments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

BLANK_SEGMENTS: Final = 0x00
# Segments a to g in bits 0 to 6, the point in bit 7: the order of common seven-segment drivers.
_SEGMENTS: Final = {
    **{"0": 0x3F, "1": 0x06, "2": 0x5B, "3": 0x4F, "4": 0x66, "5": 0x6D, "6": 0x7D, "7": 0x07},
    **{"8": 0x7F, "9": 0x6F, "A": 0x77, "B": 0x7C, "C": 0x39, "D": 0x5E, "E": 0x79, "F": 0x71},
    **{"G": 0x3D, "H": 0x76, "I": 0x30, "J": 0x1E, "L": 0x38, "N": 0x54, "O": 0x5C, "P": 0x73},
    **{"Q": 0x67, "R": 0x50, "S": 0x6D, "T": 0x78, "U": 0x3E, "Y": 0x6E, "-": 0x40, "_": 0x08},
    **{" ": BLANK_SEGMENTS, "K": 0x75, "M": 0x15, "V": 0x1C, "W": 0x2A, "X": 0x76, "Z": 0x5B},
}
_POINT = 0x80


class NotShown(ValueError):
    """The text does not fit the sign; the text of the error says why."""


def integer(text: str, width: int) -> list[int]:
    """One register holding the number; an empty text is 0. Raises NotShown."""
    digits = text.strip() or "0"
    if not (digits.isascii() and digits.isdigit() and int(digits) <= 0xFFFF):
        raise NotShown(f"no number for one register: {text!r}")
    return [int(digits)]


def bcd(text: str, width: int) -> list[int]:
    """Four digits a register, right-aligned; blanks are 0xF. Raises NotShown."""
    padded = _right(text, width + -width % 4)
    if not all(sign == " " or (sign.isascii() and sign.isdigit()) for sign in padded):
        raise NotShown(f"no digits: {text!r}")
    nibbles = [0xF if sign == " " else int(sign) for sign in padded]
    return [int("".join(f"{n:x}" for n in nibbles[at : at + 4]), 16) for at in _steps(nibbles, 4)]


def characters(text: str, width: int) -> list[int]:
    """Two ASCII characters a register, high byte first, left-aligned. Raises NotShown."""
    return _pairs(list(_ascii(_left(text, width + width % 2))))


def segments(text: str, width: int) -> list[int]:
    """One digit a register, its segments in the low byte, right-aligned. Raises NotShown."""
    return _digits(text, width)


def packed_segments(text: str, width: int) -> list[int]:
    """Two digits a register, the left one in the high byte, right-aligned. Raises NotShown."""
    shown = _digits(text, width)
    return _pairs([BLANK_SEGMENTS] * (len(shown) % 2) + shown)


ENCODINGS: Final[dict[str, Callable[[str, int], list[int]]]] = {
    "integer": integer,
    "bcd": bcd,
    "text": characters,
    "segments": segments,
    "packed_segments": packed_segments,
}


def _digits(text: str, width: int) -> list[int]:
    """The segments of each digit; a point lights with the digit before it."""
    shown: list[int] = []
    for sign in text.upper():
        if sign == "." and shown and not shown[-1] & _POINT:
            shown[-1] |= _POINT
        elif sign in _SEGMENTS:
            shown.append(_SEGMENTS[sign])
        else:
            raise NotShown(f"no segments for {sign!r}")
    if len(shown) > width:
        raise NotShown(f"more than {width} digits: {text!r}")
    return [BLANK_SEGMENTS] * (width - len(shown)) + shown


def _ascii(text: str) -> bytes:
    try:
        return text.encode("ascii")
    except UnicodeEncodeError as error:
        raise NotShown(f"not ASCII: {text!r}") from error


def _right(text: str, width: int) -> str:
    return _fit(text, width).rjust(width)


def _left(text: str, width: int) -> str:
    return _fit(text, width).ljust(width)


def _fit(text: str, width: int) -> str:
    if len(text) > width:
        raise NotShown(f"longer than {width}: {text!r}")
    return text


def _pairs(values: list[int]) -> list[int]:
    return [values[at] << 8 | values[at + 1] for at in _steps(values, 2)]


def _steps(values: list[int], step: int) -> range:
    return range(0, len(values), step)
