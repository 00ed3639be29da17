"""A file's bytes as a table of cells: CSV in any form Excel writes, or XLSX."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...core.catalogue import MAX_ROWS, Cell
from .texts import unreadable

MAX_BYTES = 12 * 1024 * 1024
MAX_COLUMNS = 60
Row = tuple[int, list[Cell]]

_DELIMITERS = ",;\t"
_QUOTED = re.compile(r'"[^"]*"')


class BrokenRow(Exception):
    """The table cannot be read past this row; ``code`` names the problem."""

    def __init__(self, row: int, code: str, **params: object) -> None:
        super().__init__(row, code)
        self.row, self.code, self.params = row, code, params


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` come as read, each with its number as a spreadsheet counts (from 1).

    ``even``: every row must have as many cells as the header.
    """

    rows: Iterator[Row]
    even: bool


def read_table(data: bytes) -> Table:
    """The table in a file. Raises ``Unreadable``; its rows may raise it too, or ``BrokenRow``."""
    if len(data) > MAX_BYTES:
        raise unreadable("large", most=MAX_BYTES // 1024 // 1024)
    if not data.strip():
        raise unreadable("empty")
    if data.startswith(b"PK"):
        from .xlsx import read_xlsx  # only those who send one pay for loading the library

        return Table(_bounded(read_xlsx(data)), even=False)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise unreadable("xls")
    return Table(_bounded(_read_csv(_decode(data))), even=True)


def _bounded(rows: Iterator[Row]) -> Iterator[Row]:
    """Rows that hold something. Raises ``BrokenRow`` past the greatest number of them."""
    held = 0
    for number, cells in rows:
        if not any(cell is not None and str(cell).strip() for cell in cells):
            continue
        held += 1
        if held > MAX_ROWS + 1:
            raise BrokenRow(number, "rows", most=MAX_ROWS)
        yield number, cells


def _decode(data: bytes) -> str:
    """UTF-8 with or without its mark, or the UTF-16 of Excel's "Unicode text"."""
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise unreadable("encoding", row=row) from None


def _read_csv(text: str) -> Iterator[Row]:
    delimiter = _delimiter(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            long = "field larger" in str(error)
            raise BrokenRow(number, "cell_long" if long else "quote") from None
        if len(cells) > MAX_COLUMNS:
            raise BrokenRow(number, "columns", most=MAX_COLUMNS)
        yield number, list(cells)


def _delimiter(text: str) -> str:
    """The sign that parts most cells of the first line that is not blank."""
    first = text.lstrip()[:10_000].split("\n", 1)[0]
    plain = _QUOTED.sub("", first)
    return max(_DELIMITERS, key=plain.count)
