"""Every press of the keypad, kept before the keypad may forget it.

SQLite with WAL and synchronous=FULL. ``(dev, boot, seq)`` is unique: a press that is sent again is
decided once. A press that is carried out keeps its command and its ticket, so that the agent, after
a crash, asks for exactly the same with exactly the same key.

    JournalInUse    another agent works in this folder
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hardware.line_protocol import Ack, Press
from hardware.press_store import FolderInUse, PressStore
from server.staff.keypad.guard import Decision
from server.staff.keypad.keys import Command

KEEP_MS: Final = 7 * 24 * 3600 * 1000
"""How long a press is remembered; longer than any keypad goes on sending it again."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS press (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dev TEXT NOT NULL, boot TEXT NOT NULL, seq INTEGER NOT NULL,
  key INTEGER NOT NULL,
  pressed_at INTEGER NOT NULL,
  command TEXT, ticket TEXT,
  outcome TEXT,
  UNIQUE (dev, boot, seq)
) STRICT;
CREATE INDEX IF NOT EXISTS press_open ON press (id) WHERE outcome IS NULL;
CREATE INDEX IF NOT EXISTS press_by_time ON press (pressed_at);
"""


class JournalInUse(Exception):
    """Another agent works in this folder."""


@dataclass(frozen=True)
class Order:
    """A command to carry out; ``key`` is the same at every try."""

    id: int
    command: Command
    ticket: str | None
    pressed_at: int
    key: str


class Journal(PressStore):
    """One agent's journal in ``folder``; safe to use from several threads.

    Raises JournalInUse. Later methods raise StoreError when the disk fails.
    """

    def __init__(self, folder: Path) -> None:
        try:
            super().__init__(folder, "keypad.lock", "keypad-journal.sqlite3", _SCHEMA)
        except FolderInUse as error:
            raise JournalInUse(str(error)) from None

    def take(
        self, press: Press, now: int, decide: Callable[[int], Decision]
    ) -> tuple[Ack | None, Decision | None]:
        """Decide and keep a press heard at ``now``: what may be acknowledged, and the decision.

        A press is taken only after all that its keypad still holds before it. None in place of a
        decision: it had been decided before, or its turn has not come.
        """
        pressed_at, decision = now - press.age_ms, None
        with self._guard, self._transaction():
            reached = self._reached(press)
            if press.seq == reached + 1:
                decision, reached = decide(pressed_at), press.seq
                self._keep(press, pressed_at, decision)
                self._execute("DELETE FROM press WHERE pressed_at < ?", (now - KEEP_MS,))
        return (Ack(press.boot, reached) if reached >= press.base else None), decision

    def order(self) -> Order | None:
        """The oldest command that has no outcome yet."""
        with self._guard:
            row = self._execute(
                "SELECT id, command, ticket, pressed_at, dev, boot, seq FROM press"
                " WHERE outcome IS NULL ORDER BY id LIMIT 1"
            ).fetchone()
        if row is None:
            return None
        id, command, ticket, pressed_at, dev, boot, seq = row
        return Order(id, Command(command), ticket, pressed_at, f"keypad-{dev}-{boot}-{seq}")

    def settle(self, id: int, outcome: str) -> None:
        """The command has been answered, refused or given up."""
        with self._guard, self._transaction():
            self._execute("UPDATE press SET outcome = ? WHERE id = ?", (outcome, id))

    def outcomes(self) -> list[str | None]:
        """The outcome of every press kept, in order."""
        with self._guard:
            rows = self._execute("SELECT outcome FROM press ORDER BY id").fetchall()
        return [row[0] for row in rows]

    def _keep(self, press: Press, pressed_at: int, decision: Decision) -> None:
        self._execute(
            "INSERT INTO press (dev, boot, seq, key, pressed_at, command, ticket, outcome)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                press.dev,
                press.boot,
                press.seq,
                press.key,
                pressed_at,
                decision.command,
                decision.target,
                decision.ignored,
            ),
        )
