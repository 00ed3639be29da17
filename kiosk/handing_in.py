"""Hands offline tickets in to the server, oldest first, until it has them all.

May be interrupted anywhere: what was not answered is sent again, and the server knows what it has.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from kiosk.central import Central
from kiosk.clock import Clock
from kiosk.errors import KioskError, ServerRefused
from kiosk.offline_store import OfflineStore, OfflineTicket

TICKETS = "/api/v1/kiosk/offline-tickets"
BATCH = 25
DEADLINE_S = 8.0
UNREADABLE = frozenset({400, 413, 422})
"""The server cannot read what was sent, now or ever."""

_SENT = ("id", "press", "number", "service", "day", "procedure", "priority", "language")

log = logging.getLogger(__name__)


class HandingIn:
    """The way of offline tickets to the server."""

    def __init__(self, central: Central, store: OfflineStore, clock: Clock) -> None:
        self._central, self._store, self._clock = central, store, clock

    def all(self) -> int:
        """Hand in everything that waits; how many tickets were answered.

        Raises KioskError (the server is silent) or ServerRefused (it does not want them now).
        """
        done = 0
        while batch := self._store.waiting(BATCH):
            done += self._hand_in(batch)
        return done

    def _hand_in(self, batch: Sequence[OfflineTicket]) -> int:
        try:
            results = self._send(batch)
        except ServerRefused as error:
            if error.status not in UNREADABLE:
                raise
            if len(batch) > 1:  # one of them is in the others' way
                return sum(self._hand_in([ticket]) for ticket in batch)
            results = [_refusal(batch[0], error)]
        self._store.settle(results, self._clock.now_ms())
        for result in results:
            if result["status"] == "rejected":
                log.error("an offline ticket was rejected: %s", result.get("reason"))
        return len(results)

    def _send(self, batch: Sequence[OfflineTicket]) -> list[Mapping[str, Any]]:
        body = {
            "now": self._clock.now_ms(),
            "tickets": [self._told(ticket) for ticket in batch],
        }
        answer = self._central.ask("POST", TICKETS, DEADLINE_S, json=body)
        try:
            results = {str(r["id"]): r for r in answer["results"]}
            return [_checked(results[ticket.id]) for ticket in batch]
        except (KeyError, TypeError, ValueError) as error:
            log.exception("the server's answer to a batch lacks something")
            raise KioskError("server_unreachable") from error

    def _told(self, ticket: OfflineTicket) -> dict[str, Any]:
        return {
            **{name: getattr(ticket, name) for name in _SENT},
            "issued_at": self._issued_at(ticket),
        }

    def _issued_at(self, ticket: OfflineTicket) -> int:
        """By the clock as it is now: if it was set since, the uptime knows how long ago it was."""
        if ticket.boot and ticket.boot == self._clock.boot:
            return max(0, self._clock.now_ms() - (self._clock.uptime_ms() - ticket.uptime))
        return ticket.issued_at


def _checked(result: Mapping[str, Any]) -> Mapping[str, Any]:
    if result["status"] not in ("stored", "known", "renumbered", "rejected"):
        raise ValueError(result["status"])
    return result


def _refusal(ticket: OfflineTicket, error: ServerRefused) -> dict[str, Any]:
    problem = error.body["error"]
    return {
        "id": ticket.id,
        "status": "rejected",
        "reason": problem.get("code"),
        "message": problem.get("message"),
    }
