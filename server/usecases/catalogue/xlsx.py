"""The first sheet of an Excel workbook, read as a stream: a hostile one costs bounded memory.

What a workbook unpacks to is measured before the library sees it, and it is read row by row: a
single cell in the far corner of a sheet must not become a table of seventeen thousand million.
"""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from ...core.catalogue import MAX_ROWS, Cell
from .tables import MAX_COLUMNS, BrokenRow, Row
from .texts import unreadable

MAX_UNPACKED = 48 * 1024 * 1024
MAX_MEMBERS = 200
LAST_ROW = 1_048_576
"""A sheet has no more rows, whatever a file says."""
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
"""What zipfile and openpyxl raise over damaged or encrypted files."""


def read_xlsx(data: bytes) -> Iterator[Row]:
    """Rows of the first sheet. Raises ``Unreadable``."""
    try:
        _measure(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            yield from _rows(book)
    except _DAMAGE:
        raise unreadable("damaged") from None


def _rows(book: Any) -> Iterator[Row]:
    if not book.worksheets:
        raise unreadable("empty")
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its own size is not believed
    rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
    for number, values in enumerate(rows, 1):
        if number > LAST_ROW:
            raise BrokenRow(number, "rows", most=MAX_ROWS)
        if values.count(None) < len(values):
            yield number, [_cell(value) for value in values]


def _measure(data: bytes) -> None:
    """Unpack everything once, into nothing. Raises ``Unreadable`` for what grows too large."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = packed.infolist()
        names = {member.filename for member in members}
        if len(members) > MAX_MEMBERS or len(names) < len(members):
            raise unreadable("damaged")
        if not any(name.startswith("xl/") for name in names):
            raise unreadable("not_a_sheet")
        left = MAX_UNPACKED
        if sum(member.file_size for member in members) > left:
            raise unreadable("unpacks", most=MAX_UNPACKED // 1024 // 1024)
        for member in members:
            with packed.open(member) as opened:
                while piece := opened.read(1024 * 1024):
                    left -= len(piece)
                    if left < 0:
                        raise unreadable("unpacks", most=MAX_UNPACKED // 1024 // 1024)


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)
