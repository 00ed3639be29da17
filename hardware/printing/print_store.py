"""The file behind the print journal: one SQLite connection, one lock, its tables."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# The driver sqlite-utils chose: pysqlite3 where present, whose library has no WAL-reset race.
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

_SCHEMA = (
    """
CREATE TABLE IF NOT EXISTS job (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    created_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL
) STRICT
""",
    # The roll in the printer: dots fed since it was put in, and by how many jobs.
    """
CREATE TABLE IF NOT EXISTS roll (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    dots INTEGER NOT NULL DEFAULT 0,
    jobs INTEGER NOT NULL DEFAULT 0,
    ran_out INTEGER NOT NULL DEFAULT 0
) STRICT
""",
    "INSERT OR IGNORE INTO roll (id) VALUES (1)",
    # What was found out about a printer, by its URL.
    """
CREATE TABLE IF NOT EXISTS printer (
    url TEXT PRIMARY KEY,
    process_id INTEGER NOT NULL
) STRICT
""",
    # What stands on the latest tickets, so that they can be printed again.
    """
CREATE TABLE IF NOT EXISTS ticket (
    press TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    kept_ms INTEGER NOT NULL
) STRICT
""",
)
# Columns that files of earlier versions lack.
_ADDED = {
    "kind": "TEXT NOT NULL DEFAULT 'ticket'",
    "of": "TEXT NOT NULL DEFAULT ''",
    "dots": "INTEGER NOT NULL DEFAULT 0",
}


class PrintStore:
    """Safe to use from several threads of one process; every change is durable when it returns."""

    def __init__(self, path: Path) -> None:
        """Open or create the file."""
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(str(path), isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("PRAGMA busy_timeout=2000")
        with self.change() as run:
            for statement in _SCHEMA:
                run(statement)
            self._add_columns()

    @contextmanager
    def change(self) -> Iterator[Any]:
        """A transaction: yields what runs a statement; rolled back when the block raises."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection.execute
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def one(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        with self._lock:
            row: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
            return row

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _add_columns(self) -> None:
        run = self._connection.execute
        present = {row[1] for row in run("PRAGMA table_info(job)").fetchall()}
        for name, words in _ADDED.items():
            if name not in present:
                run(f"ALTER TABLE job ADD COLUMN {name} {words}")
        run("CREATE INDEX IF NOT EXISTS job_of ON job (of) WHERE of <> ''")
