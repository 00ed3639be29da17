"""One moment of a SQLite store as a file of its own, taken beside a hall at work."""

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ..store.driver import sqlite
from .problems import BackupError

STEP_PAGES = 256
"""Pages (of 4 KiB) copied in one go."""
REST = 0.5
"""Rest after each step, as a share of the time it took: writers and the disk come first."""
BUSY_TIMEOUT_S = 30.0


def copy_store(source: Path, target: Path, progress: Callable[[int, int], None]) -> None:
    """Copy the store at ``source`` into the new file ``target``. Raises ``BackupError``.

    The reading transaction that is held open fixes the moment: the backup's steps then all see the
    same pages, and a busy writer does not make it begin again, as it otherwise would.
    ``progress`` is told how many pages are left, and of how many.
    """
    try:
        with _opened(source) as reading, _opened(target) as written:
            reading.execute("BEGIN")
            reading.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            reading.backup(written, pages=STEP_PAGES, progress=_Gentle(progress))
            reading.execute("ROLLBACK")
    except sqlite.Error as error:
        raise BackupError("unreadable", reason=error) from error


def check_store(path: Path) -> None:
    """Open a copy and look at every page. Raises ``BackupError`` (corrupt)."""
    try:
        with _opened(path) as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check(10)")]
    except sqlite.Error as error:
        raise BackupError("corrupt", file=path, reason=error) from error
    if said != ["ok"]:
        raise BackupError("corrupt", file=path, reason="; ".join(map(str, said[:3])))


def settle(path: Path) -> None:
    """Make a store one file, without a log beside it."""
    with _opened(path) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


class _Gentle:
    """Rests between the steps of a copy."""

    def __init__(self, progress: Callable[[int, int], None]) -> None:
        self._progress, self._since = progress, time.monotonic()

    def __call__(self, _status: int, remaining: int, total: int) -> None:
        self._progress(remaining, total)
        time.sleep((time.monotonic() - self._since) * REST)
        self._since = time.monotonic()


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Any]:
    connection = sqlite.connect(str(path), isolation_level=None, timeout=BUSY_TIMEOUT_S)
    try:
        yield connection
    finally:
        connection.close()
