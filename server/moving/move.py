"""Copies centres from an SQLite file into PostgreSQL, in one transaction, and checks every row.

The file is read from one snapshot and is not changed. What was copied is read back from PostgreSQL
in the same order, and both sides' digests must agree before anything is committed: a move that
fails or is interrupted leaves nothing behind, and may be made again.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from ..store.driver import sqlite
from .tables import Table, tables_of

BATCH = 5_000
"""Rows between two words of progress."""
Progress = Callable[[str, int, int], None]
"""Told a table, the rows of it that are done, and how many there are."""


class MoveError(Exception):
    """Why nothing was moved: ``code`` and what it is about."""

    def __init__(self, code: str, **about: object) -> None:
        super().__init__(code)
        self.code, self.about = code, about


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved: rows by table, each with the digest both stores agree on."""

    centres: tuple[str, ...]
    rows: dict[str, int]
    digests: dict[str, str]
    kept: tuple[str, ...] = field(default=())
    """Tables of the installation that the target had its own rows of."""


def move(file: str, url: str, centres: Sequence[str] | None, progress: Progress) -> Moved:
    """Copy ``centres`` (None: all) of the file into the database at ``url``, whose schema is up
    to date. Raises ``MoveError``; nothing is changed then."""
    source = sqlite.connect(f"file:{quote(file)}?mode=ro", uri=True, isolation_level=None)
    try:
        # One snapshot for everything that is read.
        source.execute("BEGIN")
        with psycopg.connect(url, options="-c timezone=UTC") as target:
            return _Move(source, target, progress).run(centres)
    finally:
        source.close()


