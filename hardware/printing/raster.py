"""From a picture to ESC/POS bytes.

The whole ticket goes out as pixels: no code page of the printers in the field prints all
Vietnamese letters. Commands used: ESC @, GS P, GS v 0, ESC J, GS V B (Epson ESC/POS reference).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

from PIL import Image

from hardware.printing.escpos_printer import Dummy

DOTS_PER_INCH = 203
# Printers take a raster height in two bytes; some keep only the lower one, so stay below 256
# (and away from multiples of 48, which some clones cut wrongly).
FRAGMENT_ROWS = 255
# A shorter gap costs the printer more in stopping and starting than its bytes cost the line.
SHORTEST_FEED_ROWS = 16
LONGEST_FEED_ROWS = 255

_INITIALISE = b"\x1b@"
# ESC J counts in vertical motion units, which differ by model until they are set.
_ONE_DOT_UNITS = b"\x1dP" + bytes((DOTS_PER_INCH, DOTS_PER_INCH))

# Commands of a job that feed nothing, with their whole length in bytes.
_LENGTHS = {_INITIALISE: 2, b"\x1dP": 4, b"\x1dV": 4}


def ticket_bytes(picture: Image.Image) -> bytes:
    """The print job for ``picture`` (mode "1", as wide as the paper in dots), cut at its end."""
    if picture.mode != "1" or picture.width % 8:
        raise ValueError('a ticket is drawn in mode "1", its width a multiple of 8 dots')
    printer = _printer(picture.width)
    printer._raw(_INITIALISE + _ONE_DOT_UNITS)
    for top, bottom, blank in _bands(picture):
        if blank:
            _feed(printer, bottom - top)
        else:
            band = picture.crop((0, top, picture.width, bottom))
            printer.image(band, impl="bitImageRaster", fragment_height=FRAGMENT_ROWS)
    printer.cut(feed=False)  # GS V B 0: feeds as far as the knife by itself
    return bytes(printer.output)


def dots_fed(data: bytes) -> int:
    """How many rows a job of ``ticket_bytes`` feeds: its raster rows and its blank ones.

    Counts as far as it knows the commands, which is to the end for every job made here.
    """
    at = rows = 0
    while at < len(data):
        head = data[at : at + 8]
        if head.startswith(b"\x1dv0") and len(head) == 8:
            height = head[6] + 256 * head[7]
            rows += height
            at += 8 + height * (head[4] + 256 * head[5])
        elif head.startswith(b"\x1bJ") and len(head) >= 3:
            rows += head[2]
            at += 3
        elif (step := next((n for c, n in _LENGTHS.items() if head.startswith(c)), 0)) > 0:
            at += step
        else:
            break
    return rows


def _printer(width_dots: int) -> Dummy:
    printer = Dummy()
    data = copy.deepcopy(printer.profile.profile_data)
    # Without a width the library prints a warning on the terminal for every picture.
    data["media"]["width"] = {"pixels": str(width_dots), "mm": "Unknown"}
    printer.profile.profile_data = data
    return printer


def _feed(printer: Dummy, rows: int) -> None:
    while rows > 0:
        step = min(rows, LONGEST_FEED_ROWS)
        printer._raw(b"\x1bJ" + bytes((step,)))
        rows -= step


def _bands(picture: Image.Image) -> Iterator[tuple[int, int, bool]]:
    """The picture from top to bottom as ``(top, bottom, blank)``, blank ones worth a feed."""
    inked = _inked_rows(picture)
    top = 0
    for start, end in _blank_runs(inked):
        if end - start < SHORTEST_FEED_ROWS:
            continue
        if start > top:
            yield top, start, False
        yield start, end, True
        top = end
    if top < len(inked):
        yield top, len(inked), False


def _inked_rows(picture: Image.Image) -> list[bool]:
    stride = picture.width // 8
    pixels = picture.tobytes()
    white = b"\xff" * stride
    return [pixels[at : at + stride] != white for at in range(0, len(pixels), stride)]


def _blank_runs(inked: list[bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for row, ink in enumerate([*inked, True]):
        if not ink and start is None:
            start = row
        elif ink and start is not None:
            yield start, row
            start = None
