"""A file of dossiers: what a row must be.

Only the code and the time of receipt are required. Times may be written in any way
``dossier_times`` reads; a date alone for the due date means the end of that day.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from .calendar import local_day
from .catalogue import BadCell, Cell, Checked
from .dossier_times import read_time
from .dossiers import LOOSE_CODE

COLUMNS = (
    "code", "procedure", "department", "channel", "received_at", "due_at", "resolved_at",
    "recorded_at", "field", "officer",
)  # fmt: skip
REQUIRED = ("code", "received_at")
TIMES = ("received_at", "due_at", "resolved_at", "recorded_at")
LONGEST = {"procedure": 64, "department": 300, "channel": 40, "field": 300, "officer": 100}


def check_rows(
    places: Mapping[str, int], rows: Iterable[tuple[int, list[Cell]]], zone: ZoneInfo
) -> Checked:
    """Check every row; ``places`` says where each column stands, rows come with their numbers.

    The same row twice counts once; another one with the same code is a problem.
    """
    checked = Checked()
    seen: dict[str, tuple[int, dict[str, Any]]] = {}
    for number, cells in rows:
        facts = _facts(places, number, cells, zone, checked)
        if facts is None:
            continue
        first = seen.setdefault(facts["code"], (number, facts))
        if first[0] == number:
            checked.rows.append(facts)
        elif first[1] != facts:
            checked.complain(number, "code", "duplicate", first=first[0])
    return checked


def _facts(
    places: Mapping[str, int],
    number: int,
    cells: list[Cell],
    zone: ZoneInfo,
    checked: Checked,
) -> dict[str, Any] | None:
    """A row's cells by column, None for what is blank; None where something is wrong."""
    facts: dict[str, Any] = dict.fromkeys(COLUMNS)
    good = True
    for name, place in places.items():
        try:
            facts[name] = _value(name, cells[place] if place < len(cells) else None, zone)
        except BadCell as bad:
            checked.complain(number, name, bad.code, **bad.params)
            good = False
    if good and _answered_before(facts, zone.key):
        checked.complain(number, "resolved_at", "before_received")
        good = False
    return facts if good else None


def _answered_before(facts: Mapping[str, Any], zone: str) -> bool:
    """Whether the result was there on a day before the dossier was."""
    resolved = facts["resolved_at"]
    if resolved is None or resolved >= facts["received_at"]:
        return False
    return local_day(resolved, zone) < local_day(facts["received_at"], zone)


def _value(name: str, cell: Cell, zone: ZoneInfo) -> str | int | None:
    text = "" if cell is None else _text(cell)
    if not text:
        if name in REQUIRED:
            raise BadCell("missing")
        return None
    if name in TIMES:
        return _moment(name, text, zone)
    if name == "code":
        if not LOOSE_CODE.fullmatch(text):
            raise BadCell("dossier_code", value=text[:64])
    elif len(text) > LONGEST[name]:
        raise BadCell("long", longest=LONGEST[name], length=len(text))
    return text


def _moment(name: str, text: str, zone: ZoneInfo) -> int:
    try:
        return read_time(text, zone, end=name == "due_at")
    except (ValueError, OverflowError):
        raise BadCell("time", value=text[:40]) from None


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = " ".join(unicodedata.normalize("NFC", str(cell)).split())
    if not text.isprintable():
        raise BadCell("unreadable")
    return text
