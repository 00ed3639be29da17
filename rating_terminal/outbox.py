"""The agent's own store of presses: each is here, durable, before the pad may forget it.

SQLite with WAL and synchronous=FULL: a committed press survives a power cut. `(dev, boot, seq)`
is unique, so a press that the pad sends again is kept once.

    OutboxError
      OutboxInUse     another agent works in this folder
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hardware.line_protocol import Ack, Press
from hardware.press_store import FolderInUse, PressStore

MAX_WAITING: Final = 50_000
"""Undelivered presses beyond which no further one is taken; the pad then keeps its own."""
TIME_NOT_KNOWN: Final = "time_not_known"
"""The reason of a press that waits without a time of its own."""
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
CREATE TABLE IF NOT EXISTS reached (
  dev TEXT PRIMARY KEY, boot TEXT NOT NULL, seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS press_waiting ON press (id) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS press_settled ON press (settled_at) WHERE settled_at IS NOT NULL;
"""


class OutboxError(Exception):
    """The outbox cannot be used."""


class OutboxInUse(OutboxError):
    """Another agent works in this folder."""


@dataclass(frozen=True)
class WaitingPress:
    """A press not yet answered by the server; `pressed_at` in epoch milliseconds, which is only
    when it was found if it is `undated`."""

    id: int
    dev: str
    boot: str
    seq: int
    key: int
    pressed_at: int
    ticket: str | None
    undated: bool = False


class Outbox(PressStore):
    """One agent's outbox in `folder`; safe to use from several threads.

    Raises OutboxInUse. Later methods raise StoreError when the disk fails.
    """

    def __init__(self, folder: Path) -> None:
        try:
            super().__init__(folder, "pad.lock", "pad-outbox.sqlite3", _SCHEMA)
        except FolderInUse as error:
            raise OutboxInUse(str(error)) from None
        self._waiting = self.count("waiting")
        self._touched = folder / "pad.heard"

    def take(
        self,
        presses: Sequence[Press],
        now: int,
        ticket_at: Callable[[int], str | None],
        dated: bool = True,
    ) -> list[Ack]:
        """Commit `presses` heard at `now`, and say what may be acknowledged, one a boot. Those
        that are not `dated` name no ticket: nobody knows whose visit they were about.

        A press is taken only after all that its pad still holds before it (`base` on), so that
        the order of pressing is the order of ids; an acknowledgement never covers a missing one.
        """
        acks: dict[tuple[str, str], Ack] = {}
        with self._guard, self._transaction():
            for press in presses:
                reached = self._take_one(press, now, ticket_at, dated)
                if reached >= press.base:
                    acks[press.dev, press.boot] = Ack(press.boot, reached)
            self._waiting = self.count("waiting")
        return list(acks.values())

    def first_waiting(self) -> WaitingPress | None:
        """The oldest press the server has not answered."""
        with self._guard:
            row = self._execute(
                "SELECT id, dev, boot, seq, key, pressed_at, ticket, reason FROM press"
                " WHERE state = 'waiting' ORDER BY id LIMIT 1"
            ).fetchone()
        if row is None:
            return None
        *told, reason = row
        return replace(WaitingPress(*told), undated=reason == TIME_NOT_KNOWN)

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

    def last_of(self, dev: str) -> tuple[str, int] | None:
        """The boot and seq of the last press of `dev` that was taken, or adopted since."""
        with self._guard:
            row = self._execute("SELECT boot, seq FROM reached WHERE dev = ?", (dev,)).fetchone()
        return None if row is None else (row[0], row[1])

    def adopt(self, dev: str, boot: str, seq: int) -> None:
        """What `dev` pressed before was not asked for: go on from here."""
        with self._guard, self._transaction():
            self._reach(dev, boot, seq)

    def touch(self) -> None:
        """Note that the device was heard just now. Costs no commit: a power cut may undo it."""
        self._touched.touch()

    def touched_at(self) -> int:
        """When `touch` was last called, by anyone on this folder (epoch milliseconds), or 0."""
        try:
            return self._touched.stat().st_mtime_ns // 1_000_000
        except OSError:
            return 0

    def _reach(self, dev: str, boot: str, seq: int) -> None:
        self._execute("INSERT OR REPLACE INTO reached VALUES (?, ?, ?)", (dev, boot, seq))

    def _take_one(
        self,
        press: Press,
        now: int,
        ticket_at: Callable[[int], str | None],
        dated: bool,
    ) -> int:
        reached = self._reached(press)
        if press.seq != reached + 1 or self._waiting >= MAX_WAITING:
            return reached
        pressed_at = now - press.age_ms
        self._execute(
            "INSERT OR IGNORE INTO press (dev, boot, seq, key, pressed_at, ticket, reason)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                press.dev,
                press.boot,
                press.seq,
                press.key,
                pressed_at,
                ticket_at(pressed_at) if dated else None,
                None if dated else TIME_NOT_KNOWN,
            ),
        )
        self._reach(press.dev, press.boot, press.seq)
        self._waiting += 1
        return press.seq
