"""A strip of paper to write on from top to bottom: paragraphs, list items, rules, pictures."""

from __future__ import annotations

import unicodedata

from PIL import Image, ImageDraw, ImageFont

TALLEST_ROWS = 12_000
"""A metre and a half: what is longer is cut off here, whoever asked for it."""
PIECE_ROWS = 2000
WHITE, BLACK = 1, 0
ELLIPSIS = "…"


class Sheet:
    """Mode "1", ``width`` dots wide, without grey: a printer's dot is burnt or it is not."""

    def __init__(self, width: int, margin: int) -> None:
        self.width, self.margin = width, margin
        self.y = 0
        self._take(Image.new("1", (width, PIECE_ROWS), WHITE))

    @property
    def column(self) -> int:
        """Dots between the margins."""
        return self.width - 2 * self.margin

    def space(self, rows: int) -> None:
        self.y += rows

    def rule(self, thickness: int) -> None:
        """A line from margin to margin."""
        self._room(thickness)
        right = self.width - self.margin - 1
        self._draw.rectangle((self.margin, self.y, right, self.y + thickness - 1), fill=BLACK)
        self.y += thickness

    def paragraph(
        self, text: str, font: ImageFont.FreeTypeFont, leading: float = 1.2, most_lines: int = 6
    ) -> None:
        """Centred lines; ``leading`` is the line height in font sizes."""
        for line in balanced(text, font, self.column, most_lines):
            self._room(2 * round(font.size))
            self._draw.text((self.width / 2, self.y), line, BLACK, font, anchor="ma")
            self.y += round(font.size * leading)

    def item(
        self,
        text: str,
        font: ImageFont.FreeTypeFont,
        leading: float,
        most_lines: int,
        box: bool = False,
    ) -> None:
        """Lines from the left margin on, behind a box to tick off where one is wanted."""
        indent = round(font.size * 1.5) if box else 0
        for place, line in enumerate(wrap(text, font, self.column - indent, most_lines)):
            self._room(2 * round(font.size))
            if box and place == 0:
                self._box(round(font.size))
            self._draw.text((self.margin + indent, self.y), line, BLACK, font)
            self.y += round(font.size * leading)

    def band(self, text: str, font: ImageFont.FreeTypeFont, padding: int) -> None:
        """White letters on a black band from margin to margin."""
        rows = round(font.size * 1.2) + 2 * padding
        self._room(rows)
        right = self.width - self.margin - 1
        self._draw.rectangle((self.margin, self.y, right, self.y + rows - 1), fill=BLACK)
        line = wrap(text, font, self.column - 2 * padding, 1)[0]
        middle = (self.width / 2, self.y + rows / 2)
        self._draw.text(middle, line, WHITE, font, anchor="mm")
        self.y += rows

    def figure(self, text: str, font: ImageFont.FreeTypeFont) -> None:
        """One line set by its ink, so that capitals and digits have no air above and below."""
        left, top, right, bottom = self._draw.textbbox((0, 0), text, font)
        self._room(round(bottom - top))
        x = (self.width - (right - left)) / 2 - left
        self._draw.text((x, self.y - top), text, BLACK, font)
        self.y += round(bottom - top)

    def paste(self, picture: Image.Image) -> None:
        """A picture, centred."""
        self._room(picture.height)
        self._picture.paste(picture, ((self.width - picture.width) // 2, self.y))
        self.y += picture.height

    def cut(self) -> Image.Image:
        """The sheet as far as it was written."""
        self._room(0)
        return self._picture.crop((0, 0, self.width, min(self.y, TALLEST_ROWS)))

    def _box(self, side: int) -> None:
        """A square to tick off."""
        top = self.y + round(side * 0.2)
        corner = (self.margin, top, self.margin + side - 4, top + side - 4)
        self._draw.rectangle(corner, outline=BLACK, width=2)

    def _room(self, rows: int) -> None:
        """Make the paper longer where the next rows need it, as far as it may be."""
        wanted = min(self.y + rows, TALLEST_ROWS)
        if wanted <= self._picture.height:
            return
        height = -(-wanted // PIECE_ROWS) * PIECE_ROWS
        longer = Image.new("1", (self.width, height), WHITE)
        longer.paste(self._picture, (0, 0))
        self._take(longer)

    def _take(self, picture: Image.Image) -> None:
        self._picture = picture
        self._draw = ImageDraw.Draw(picture)
        self._draw.fontmode = "1"


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
