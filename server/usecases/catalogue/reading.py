"""A file read and checked, before any store is asked: it may take seconds and touches nothing."""

import base64
import hashlib
import json
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ...core.catalogue import Cell, Checked, Facts, Kind, Problem, check_rows
from ...texts import LANGUAGES
from .columns import find_columns, kind_of, missing_columns
from .tables import BrokenRow, Row, Table, read_table
from .texts import both, unreadable

HEADER_WITHIN = 10
"""The heading row is looked for in the first rows; titles may stand above it."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """What a file holds. ``id`` is the digest of kind and bytes; ``columns`` are those it has,
    ``ignored`` the headings nobody knows; ``content`` are the good rows, packed for keeping."""

    id: str
    kind: Kind
    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    rows: list[Facts]
    problems: list[Problem]
    problems_total: int
    content: str


def read_file(data: bytes, kind: Kind | None, services: Collection[str]) -> FileRead:
    """Read a file; the kind is told by its columns where none is given. Raises ``Unreadable``."""
    table = read_table(data)
    rows = iter(table.rows)
    header, kind = _header(rows, kind)
    places, ignored = find_columns(header, kind)
    checked = _check(table, rows, kind, places, len(header), services)
    if not checked.rows and not checked.problems:
        raise unreadable("no_rows")
    digest = hashlib.sha256(kind.encode() + b"\0" + data).hexdigest()[:32]
    return FileRead(
        id=digest,
        kind=kind,
        columns=tuple(places),
        ignored=tuple(ignored),
        rows=checked.rows,
        problems=checked.problems,
        problems_total=checked.problems_total,
        content="" if checked.problems_total else pack(checked.rows),
    )


def pack(rows: list[Facts]) -> str:
    """Rows as text of a tenth of their size."""
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 6)).decode("ascii")


def unpack(content: str) -> list[Facts]:
    rows: list[Facts] = json.loads(zlib.decompress(base64.b64decode(content)))
    return rows


def _header(rows: Iterator[Row], kind: Kind | None) -> tuple[list[Cell], Kind]:
    """The heading row, after which ``rows`` goes on, and what it brings. Raises ``Unreadable``."""
    missing: list[str] | None = None
    try:
        for number, cells in rows:
            found = kind or kind_of(cells)
            lacking = missing_columns(find_columns(cells, found)[0], found)
            if not lacking:
                return cells, found
            missing = lacking if missing is None or len(lacking) < len(missing) else missing
            if number >= HEADER_WITHIN:
                break
    except BrokenRow as broken:
        told = both(f"row.{broken.code}", **broken.params)
        raise unreadable("broken", row=broken.row, problem=told) from None
    raise _no_header(missing or ["code"])


def _no_header(missing: list[str]) -> Exception:
    names = [both(f"column.{name}") for name in missing]
    listed = {lang: ", ".join(name[lang] for name in names) for lang in LANGUAGES}
    return unreadable("no_header", columns=listed)


def _check(
    table: Table,
    rows: Iterator[Row],
    kind: Kind,
    places: dict[str, int],
    width: int,
    services: Collection[str],
) -> Checked:
    uneven: list[tuple[int, int]] = []
    broken: list[BrokenRow] = []

    def readable() -> Iterator[Row]:
        try:
            for number, cells in rows:
                if table.even and len(cells) != width:
                    uneven.append((number, len(cells)))
                else:
                    yield number, cells
        except BrokenRow as error:
            broken.append(error)

    checked = check_rows(kind, places, readable(), services)
    for number, cells in uneven:
        checked.complain(number, "", "cells", cells=cells, header=width)
    for error in broken:
        checked.complain(error.row, "", error.code, **error.params)
    checked.problems.sort(key=lambda problem: problem.row)
    return checked
