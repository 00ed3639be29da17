"""QR codes for thermal paper."""

from __future__ import annotations

import segno
from PIL import Image

QUIET_MODULES = 4
LEAST_SCALE = 4


def qr_picture(url: str, side: int) -> Image.Image:
    """A QR code of about ``side`` dots with its quiet zone, of whole dots a module: a scaled one
    would not scan."""
    code = segno.make(url, error="m", micro=False)
    modules = len(code.matrix)
    scale = max(LEAST_SCALE, side // modules)
    full = (modules + 2 * QUIET_MODULES) * scale
    picture = Image.new("1", (full, full), 1)
    for row, line in enumerate(code.matrix_iter(scale=scale, border=QUIET_MODULES)):
        picture.paste(
            Image.frombytes("L", (full, 1), bytes(0 if d else 255 for d in line)), (0, row)
        )
    return picture
