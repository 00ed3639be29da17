"""The agent's own store of numbers: blocks leased from the server, and tickets drawn from them.

SQLite with ``synchronous=FULL``: a ticket is committed before anybody sees its number.

    waiting ──> stored, known, renumbered     the server has it
           └──> rejected                      the server refused it; kept where people can see it
"""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from kiosk.sqlite_file import SqliteFile

KEEP_MS = 30 * 86_400_000
"""How long a ticket that was handed in is remembered."""

MOST_SHOWN = 20

_SCHEMA = """
CREATE TABLE IF NOT EXISTS kept (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS block (
  day TEXT NOT NULL,
  service TEXT NOT NULL,
  prefix TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  next INTEGER NOT NULL,
  PRIMARY KEY (day, service, first)
) STRICT;
CREATE TABLE IF NOT EXISTS ticket (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  press TEXT NOT NULL UNIQUE,
  number TEXT NOT NULL,
  service TEXT NOT NULL,
  day TEXT NOT NULL,
  procedure TEXT,
  priority TEXT NOT NULL,
  language TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  uptime INTEGER NOT NULL,
  boot TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting',
  reason TEXT,
  message TEXT,
  settled_at INTEGER,
  UNIQUE (day, number)
) STRICT;
CREATE INDEX IF NOT EXISTS ticket_waiting ON ticket (seq) WHERE state = 'waiting';
CREATE INDEX IF NOT EXISTS ticket_rejected ON ticket (seq) WHERE state = 'rejected'
"""
_BLOCK = "day, service, prefix, first, last, next"
_TICKET = "id, press, number, service, day, procedure, priority, language, issued_at, uptime, boot"


@dataclass(frozen=True, slots=True)
class Block:
    """Serials ``first`` to ``last`` of one service and day; ``next`` is the first unused one."""

    day: str
    service: str
    prefix: str
    first: int
    last: int
    next: int


@dataclass(frozen=True, slots=True)
class Lease:
    """What goes with the blocks. ``offset_ms`` is how far the server's clock was ahead of this
    machine's; ``status_url`` is the pattern of links (see ticket_ids)."""

    zone: str
    status_url: str
    offset_ms: int


@dataclass(frozen=True, slots=True)
class Order:
    """What a citizen asked for, and when by this machine's clocks (see Clock)."""

    id: str
    press: str
    service: str
    day: str
    procedure: str | None
    priority: str
    language: str
    issued_at: int
    uptime: int
    boot: str


@dataclass(frozen=True, slots=True)
class OfflineTicket:
    """A ticket drawn from a block."""

    id: str
    press: str
    number: str
    service: str
    day: str
    procedure: str | None
    priority: str
    language: str
    issued_at: int
    uptime: int
    boot: str


class NumbersGone(Exception):
    """Every number held for this service today is used."""


class NoNumbers(Exception):
    """No numbers were ever leased for this service and day."""


