"""Sheets as files: CSV that spreadsheets open as text and numbers, never as formulas, and XLSX."""

import csv
import io
from collections.abc import Iterable, Sequence

from .sheets import Sheet, Value

CSV_MEDIA = "text/csv; charset=utf-8"
XLSX_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
WIDTH = 14
WIDE = 34


def csv_text(rows: Iterable[Sequence[Value]]) -> str:
    """Rows as CSV (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe
    before it (OWASP, CSV injection); numbers stay numbers."""
    file = io.StringIO()
    csv.writer(file).writerows([_safe(value) for value in row] for row in rows)
    return file.getvalue()


def sheet_csv(sheet: Sheet) -> bytes:
    return f"{BOM}{csv_text([sheet.head, *sheet.rows])}".encode()


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Sheets as XLSX. Texts are written as texts whatever they begin with."""
    import xlsxwriter  # only those who ask for a workbook pay for loading the library

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        page.freeze_panes(1 if sheet.head else 0, 0)
        page.set_column(0, 0, WIDTH if sheet.head else 100)
        page.set_column(1, max(1, len(sheet.head)), WIDTH)
        page.set_column(1, 1, WIDE)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        for column, text in enumerate(sheet.head):
            page.write_string(0, column, text, bold)
        for number, row in enumerate(sheet.rows, 1 if sheet.head else 0):
            for column, value in enumerate(row):
                _write(page, number, column, value)
    book.close()
    return file.getvalue()


def _write(page: object, row: int, column: int, value: Value) -> None:
    if value is None:
        return
    write = page.write_string if isinstance(value, str) else page.write_number  # type: ignore[attr-defined]
    write(row, column, value)


def _safe(value: Value) -> Value:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
