"""A SQLite file of the agent's: one connection, safe to use from several threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

# The driver sqlite-utils chose: pysqlite3 where present, whose library has no WAL-reset race.
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

StoreError = sqlite3.Error


class SqliteFile:
    """``FULL`` survives a power cut, each commit waits for the disk; ``NORMAL`` survives the
    death of the agent alone and costs next to nothing."""

    def __init__(self, path: Path, schema: str, durability: Literal["FULL", "NORMAL"]) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            str(path), isolation_level=None, check_same_thread=False, timeout=2
        )
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute(f"PRAGMA synchronous={durability}")
        with self.transaction():
            for statement in filter(str.strip, schema.split(";")):
                self._connection.execute(statement)

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """The connection in a transaction of its own: committed at the end, or undone."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Any]:
        with self._lock:
            found: list[Any] = self._connection.execute(sql, values).fetchall()
        return found

    def run(self, sql: str, values: Sequence[object] = ()) -> None:
        """One statement, committed when this returns."""
        with self._lock:
            self._connection.execute(sql, values)

    def close(self) -> None:
        with self._lock:
            self._connection.close()
