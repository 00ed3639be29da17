"""Telling the server how this machine is: after every change, and now and then all the same."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from hardware.link import LinkDown, ServerLink
from hardware.version import version
from kiosk.prints import Prints

PATH = "/api/v1/devices/me/report"
HEARTBEAT_S = 20.0
"""The server calls a device silent after a minute: two reports may get lost on the way."""
GATHER_S = 0.3
"""Changes that come together are told together."""
DEADLINE_S = 5.0
EXACT_BELOW = 60
RETRY_S = 5.0

log = logging.getLogger(__name__)


def printer_facts(prints: Prints) -> dict[str, Any]:
    """What the server is told of a kiosk and its printer."""
    left = prints.paper_left
    return {
        "kind": "kiosk",
        "printer": prints.printer_said,
        "paper_left_pct": None if left is None else left.percent,
        "paper_left_tickets": None if left is None else coarse(left.tickets),
        "version": version(),
    }


def coarse(tickets: int) -> int:
    """So many tickets at least, in steps while there are plenty: a report for each would be too
    many."""
    return tickets if tickets <= EXACT_BELOW else tickets // EXACT_BELOW * EXACT_BELOW


class Reporter:
    """Sends ``facts()`` when told that they changed, and every ``heartbeat_s`` seconds."""

    def __init__(
        self,
        link: ServerLink,
        facts: Callable[[], dict[str, Any]],
        heartbeat_s: float = HEARTBEAT_S,
    ) -> None:
        self._link, self._facts, self._heartbeat_s = link, facts, heartbeat_s
        self._news, self._owed = threading.Event(), threading.Event()
        self._over = threading.Event()
        self._told: dict[str, Any] | None = None
        self._thread = threading.Thread(target=self._run, name="reporter", daemon=True)

    def start(self) -> None:
        self._news.set()
        self._thread.start()

    def stop(self, deadline_s: float = DEADLINE_S + 1) -> None:
        self._over.set()
        self._news.set()
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def changed(self) -> None:
        """Something may have changed. Returns at once; nothing is sent when nothing did."""
        self._news.set()

    def line_is_back(self) -> None:
        """The server may have missed what was told: tell it again."""
        self._owed.set()
        self._news.set()

    def _run(self) -> None:
        pause = self._heartbeat_s
        while not self._over.is_set():
            urged = self._news.wait(pause)
            self._news.clear()
            if self._over.wait(GATHER_S):
                return
            facts = self._facts()
            if urged and facts == self._told and not self._owed.is_set():
                continue
            self._owed.clear()
            pause = self._heartbeat_s if self._send(facts) else RETRY_S

    def _send(self, facts: dict[str, Any]) -> bool:
        self._told = None
        if self._link.token is None:
            return True  # not paired yet: told as soon as the line is there
        try:
            status, _ = self._link.request("POST", PATH, facts, deadline_s=DEADLINE_S)
        except LinkDown as error:
            log.info("not reported: %s", error.reason)
            return False
        if status != 204:
            log.warning("the server refused this machine's report: status %d", status)
            return False
        self._told = facts
        return True
