"""What each press got from the server, so that the same press gets the same again.

It must survive the death of the agent: a number that was shown or printed must not change because
the server is away when the page asks a second time. Power cuts need no care here, since they end
the page too and with it the press; so no commit waits for the disk.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.sqlite_file import SqliteFile

KEEP_MS = 86_400_000

_SCHEMA = """
CREATE TABLE IF NOT EXISTS press (
  id TEXT PRIMARY KEY,
  ticket TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS press_by_time ON press (at)
"""


class PressMemory:
    """The server's tickets by press, for a day, in one file."""

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path, _SCHEMA, "NORMAL")

    def keep(self, press: str, ticket: Mapping[str, Any], now: int) -> None:
        with self._file.transaction() as connection:
            connection.execute(
                "INSERT INTO press (id, ticket, at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
                (press, json.dumps(dict(ticket), ensure_ascii=False), now),
            )
            connection.execute("DELETE FROM press WHERE at < ?", (now - KEEP_MS,))

    def find(self, press: str) -> Mapping[str, Any] | None:
        rows = self._file.rows("SELECT ticket FROM press WHERE id = ?", (press,))
        if not rows:
            return None
        ticket: Mapping[str, Any] = json.loads(rows[0][0])
        return ticket

    def close(self) -> None:
        self._file.close()
