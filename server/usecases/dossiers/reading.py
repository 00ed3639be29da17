"""Files about dossiers as tables: the register's own rows, and departments' messages."""

import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from ...core.catalogue import Cell, Checked
from ...core.dossier_messages import FIELDS
from ...core.dossier_rows import COLUMNS, REQUIRED, check_rows
from ..catalogue.tables import MAX_BYTES, BrokenRow, Row, read_table
from ..catalogue.texts import unreadable
from ..folding import fold

HEADER_WITHIN = 10
_HEADINGS = {
    "ma ho so": "code",
    "ma": "code",
    "ma thu tuc": "procedure",
    "thu tuc": "procedure",
    "don vi": "department",
    "co quan": "department",
    "phong ban": "department",
    "linh vuc": "field",
    "hinh thuc": "channel",
    "kenh": "channel",
    "can bo": "officer",
    "ngay tiep nhan": "received_at",
    "thoi diem tiep nhan": "received_at",
    "ngay hen tra": "due_at",
    "han tra": "due_at",
    "han giai quyet": "due_at",
    "ngay giai quyet": "resolved_at",
    "thoi diem giai quyet": "resolved_at",
    "ngay co ket qua": "resolved_at",
    "ngay ghi nhan": "recorded_at",
    "ngay cap nhat": "recorded_at",
    "thoi diem cap nhat": "recorded_at",
    "du kien xong": "expected_at",
    "ngay du kien": "expected_at",
    "trang thai": "state",
    "thoi diem": "at",
    "so thu tu": "seq",
    "ghi chu": "note",
    "status": "state",
    "time": "at",
    "message_id": "id",
}


def read_dossiers(data: bytes, zone: str) -> tuple[Checked, list[str]]:
    """The rows of a file of dossiers, checked, and the headings nobody knows.

    Raises ``Unreadable`` for what is no table or lacks a column that is needed.
    """
    rows = iter(read_table(data).rows)
    places, ignored = _header(rows, frozenset(COLUMNS), REQUIRED)
    broken: list[BrokenRow] = []
    checked = check_rows(places, _readable(rows, broken), ZoneInfo(zone))
    for error in broken:
        checked.complain(error.row, "", error.code, **error.params)
    checked.problems.sort(key=lambda problem: problem.row)
    if not checked.rows and not checked.problems:
        raise unreadable("no_rows")
    return checked, ignored


def read_told(data: bytes) -> list[tuple[int, Any]]:
    """A department's messages from a table or from JSON (a list, or ``{"messages": [...]}``), each
    with its row's number or its place in the list from 1. Raises ``Unreadable``."""
    if len(data) > MAX_BYTES:
        raise unreadable("large", most=MAX_BYTES // 1024 // 1024)
    if not data.removeprefix(BOM_UTF8).lstrip().startswith((b"[", b"{")):
        return list(read_messages(data))
    try:
        told = json.loads(data.removeprefix(BOM_UTF8))
    except (ValueError, RecursionError):
        raise unreadable("json") from None
    messages = told.get("messages") if isinstance(told, dict) else told
    if not isinstance(messages, list):
        raise unreadable("json")
    if not messages:
        raise unreadable("no_rows")
    return list(enumerate(messages, 1))


def read_messages(data: bytes) -> list[tuple[int, dict[str, Any]]]:
    """A department's messages from a table, one a row, each with the row's number; what a row
    says is checked where all messages are. Raises ``Unreadable``."""
    rows = iter(read_table(data).rows)
    places, _ = _header(rows, FIELDS, ("code", "state", "at"))
    broken: list[BrokenRow] = []
    found = [
        (number, {name: _cell(cells, place) for name, place in places.items()})
        for number, cells in _readable(rows, broken)
    ]
    if broken:
        raise unreadable("damaged")
    if not found:
        raise unreadable("no_rows")
    return found


def _cell(cells: list[Cell], place: int) -> Any:
    cell = cells[place] if place < len(cells) else None
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell.strip() if isinstance(cell, str) else cell


def _readable(rows: Iterator[Row], broken: list[BrokenRow]) -> Iterator[Row]:
    try:
        yield from rows
    except BrokenRow as error:
        broken.append(error)


def _header(
    rows: Iterator[Row], known: frozenset[str], required: Sequence[str]
) -> tuple[dict[str, int], list[str]]:
    """Where each column stands, and the headings left over. Raises ``Unreadable``."""
    missing: list[str] | None = None
    try:
        for number, cells in rows:
            places, ignored = _places(cells, known)
            lacking = [name for name in required if name not in places]
            if not lacking:
                return places, ignored
            missing = lacking if missing is None or len(lacking) < len(missing) else missing
            if number >= HEADER_WITHIN:
                break
    except BrokenRow:
        raise unreadable("damaged") from None
    raise unreadable("no_header", columns=", ".join(missing or required))


def _places(header: list[Cell], known: frozenset[str]) -> tuple[dict[str, int], list[str]]:
    places: dict[str, int] = {}
    ignored: list[str] = []
    for place, cell in enumerate(header):
        text = "" if cell is None else fold(str(cell)).strip()
        name = _HEADINGS.get(text, text.replace(" ", "_"))
        if name in known and name not in places:
            places[name] = place
        elif text:
            ignored.append(" ".join(str(cell).split())[:100])
    return places, ignored
