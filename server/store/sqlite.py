"""The embedded store: SQLite in WAL mode, one writer, a few readers.

``synchronous=FULL`` because a printed number must survive a power cut. Writes begin IMMEDIATE by
hand: a transaction that begins deferred and then writes fails at once when another process (the
command line) wrote in between.
"""

import contextlib
import json
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from ..core.errors import Damaged, MotcuaError, Unavailable
from . import migrate
from .base import Job, Outcome, Row, Session
from .driver import sqlite
from .slow import watched

T = TypeVar("T")

DIALECT = migrate.Dialect("sqlite", "INTEGER", key="INTEGER PRIMARY KEY", strict="STRICT")
BUSY_TIMEOUT_MS = 5_000
WAL_RETRY_S = 0.01
CACHE_KIB = 64 * 1024
STATEMENT_CACHE = 256
_DAMAGE = frozenset({11, 26})
"""SQLITE_CORRUPT and SQLITE_NOTADB."""


class SqliteSession:
    """One SQLite transaction."""

    def __init__(self, connection: Any) -> None:
        self._run = connection.execute
        self._many = connection.executemany

    def all(self, sql: str, **params: object) -> list[Row]:
        rows: list[Row] = self._run(sql, params).fetchall()
        return rows

    def one(self, sql: str, **params: object) -> Row | None:
        rows = self._run(sql, params).fetchall()
        return rows[0] if rows else None

    def run(self, sql: str, **params: object) -> int:
        return int(self._run(sql, params).rowcount)

    def put(self, sql: str, **params: object) -> None:
        self._run(sql, params)

    def many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        self._many(sql, rows)

    def among(self, sql: str, values: Sequence[object], **params: object) -> list[Row]:
        listed = sql.replace(":values", "(SELECT value FROM json_each(:values))")
        return self.all(listed, values=json.dumps(values), **params)

    def fill(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        marks = ", ".join("?" * len(columns))
        names = ", ".join(columns)
        self._many(f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING", rows)

    def renew(
        self, table: str, keys: Sequence[str], columns: Sequence[str],
        rows: Sequence[Sequence[object]],
    ) -> None:  # fmt: skip
        # Numbered marks: the keys come first in each row, and last in the statement.
        first = len(keys) + 1
        found = " AND ".join(f"{name} = ?{place}" for place, name in enumerate(keys, 1))
        given = ", ".join(f"{name} = ?{place}" for place, name in enumerate(columns, first))
        self._many(f"UPDATE {table} SET {given} WHERE {found}", rows)


class SqliteStore:
    """A store in one file. Its folder must exist."""

    writers = 1

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle_writers: deque[Database] = deque()
        self._idle_readers: deque[Database] = deque()

    def read(self, job: Callable[[Session], T]) -> T:
        with self._borrow(self._idle_readers) as connection:
            connection.execute("BEGIN")
            try:
                return job(watched(SqliteSession(connection)))
            finally:
                _end(connection, "ROLLBACK")

    def ask(self, job: Callable[[Session], T]) -> T:
        return self.read(job)

    def write(self, job: Callable[[Session], T]) -> T:
        outcome = self.write_group([job])[0]
        if outcome.error is not None:
            raise outcome.error
        value: T = outcome.value
        return value

    def write_group(self, jobs: Sequence[Job]) -> list[Outcome]:
        with self._borrow(self._idle_writers) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                session = watched(SqliteSession(connection))
                if len(jobs) == 1:
                    outcomes = [Outcome(value=jobs[0](session))]
                else:
                    outcomes = [_in_savepoint(connection, session, job) for job in jobs]
                connection.execute("COMMIT")
            except BaseException as error:
                _end(connection, "ROLLBACK")
                if len(jobs) == 1 and isinstance(error, MotcuaError):
                    return [Outcome(error=error)]
                raise
            return outcomes

    def migrate(self) -> list[str]:
        with self._borrow(self._idle_writers) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                names = migrate.apply(SqliteSession(connection), DIALECT)
                connection.execute("COMMIT")
            except BaseException:
                _end(connection, "ROLLBACK")
                raise
            return names

    def close(self) -> None:
        for idle in (self._idle_readers, self._idle_writers):
            while idle:
                idle.pop().close()

    @contextlib.contextmanager
    def _borrow(self, idle: deque[Database]) -> Iterator[Any]:
        # deque.pop and append are atomic: any number of native threads may borrow at once.
        try:
            try:
                database = idle.pop()
            except IndexError:
                database = self._open()
            try:
                yield database.conn
            finally:
                idle.append(database)
        except sqlite.Error as error:
            raise _told(error) from error

    def _open(self) -> Database:
        connection = sqlite.connect(
            str(self._path),
            isolation_level=None,
            check_same_thread=False,
            timeout=BUSY_TIMEOUT_MS / 1000,
            cached_statements=STATEMENT_CACHE,
        )
        connection.row_factory = sqlite.Row
        _enter_wal(connection)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        return Database(connection)


def _told(error: Exception) -> Unavailable:
    code = getattr(error, "sqlite_errorcode", None) or 0
    # The lowest byte is the kind; what is above it are details.
    kind = Damaged if code & 0xFF in _DAMAGE else Unavailable
    return kind(reason=str(error))


def _enter_wal(connection: Any) -> None:
    # Changing the mode of a new file wants it for itself and does not wait as statements do:
    # processes that open it together for the first time have to ask again.
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(WAL_RETRY_S)


def _in_savepoint(connection: Any, session: Session, job: Job) -> Outcome:
    connection.execute("SAVEPOINT job")
    try:
        value = job(session)
    except sqlite.Error:
        raise
    except Exception as error:
        connection.execute("ROLLBACK TO job")
        connection.execute("RELEASE job")
        return Outcome(error=error)
    connection.execute("RELEASE job")
    return Outcome(value=value)


def _end(connection: Any, statement: str) -> None:
    # A failed COMMIT may already have rolled back by itself.
    if connection.in_transaction:
        connection.execute(statement)
