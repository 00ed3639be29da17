"""The paper of the virtual printer: rows of dots that grow until the knife falls."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFont

TALLEST_ROWS = 8000
LINE_ROWS = 30
TEXT_SIZE = 24


class Paper:
    """One ticket in the making, ``width_dots`` wide; a row is one dot high, ink is a 1 bit."""

    def __init__(self, width_dots: int) -> None:
        self.width_dots = width_dots
        self._stride = (width_dots + 7) // 8
        self._rows = bytearray()
        self._inked = False

    @property
    def rows(self) -> int:
        return len(self._rows) // self._stride

    @property
    def inked(self) -> bool:
        """Whether anything but blank paper came out."""
        return self._inked

    @property
    def full(self) -> bool:
        """Whether the paper is as long as a ticket may get here; real paper has no such end."""
        return self.rows >= TALLEST_ROWS

    def add_row(self, dots: bytes) -> None:
        """One raster row, 8 dots a byte, leftmost dot in the highest bit; clipped to the paper."""
        row = dots[: self._stride].ljust(self._stride, b"\0")
        self._inked = self._inked or any(row)
        self._rows += row

    def add_text(self, line: str) -> None:
        """A line of the printer's own letters (drawn here in a plain font)."""
        picture = Image.new("1", (self._stride * 8, LINE_ROWS), 0)
        draw = ImageDraw.Draw(picture)
        draw.fontmode = "1"
        draw.text((0, 0), line, fill=1, font=ImageFont.load_default(TEXT_SIZE))
        data = picture.tobytes()
        for at in range(0, len(data), self._stride):
            self.add_row(data[at : at + self._stride])

    def picture(self) -> Image.Image:
        """The ticket as it lies in the tray: black on white, mode "1"."""
        inverted = bytes(byte ^ 0xFF for byte in self._rows)
        picture = Image.frombytes("1", (self._stride * 8, max(1, self.rows)), inverted or b"\xff")
        return picture.crop((0, 0, self.width_dots, picture.height))
