"""A strip of paper to write on from top to bottom: centred paragraphs, rules, pictures."""

from __future__ import annotations

import unicodedata

from PIL import Image, ImageDraw, ImageFont

TALLEST_ROWS = 4000
WHITE, BLACK = 1, 0
ELLIPSIS = "…"


class Sheet:
    """Mode "1", ``width`` dots wide, without grey: a printer's dot is burnt or it is not."""

    def __init__(self, width: int, margin: int) -> None:
        self.width, self.margin = width, margin
        self._picture = Image.new("1", (width, TALLEST_ROWS), WHITE)
        self._draw = ImageDraw.Draw(self._picture)
        self._draw.fontmode = "1"
        self.y = 0

    @property
    def column(self) -> int:
        """Dots between the margins."""
        return self.width - 2 * self.margin

    def space(self, rows: int) -> None:
        self.y += rows

    def rule(self, thickness: int) -> None:
        """A line from margin to margin."""
        right = self.width - self.margin - 1
        self._draw.rectangle((self.margin, self.y, right, self.y + thickness - 1), fill=BLACK)
        self.y += thickness

    def paragraph(
        self, text: str, font: ImageFont.FreeTypeFont, leading: float = 1.2, most_lines: int = 6
    ) -> None:
        """Centred lines; ``leading`` is the line height in font sizes."""
        for line in balanced(text, font, self.column, most_lines):
            self._draw.text((self.width / 2, self.y), line, BLACK, font, anchor="ma")
            self.y += round(font.size * leading)

    def figure(self, text: str, font: ImageFont.FreeTypeFont) -> None:
        """One line set by its ink, so that capitals and digits have no air above and below."""
        left, top, right, bottom = self._draw.textbbox((0, 0), text, font)
        x = (self.width - (right - left)) / 2 - left
        self._draw.text((x, self.y - top), text, BLACK, font)
        self.y += round(bottom - top)

    def paste(self, picture: Image.Image) -> None:
        """A picture, centred."""
        self._picture.paste(picture, ((self.width - picture.width) // 2, self.y))
        self.y += picture.height

    def cut(self) -> Image.Image:
        """The sheet as far as it was written."""
        return self._picture.crop((0, 0, self.width, min(self.y, TALLEST_ROWS)))


def wrap(text: str, font: ImageFont.FreeTypeFont, width: int, most_lines: int) -> list[str]:
    """Lines of at most ``width`` dots; what does not fit in ``most_lines`` ends in an ellipsis."""
    lines: list[str] = [""]
    for word in _pieces(clean(text), font, width):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) <= most_lines:
        return lines
    kept = lines[:most_lines]
    kept[-1] = _shorten(kept[-1], font, width)
    return kept


def balanced(text: str, font: ImageFont.FreeTypeFont, width: int, most_lines: int) -> list[str]:
    """As wrap(), in no more lines, but of like length: no last word alone on its line."""
    lines = wrap(text, font, width, most_lines)
    narrow, wide = width // 2, width
    while len(lines) > 1 and wide - narrow > 4:
        middle = (narrow + wide) // 2
        tried = wrap(text, font, middle, most_lines + 1)
        if len(tried) <= len(lines):
            wide, lines = middle, tried
        else:
            narrow = middle
    return lines


def clean(text: str) -> str:
    """One line in composed letters: the typeface joins no loose marks, and control characters
    have no picture."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in composed).strip()


def _pieces(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """The words; one that is wider than a line comes in parts."""
    pieces: list[str] = []
    for word in text.split():
        part = ""
        for letter in word:
            if part and font.getlength(part + letter) > width:
                pieces.append(part)
                part = ""
            part += letter
        pieces.append(part)
    return pieces


def _shorten(line: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    while line and font.getlength(line + ELLIPSIS) > width:
        line = line[:-1]
    return line.rstrip() + ELLIPSIS
