"""A centre's logo: a PNG file in, a small picture of black and white dots out.

No dithering: grey areas of a logo become black or white by Otsu's threshold, the level that parts
its dark from its light best (N. Otsu, 1979).
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from hardware.tickets.template import BadTemplate, Size

WIDEST_DOTS = 384
TALLEST_DOTS = 240
MOST_PIXELS = 4_000_000
"""Of the file as it comes; a small file can unfold into a picture that fills the memory."""
_PART_OF_COLUMN = {Size.SMALL: 0.35, Size.MEDIUM: 0.55, Size.LARGE: 0.75}


def normalised(data: bytes) -> bytes:
    """The logo as a 1-bit PNG of at most WIDEST_DOTS × TALLEST_DOTS. Raises BadTemplate (logo)."""
    picture = _black_and_white(_fitted(_opened(data), WIDEST_DOTS, TALLEST_DOTS))
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def logo_picture(data: bytes, size: Size, column: int) -> Image.Image:
    """The logo in mode "1" for a column of so many dots. Raises BadTemplate (logo)."""
    widest = round(column * _PART_OF_COLUMN[size])
    return _black_and_white(_fitted(_opened(data), widest, TALLEST_DOTS))


def _opened(data: bytes) -> Image.Image:
    """In grey; what is transparent is paper."""
    try:
        with Image.open(BytesIO(data), formats=("PNG",)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadTemplate("logo")
            coloured = picture.convert("RGBA")
    except BadTemplate:
        raise
    except Exception as error:
        # Pillow raises errors of half a dozen kinds for files that are broken on purpose.
        raise BadTemplate("logo") from error
    paper = Image.new("RGBA", coloured.size, "white")
    return Image.alpha_composite(paper, coloured).convert("L")


def _fitted(picture: Image.Image, widest: int, tallest: int) -> Image.Image:
    scale = min(widest / picture.width, tallest / picture.height, 1.0)
    if scale == 1.0:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _black_and_white(picture: Image.Image) -> Image.Image:
    level = _threshold(picture.histogram())
    return picture.point(lambda grey: 255 if grey > level else 0).convert(
        "1", dither=Image.Dither.NONE
    )


def _threshold(histogram: list[int]) -> int:
    """The grey level up to which a dot is black; the middle for a picture of one level."""
    total = sum(histogram)
    mass = sum(level * count for level, count in enumerate(histogram))
    best, chosen = -1.0, 127
    dark, dark_mass = 0, 0
    for level, count in enumerate(histogram[:-1]):
        dark += count
        dark_mass += level * count
        light = total - dark
        if not dark or not light:
            continue
        apart = dark * light * (dark_mass / dark - (mass - dark_mass) / light) ** 2
        if apart > best:
            best, chosen = apart, level
    return chosen
