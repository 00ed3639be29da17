"""What every agent that hears presses keeps them in: one file, one user, no gaps.

SQLite with WAL and synchronous=FULL: a committed press survives a power cut. A schema has a table
``press`` with at least ``dev``, ``boot`` and ``seq``, unique together.
"""

import fcntl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

# The driver is picked in one place: pysqlite3 where it is installed.
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from hardware.line_protocol import RING_SIZE, Press

StoreError = sqlite3.Error


class FolderInUse(Exception):
    """Another agent works in this folder."""


class PressStore:
    """The presses of one agent in ``folder``; safe to use from several threads.

    Raises FolderInUse. Later methods raise StoreError when the disk fails.
    """

    def __init__(self, folder: Path, lock: str, file: str, schema: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock_file = _lock(folder / lock)
        connection = sqlite3.connect(
            str(folder / file), isolation_level=None, check_same_thread=False, timeout=5
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        self._db = Database(connection)
        self._guard = threading.Lock()
        with self._transaction():
            for statement in filter(str.strip, schema.split(";")):
                self._execute(statement)

    def close(self) -> None:
        """Close the store; the folder is free for another agent."""
        with self._guard:
            self._db.close()
            self._lock_file.close()

    def _reached(self, press: Press) -> int:
        """The last seq kept without a gap from the press's base on; base - 1 for none."""
        rows = self._execute(
            "SELECT seq FROM press WHERE dev = ? AND boot = ? AND seq BETWEEN ? AND ? ORDER BY seq",
            (press.dev, press.boot, press.base, press.base + RING_SIZE - 1),
        )
        reached = press.base - 1
        for (seq,) in rows:
            if seq != reached + 1:
                break
            reached = seq
        return reached

    def _execute(self, sql: str, values: Sequence[object] = ()) -> Any:
        return self._db.conn.execute(sql, values)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._execute("ROLLBACK")
            raise
        self._execute("COMMIT")


def _lock(path: Path) -> Any:
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise FolderInUse(str(path.parent)) from None
    return file
