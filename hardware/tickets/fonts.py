"""The ticket's typeface, Be Vietnam Pro, which has all 134 Vietnamese letters."""

from __future__ import annotations

from functools import cache

import fontpkg
from PIL import ImageFont

BOLD, MEDIUM = 700, 500


@cache
def font(size_px: int, weight: int = BOLD) -> ImageFont.FreeTypeFont:
    """The typeface at ``size_px`` pixels. Raises LookupError when it is not installed: Pillow's
    own typeface would print boxes for Vietnamese letters."""
    return ImageFont.truetype(str(fontpkg.path("Be Vietnam Pro", weight=weight)), size_px)