class _Move:
    def __init__(self, source: Any, target: "psycopg.Connection[Any]", progress: Progress) -> None:
        self._source, self._target, self._progress = source, target, progress
        self._tables = tables_of(source)
        self._shifts: dict[str, int] = {}

    def run(self, wanted: Sequence[str] | None) -> Moved:
        """Everything, inside the target's transaction."""
        self._same_schema()
        centres = self._centres(wanted)
        self._lock()
        self._make_way()
        rows: dict[str, int] = {}
        digests: dict[str, str] = {}
        kept = []
        for table in self._tables:
            if table.scope() is None and self._target_has(table):
                kept.append(table.name)
                continue
            rows[table.name], digests[table.name] = self._copy(table, centres)
            self._check(table, centres, rows[table.name], digests[table.name])
        for table in self._tables:
            self._set_generator(table)
        return Moved(centres, rows, digests, tuple(kept))

    def _same_schema(self) -> None:
        read = "SELECT version, name FROM schema_version ORDER BY version"
        ours = [tuple(row) for row in self._source.execute(read).fetchall()]
        theirs = [tuple(row) for row in self._target.execute(read).fetchall()]
        if ours != theirs:
            raise MoveError("schema")

    def _centres(self, wanted: Sequence[str] | None) -> tuple[str, ...]:
        """Those to move. Raises where one is not in the file, or is in the target already."""
        read = "SELECT id FROM centre ORDER BY created_at, id"
        ours = [row[0] for row in self._source.execute(read).fetchall()]
        there = {row[0] for row in self._target.execute(read).fetchall()}
        chosen = tuple(ours if wanted is None else wanted)
        for centre in chosen:
            if centre not in ours:
                raise MoveError("no_centre", centre=centre)
            if centre in there:
                raise MoveError("not_empty", centre=centre)
        if not chosen:
            raise MoveError("nothing")
        return chosen

    def _lock(self) -> None:
        # Nobody gives out keys meanwhile: servers of other centres wait until this is over.
        for table in self._tables:
            if table.generated:
                self._target.execute(
                    sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(
                        sql.Identifier(table.name)
                    )
                )

    def _make_way(self) -> None:
        """Generated keys go on behind those that the target has given."""
        for table in self._tables:
            if table.generated:
                read = sql.SQL("SELECT COALESCE(MAX({}), 0) FROM {}").format(
                    sql.Identifier(table.generated), sql.Identifier(table.name)
                )
                row = self._target.execute(read).fetchone()
                self._shifts[table.name] = 0 if row is None else int(row[0])

    def _target_has(self, table: Table) -> bool:
        read = sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table.name))
        return self._target.execute(read).fetchone() is not None

    def _copy(self, table: Table, centres: tuple[str, ...]) -> tuple[int, str]:
        """How many rows were copied, and their digest."""
        total, done, digest = self._count(table, centres), 0, hashlib.blake2b(digest_size=16)
        into = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.names))
        )
        with self._target.cursor() as cursor, cursor.copy(into) as copy:
            for row in self._rows(table, centres):
                copy.write_row(row)
                digest.update(_line(row))
                done += 1
                if done % BATCH == 0:
                    self._progress(table.name, done, total)
        self._progress(table.name, done, total)
        return done, digest.hexdigest()

    def _count(self, table: Table, centres: tuple[str, ...]) -> int:
        scope = table.scope()
        if scope is None:
            return int(self._source.execute(f"SELECT COUNT(*) FROM {table.name}").fetchone()[0])
        count = f"SELECT COUNT(*) FROM {table.name} WHERE {scope}"
        found = (self._source.execute(count, {"centre": c}).fetchone()[0] for c in centres)
        return sum(map(int, found))

    def _rows(self, table: Table, centres: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        """The file's rows as they will be in the target, in the order of their keys."""
        shifts, scope = table.shifted(self._shifts), table.scope()
        order = table.sorting("")
        for centre in centres if scope is not None else ("",):
            where = f" WHERE {scope}" if scope is not None else ""
            read = f"SELECT {', '.join(table.names)} FROM {table.name}{where} ORDER BY {order}"
            for row in self._source.execute(read, {"centre": centre} if scope else {}):
                yield _shifted(tuple(row), shifts)

    def _check(self, table: Table, centres: tuple[str, ...], rows: int, digest: str) -> None:
        """Read back what the target has; raises unless it is the same, row by row."""
        found, count = hashlib.blake2b(digest_size=16), 0
        scope, order = table.scope(), table.sorting(' COLLATE "C"')
        names = ", ".join(f'"{name}"' for name in table.names)
        for centre in centres if scope is not None else ("",):
            where = f" WHERE {scope.replace(':centre', '%(centre)s')}" if scope else ""
            read = f'SELECT {names} FROM "{table.name}"{where} ORDER BY {order}'
            with self._target.cursor(name="moved") as cursor:
                cursor.itersize = BATCH
                cursor.execute(read.encode(), {"centre": centre})
                for row in cursor:
                    found.update(_line(row))
                    count += 1
        if (count, found.hexdigest()) != (rows, digest):
            raise MoveError("differs", table=table.name, ours=rows, theirs=count)

    def _set_generator(self, table: Table) -> None:
        """The next generated key comes after the highest there is."""
        if table.generated:
            self._target.execute(
                sql.SQL(
                    "SELECT setval(pg_get_serial_sequence({}, {}),"
                    " GREATEST((SELECT COALESCE(MAX({}), 0) FROM {}), 1),"
                    " EXISTS (SELECT 1 FROM {}))"
                ).format(
                    sql.Literal(table.name),
                    sql.Literal(table.generated),
                    sql.Identifier(table.generated),
                    sql.Identifier(table.name),
                    sql.Identifier(table.name),
                )
            )


def _shifted(row: tuple[Any, ...], shifts: Sequence[int]) -> tuple[Any, ...]:
    return tuple(
        value + by if by and value is not None else value
        for value, by in zip(row, shifts, strict=True)
    )


def _line(row: Sequence[Any]) -> bytes:
    return json.dumps(list(row), ensure_ascii=False, default=_plain).encode() + b"\n"


def _plain(value: Any) -> str:
    return bytes(value).hex()
