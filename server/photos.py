"""Photos of officers: a file of any camera in, a small square picture without its metadata out."""

from io import BytesIO

from PIL import Image, ImageOps

from .core.errors import BadMedia

MOST_BYTES = 4 * 1024 * 1024
MOST_PIXELS = 24_000_000
"""Of the file as it comes; a small file can unfold into a picture that fills the memory."""
SIDE = 320
"""Pixels: 20 mm on a terminal's screen, twice as dense."""
QUALITY = 82


def square(data: bytes) -> bytes:
    """The middle of a JPEG, PNG or WebP picture as a JPEG of SIDE × SIDE. Blocks: call it from a
    native thread. Raises ``BadMedia``."""
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BadMedia()
            picture.draft("RGB", (4 * SIDE, 4 * SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except BadMedia:
        raise
    except Exception as error:
        # Pillow raises errors of half a dozen kinds for files that are broken on purpose.
        raise BadMedia() from error
    paper = Image.new("RGBA", upright.size, "white")
    whole = Image.alpha_composite(paper, upright).convert("RGB")
    # A face stands in the upper part of a portrait.
    fitted = ImageOps.fit(whole, (SIDE, SIDE), Image.Resampling.LANCZOS, centering=(0.5, 0.35))
    out = BytesIO()
    fitted.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