class OfflineStore:
    """In one file of an existing folder. Raises StoreError when the disk fails."""

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path, _SCHEMA, "FULL")
        # Asked with every view of the centre, changed a few times a year.
        with self._file.transaction() as connection:
            self._waiting, self._rejected = _count(connection), _rejected(connection)
        self.holder = self._made_once("holder", str(uuid.uuid4()))
        """Names this store to the server: a new store never gets numbers of a lost one."""
        self.secret = bytes.fromhex(self._made_once("secret", secrets.token_hex(32)))

    def keep_lease(self, lease: Lease, blocks: Iterable[Block], today: str) -> None:
        """What the server has leased; numbers used here stay used. Old days are dropped."""
        with self._file.transaction() as connection:
            _keep(connection, "lease", json.dumps(astuple(lease)))
            connection.executemany(
                f"INSERT INTO block ({_BLOCK}) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (day, service, first) DO UPDATE SET"
                " next = max(block.next, excluded.next)",
                [astuple(block) for block in blocks],
            )
            connection.execute("DELETE FROM block WHERE day < ?", (today,))

    @property
    def lease(self) -> Lease | None:
        found = self._file.rows("SELECT value FROM kept WHERE name = 'lease'")
        return Lease(*json.loads(found[0][0])) if found else None

    def blocks(self) -> list[Block]:
        rows = self._file.rows(f"SELECT {_BLOCK} FROM block ORDER BY day, service, first")
        return [Block(*row) for row in rows]

    def draw(self, order: Order) -> OfflineTicket:
        """The press's ticket, new or drawn before; durable when this returns.

        The time of issue never runs back, whatever the clock does. Raises NumbersGone, NoNumbers.
        """
        with self._file.transaction() as connection:
            found = _by_press(connection, order.press)
            if found is not None:
                return found
            prefix, serial = _take(connection, order.day, order.service)
            last = connection.execute(
                "SELECT max(issued_at) FROM ticket WHERE state = 'waiting'"
            ).fetchone()[0]
            ticket = OfflineTicket(
                id=order.id,
                press=order.press,
                number=f"{prefix}{serial:03}",
                service=order.service,
                day=order.day,
                procedure=order.procedure,
                priority=order.priority,
                language=order.language,
                issued_at=order.issued_at if last is None else max(order.issued_at, last + 1),
                uptime=order.uptime,
                boot=order.boot,
            )
            marks = ", ".join("?" * 11)
            connection.execute(f"INSERT INTO ticket ({_TICKET}) VALUES ({marks})", astuple(ticket))
            self._waiting = _count(connection)
            return ticket

    def by_press(self, press: str) -> OfflineTicket | None:
        rows = self._file.rows(f"SELECT {_TICKET} FROM ticket WHERE press = ?", (press,))
        return OfflineTicket(*rows[0]) if rows else None

    def waiting(self, limit: int) -> list[OfflineTicket]:
        """The oldest tickets the server has not seen."""
        rows = self._file.rows(
            f"SELECT {_TICKET} FROM ticket WHERE state = 'waiting' ORDER BY seq LIMIT ?", (limit,)
        )
        return [OfflineTicket(*row) for row in rows]

    def settle(self, results: Iterable[Mapping[str, Any]], now: int) -> None:
        """The server's answers: ``id``, ``status`` and, of the rejected, ``reason`` and ``message``
        (in both languages)."""
        with self._file.transaction() as connection:
            connection.executemany(
                "UPDATE ticket SET state = ?, reason = ?, message = ?, settled_at = ?"
                " WHERE id = ? AND state = 'waiting'",
                [
                    (r["status"], r.get("reason"), json.dumps(r.get("message")), now, r["id"])
                    for r in results
                ],
            )
            connection.execute("DELETE FROM ticket WHERE settled_at < ?", (now - KEEP_MS,))
            self._waiting, self._rejected = _count(connection), _rejected(connection)

    def count_waiting(self) -> int:
        return self._waiting

    def rejected(self) -> list[dict[str, Any]]:
        """The latest tickets the server refused: number, service, day, reason, message."""
        return self._rejected

    def close(self) -> None:
        self._file.close()

    def _made_once(self, name: str, value: str) -> str:
        with self._file.transaction() as connection:
            _keep(connection, name, value, "NOTHING")
            found = connection.execute("SELECT value FROM kept WHERE name = ?", (name,))
            return str(found.fetchone()[0])


def _keep(
    connection: Any, name: str, value: str, otherwise: str = "UPDATE SET value = excluded.value"
) -> None:
    connection.execute(
        f"INSERT INTO kept (name, value) VALUES (?, ?) ON CONFLICT (name) DO {otherwise}",
        (name, value),
    )


def _by_press(connection: Any, press: str) -> OfflineTicket | None:
    row = connection.execute(f"SELECT {_TICKET} FROM ticket WHERE press = ?", (press,)).fetchone()
    return None if row is None else OfflineTicket(*row)


def _take(connection: Any, day: str, service: str) -> tuple[str, int]:
    row = connection.execute(
        "UPDATE block SET next = next + 1 WHERE rowid ="
        " (SELECT rowid FROM block WHERE day = ? AND service = ? AND next <= last"
        "  ORDER BY first LIMIT 1) RETURNING prefix, next - 1",
        (day, service),
    ).fetchone()
    if row is not None:
        return str(row[0]), int(row[1])
    held = connection.execute(
        "SELECT 1 FROM block WHERE day = ? AND service = ?", (day, service)
    ).fetchone()
    raise NoNumbers if held is None else NumbersGone


def _count(connection: Any) -> int:
    found = connection.execute("SELECT count(*) FROM ticket WHERE state = 'waiting'")
    return int(found.fetchone()[0])


def _rejected(connection: Any) -> list[dict[str, Any]]:
    rows = connection.execute(
        "SELECT number, service, day, reason, message FROM ticket WHERE state = 'rejected'"
        " ORDER BY seq DESC LIMIT ?",
        (MOST_SHOWN,),
    )
    return [
        {"number": n, "service": s, "day": d, "reason": r, "message": json.loads(m or "null")}
        for n, s, d, r, m in rows.fetchall()
    ]
