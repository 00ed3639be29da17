"""What stands on the latest tickets, so that one can be printed again after a restart as well."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from datetime import datetime
from typing import Any

from hardware.printing.print_store import PrintStore
from hardware.tickets.words import TicketText

KEEP_S = 600
_MOMENTS = ("issued_at", "expected_before", "appointment_at")


class KeptTickets:
    """The tickets of the last KEEP_S seconds by press. Safe to use from several threads."""

    def __init__(self, store: PrintStore) -> None:
        self._store = store

    def keep(self, press: str, ticket: TicketText) -> None:
        """Keep a ticket from its first printing on; forget those that are too old."""
        now = _now_ms()
        with self._store.change() as run:
            run("DELETE FROM ticket WHERE kept_ms <= ?", (now - KEEP_S * 1000,))
            run(
                "INSERT INTO ticket (press, text, kept_ms) VALUES (?, ?, ?)"
                " ON CONFLICT (press) DO NOTHING",
                (press, _dump(ticket), now),
            )

    def find(self, press: str) -> TicketText | None:
        """The ticket of a press, or None when there is none that young."""
        row = self._store.one(
            "SELECT text FROM ticket WHERE press = ? AND kept_ms > ?",
            press,
            _now_ms() - KEEP_S * 1000,
        )
        return None if row is None else _load(row[0])


def _dump(ticket: TicketText) -> str:
    def told(value: object) -> str:
        assert isinstance(value, datetime)
        return value.isoformat()

    return json.dumps(asdict(ticket), default=told, ensure_ascii=False)


def _load(text: str) -> TicketText:
    told: dict[str, Any] = json.loads(text)
    for name in _MOMENTS:
        told[name] = None if told[name] is None else datetime.fromisoformat(told[name])
    told["wait"] = None if told["wait"] is None else tuple(told["wait"])
    return TicketText(**told)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
