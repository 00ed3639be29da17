"""The agent's own store of presses: each is here, durable, before the pad may forget it.

SQLite with WAL and synchronous=FULL: a committed press survives a power cut. `(dev, boot, seq)`
is unique, so a press that the pad sends again is kept once.

    OutboxError
      OutboxInUse     another agent works in this folder
"""

import fcntl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

# The driver is picked in one place: pysqlite3 where it is installed.
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]

from hardware.line_protocol import RING_SIZE, Ack, Press

StoreError = sqlite3.Error
MAX_WAITING: Final = 50_000
"""Undelivered presses beyond which no further one is taken; the pad then keeps its own."""
KEEP_MS: Final = 30 * 24 * 3600 * 1000
"""How long an answered press is remembered; longer than any pad goes on sending it again."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS press (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dev TEXT NOT NULL, boot TEXT NOT NULL, seq INTEGER NOT NULL,
  key INTEGER NOT NULL,
  pressed_at INTEGER NOT NULL,
  ticket TEXT,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'rejected')),
  reason TEXT,
  settled_at INTEGER,
  UNIQUE (dev, boot, seq)
) STRICT;
CREATE INDEX IF NOT EXISTS press_waiting ON press (id) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS press_settled ON press (settled_at) WHERE settled_at IS NOT NULL;
"""


class OutboxError(Exception):
    """The outbox cannot be used."""


class OutboxInUse(OutboxError):
    """Another agent works in this folder."""


@dataclass(frozen=True)
class WaitingPress:
    """A press not yet answered by the server; `pressed_at` in epoch milliseconds."""

    id: int
    dev: str
    boot: str
    seq: int
    key: int
    pressed_at: int
    ticket: str | None


class Outbox:
    """One agent's outbox in `folder`; safe to use from several threads.

    Raises OutboxInUse. Later methods raise StoreError when the disk fails.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock_file = _lock(folder / "pad.lock")
        connection = sqlite3.connect(
            str(folder / "pad-outbox.sqlite3"),
            isolation_level=None,
            check_same_thread=False,
            timeout=5,
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        self._db = Database(connection)
        self._guard = threading.Lock()
        with self._transaction():
            for statement in filter(str.strip, _SCHEMA.split(";")):
                self._execute(statement)
        self._waiting = self.count("waiting")

    def take(
        self, presses: Sequence[Press], now: int, ticket_at: Callable[[int], str | None]
    ) -> list[Ack]:
        """Commit `presses` heard at `now`, and say what may be acknowledged, one a boot.

        A press is taken only after all that its pad still holds before it (`base` on), so that
        the order of pressing is the order of ids; an acknowledgement never covers a missing one.
        """
        acks: dict[tuple[str, str], Ack] = {}
        with self._guard, self._transaction():
            for press in presses:
                reached = self._take_one(press, now, ticket_at)
                if reached >= press.base:
                    acks[press.dev, press.boot] = Ack(press.boot, reached)
            self._waiting = self.count("waiting")
        return list(acks.values())

    def first_waiting(self) -> WaitingPress | None:
        """The oldest press the server has not answered."""
        with self._guard:
            row = self._execute(
                "SELECT id, dev, boot, seq, key, pressed_at, ticket FROM press"
                " WHERE state = 'waiting' ORDER BY id LIMIT 1"
            ).fetchone()
        return None if row is None else WaitingPress(*row)

    def settle(self, press_id: int, now: int, rejected: str | None = None) -> None:
        """The server has answered: done, or `rejected` for this reason. Forgets very old ones."""
        state = "done" if rejected is None else "rejected"
        with self._guard, self._transaction():
            self._execute(
                "UPDATE press SET state = ?, reason = ?, settled_at = ? WHERE id = ?",
                (state, rejected, now, press_id),
            )
            self._execute("DELETE FROM press WHERE settled_at < ?", (now - KEEP_MS,))
            self._waiting -= 1

    def count(self, state: str) -> int:
        """How many presses are `waiting`, `done` or `rejected`."""
        row = self._execute("SELECT count(*) FROM press WHERE state = ?", (state,)).fetchone()
        return int(row[0])

    def close(self) -> None:
        """Close the store; the folder is free for another agent."""
        with self._guard:
            self._db.close()
            self._lock_file.close()

    def _take_one(self, press: Press, now: int, ticket_at: Callable[[int], str | None]) -> int:
        reached = self._reached(press)
        if press.seq != reached + 1 or self._waiting >= MAX_WAITING:
            return reached
        pressed_at = now - press.age_ms
        self._execute(
            "INSERT OR IGNORE INTO press (dev, boot, seq, key, pressed_at, ticket)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (press.dev, press.boot, press.seq, press.key, pressed_at, ticket_at(pressed_at)),
        )
        self._waiting += 1
        return press.seq

    def _reached(self, press: Press) -> int:
        """The last seq stored without a gap from the press's base on; base - 1 for none."""
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
        raise OutboxInUse(str(path.parent)) from None
    return file
