"""The catalogue of procedures as files bring it: what a row must be, and what a file changes.

A file is a table of cells. Its columns are told by name; a column that is not there leaves what
the catalogue holds untouched.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Any, Literal

Kind = Literal["procedures", "documents"]
Cell = str | int | float | None
Facts = dict[str, Any]

MAX_ROWS = 50_000
SHOWN_PROBLEMS = 200
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_WHOLE = re.compile(r"[0-9]{1,6}")
_DECIMAL = re.compile(r"([0-9]{1,6})[.,]([0-9]{1,2})")
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file. ``longest`` is in characters; ``most`` makes it a whole number from 0;
    with ``rounds`` a part of a whole counts as a whole: a day and a half is due on the second."""

    name: str
    longest: int = 0
    most: int | None = None
    rounds: bool = False
    required: bool = False
    empty: str | int | None = ""
    """What an empty cell means."""


COLUMNS: dict[Kind, tuple[Column, ...]] = {
    "procedures": (
        Column("code", 64, required=True),
        Column("name", 2_000, required=True),
        Column("field", 300, required=True),
        Column("agency", 1_000),
        Column("level", 100),
        Column("processing_days", most=3_650, rounds=True, empty=None),
        Column("processing_text", 1_000),
        Column("fee_text", 6_000),
        Column("audience", 1_000),
        Column("service", 64, empty=None),
    ),
    "documents": (
        Column("code", 64, required=True),
        Column("case", 8_000),
        Column("document", 4_000, required=True),
        Column("originals", most=999, empty=0),
        Column("copies", most=999, empty=0),
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell; ``field`` is the column's name, "" for the row as a whole."""

    row: int
    field: str
    code: str
    params: Mapping[str, object] = made_by(default_factory=dict)


class BadCell(Exception):
    """A cell that breaks its column's bounds."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(slots=True)
class Checked:
    """The good rows of a file and the problems of the others, the first ``SHOWN_PROBLEMS``."""

    rows: list[Facts] = made_by(default_factory=list)
    problems: list[Problem] = made_by(default_factory=list)
    problems_total: int = 0

    def complain(self, row: int, field: str, code: str, **params: object) -> None:
        self.problems_total += 1
        if len(self.problems) < SHOWN_PROBLEMS:
            self.problems.append(Problem(row, field, code, params))


def check_rows(
    kind: Kind,
    places: Mapping[str, int],
    rows: Iterable[tuple[int, list[Cell]]],
    services: Container[str],
) -> Checked:
    """Check every row. ``places`` says where each column stands; rows come with their numbers.

    A procedure stands once in a file; so does a document within its case and procedure.
    """
    checked = Checked()
    first_seen: dict[tuple[object, ...], int] = {}
    columns = [column for column in COLUMNS[kind] if column.name in places]
    for number, cells in rows:
        facts = _facts(columns, places, number, cells, checked)
        good = len(facts) == len(columns)
        if facts.get("service") is not None and facts["service"] not in services:
            checked.complain(number, "service", "unknown_service", value=facts["service"])
            good = False
        key = _identity(kind, facts, number)
        first = first_seen.setdefault(key, number)
        if first != number:
            checked.complain(number, "code", "duplicate", first=first)
            good = False
        if good:
            checked.rows.append(facts)
    return checked


def _identity(kind: Kind, facts: Facts, number: int) -> tuple[object, ...]:
    """What no two rows may share; a row whose code is no code is like no other."""
    if kind == "procedures":
        return (facts.get("code", number),)
    return tuple(facts.values()) if "document" in facts else (number,)


def _facts(
    columns: list[Column],
    places: Mapping[str, int],
    number: int,
    cells: list[Cell],
    checked: Checked,
) -> Facts:
    """The good cells of a row."""
    facts: Facts = {}
    for column in columns:
        place = places[column.name]
        try:
            facts[column.name] = _value(column, cells[place] if place < len(cells) else None)
        except BadCell as bad:
            checked.complain(number, column.name, bad.code, **bad.params)
    return facts


def _value(column: Column, cell: Cell) -> str | int | None:
    text = _text(column, cell)
    if not text:
        if column.required:
            raise BadCell("missing")
        return column.empty
    if column.most is not None:
        return _number(column.most, column.rounds, text)
    if len(text) > column.longest:
        raise BadCell("long", longest=column.longest, length=len(text))
    if column.name == "code" and not CODE.fullmatch(text):
        raise BadCell("code", value=text[:64])
    return text


def _number(most: int, rounds: bool, text: str) -> int:
    part = _DECIMAL.fullmatch(text) if rounds else None
    if part is not None:
        number = int(part[1]) + (int(part[2]) > 0)
    elif _WHOLE.fullmatch(text):
        number = int(text)
    else:
        raise BadCell("number", most=most)
    if number > most:
        raise BadCell("number", most=most)
    return number


def _text(column: Column, cell: Cell) -> str:
    """A cell as one tidy line of text.

    A sheet may hold a code such as 1.011440 as the number 1.01144: codes have six decimals.
    """
    if cell is None:
        return ""
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) < 1e15
        if column.name == "code" and not whole:
            return f"{cell:.6f}"
        return str(int(cell)) if whole else repr(cell)
    text = str(cell)
    if _UNREADABLE.search(text):
        raise BadCell("unreadable")
    return " ".join(unicodedata.normalize("NFC", text).split())


@dataclass(frozen=True, slots=True)
class Plan:
    """What applying a file would do, by procedure code; ``unknown`` codes are left out."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    unknown: tuple[str, ...]
    same: int

    @property
    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "gone": len(self.gone),
            "unknown": len(self.unknown),
            "same": self.same,
        }


def compare(
    kept: Mapping[str, object],
    wanted: Mapping[str, object],
    known: Container[str] | None = None,
) -> Plan:
    """Compare by code. Where ``known`` is given, other codes of ``wanted`` are unknown."""
    unknown = () if known is None else tuple(code for code in wanted if code not in known)
    left_out = set(unknown)
    there = [code for code in wanted if code not in left_out]
    new = tuple(code for code in there if code not in kept)
    changed = tuple(code for code in there if code in kept and kept[code] != wanted[code])
    gone = tuple(code for code in kept if code not in wanted)
    return Plan(new, changed, gone, unknown, len(there) - len(new) - len(changed))


def merge_procedure(kept: Facts | None, given: Facts) -> Facts:
    """A procedure as it will be: columns the file does not have keep what they hold.

    So does the service where the file names none.
    """
    base: Facts = kept or {column.name: column.empty for column in COLUMNS["procedures"]}
    merged = {**base, **given}
    if merged["service"] is None:
        merged["service"] = base["service"]
    return merged


def group_documents(rows: Iterable[Facts]) -> dict[str, list[tuple[str, str, int, int]]]:
    """Each procedure's documents as (case, document, originals, copies), in the file's order."""
    lists: dict[str, list[tuple[str, str, int, int]]] = {}
    for row in rows:
        originals, copies = row.get("originals", 1), row.get("copies", 0)
        entry = (row.get("case", ""), row["document"], originals, copies)
        lists.setdefault(row["code"], []).append(entry)
    return lists
