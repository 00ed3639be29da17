"""The agent on the kiosk's machine: knows the centre's services, takes tickets, prints them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import segno

from hardware.link import LinkDown, ServerLink
from hardware.loopback import Broadcast
from hardware.printing.journal import Job, PrintJournal
from hardware.printing.raster import ticket_bytes
from hardware.printing.status import PrinterState
from hardware.printing.worker import PrintWorker
from kiosk.errors import KioskError, ServerRefused
from kiosk.press import Press
from kiosk.ticket_picture import TicketText, ticket_picture, ticket_text

ISSUE_DEADLINE_S = 6.0
ISSUE_ATTEMPTS = 3
SEARCH_DEADLINE_S = 3.0
LONGEST_QUERY = 200
_VIEW_FIELDS = ("departments", "services", "priorities")
_TICKET_FIELDS = (
    "id",
    "number",
    "service_name",
    "service_name_en",
    "people_ahead",
    "wait",
    "expected_before",
    "appointment_at",
    "status_url",
    "issued_at",
)

log = logging.getLogger(__name__)


class KioskAgent:
    """Everything the kiosk's page asks for. Safe to use from several threads."""

    def __init__(
        self, link: ServerLink, printer_url: str, data: Path, width: int, zone: tzinfo
    ) -> None:
        """``data`` is an existing directory for the print journal; ``width`` the paper's dots."""
        self.events = Broadcast()
        self._link, self._width, self._zone = link, width, zone
        self._lock = threading.Lock()
        self._view: Mapping[str, Any] = {}
        self._online = False
        self._journal = PrintJournal(data / "prints.db")
        self._printer = PrintWorker(
            printer_url, self._journal, self._tell_print, lambda _state: self._tell_state()
        )

    def start(self) -> None:
        self._printer.start()
        self._link.watch("kiosk", self._see_view, self._see_line)

    def stop(self) -> None:
        """End the page's streams, the link and the printing; returns within seconds."""
        self.events.close()
        self._link.close()
        self._printer.stop()
        self._journal.close()

    def state(self) -> dict[str, Any]:
        """What the page shows; the centre's part is the last known one while the line is lost."""
        with self._lock:
            view, online = self._view, self._online
        return {
            "centre": view.get("centre"),
            **{field: view.get(field) or [] for field in _VIEW_FIELDS},
            "online": online,
            "printer": {"state": self.printer_state.value},
        }

    @property
    def printer_state(self) -> PrinterState:
        return self._printer.state

    def press(self, press: Press) -> dict[str, Any]:
        """Get its ticket and queue the print; the same press again changes nothing.

        Raises KioskError (``server_unreachable``) or ServerRefused.
        """
        ticket = self._issue(press)
        try:
            text = ticket_text(ticket, self._centre(), press.language)
            answer = {field: ticket.get(field) for field in _TICKET_FIELDS}
            qr = segno.make(text.status_url, error="m", micro=False).svg_inline(omitsize=True)
        except (KeyError, TypeError, ValueError) as error:
            log.exception("the server's ticket lacks something")
            raise KioskError("server_unreachable") from error
        job = self._print(press.id, text)
        printing = {"state": job.state.value, "reason": job.reason or None, "job": job.id}
        return {"ticket": answer, "qr_svg": qr, "print": printing}

    def procedures(self, query: str, limit: str = "20") -> Any:
        """The server's search for procedures, passed on. Raises KioskError, ServerRefused."""
        if len(query) > LONGEST_QUERY:
            raise KioskError("invalid_field", "q")
        if not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:4]) <= 200):
            raise KioskError("invalid_field", "limit")
        path = "/api/v1/procedures?" + urlencode({"q": query, "limit": limit})
        return self._ask("GET", path, SEARCH_DEADLINE_S, 200)

    def _issue(self, press: Press) -> Mapping[str, Any]:
        answer = self._ask(
            "POST", press.path, ISSUE_DEADLINE_S, 201, json=dict(press.order), key=press.id
        )
        if not isinstance(answer, Mapping):
            raise KioskError("server_unreachable")
        return answer

    def _ask(
        self,
        method: str,
        path: str,
        deadline_s: float,
        expected: int,
        json: Any = None,
        key: str | None = None,
    ) -> Any:
        try:
            status, body = self._link.request(
                method, path, json, key, deadline_s, attempts=ISSUE_ATTEMPTS
            )
        except LinkDown as error:
            log.warning("%s %s: %s", method, path.partition("?")[0], error.reason)
            raise KioskError("server_unreachable") from error
        if status == expected:
            return body
        if status >= 400 and isinstance(body, Mapping) and "error" in body:
            raise ServerRefused(status, body)
        log.error("%s %s: unexpected status %d", method, path.partition("?")[0], status)
        raise KioskError("server_unreachable")

    def _print(self, press_id: str, text: TicketText) -> Job:
        def draw() -> bytes:
            return ticket_bytes(ticket_picture(text, self._width, self._zone))

        return self._printer.submit(press_id, draw)

    def _centre(self) -> Mapping[str, Any]:
        with self._lock:
            return self._view.get("centre") or {}

    def _see_view(self, _seq: int, data: Mapping[str, Any]) -> None:
        with self._lock:
            self._view = data
        self._tell_state()

    def _see_line(self, online: bool) -> None:
        with self._lock:
            self._online = online
        self._tell_state()

    def _tell_state(self) -> None:
        self.events.send("state", self.state())

    def _tell_print(self, job: Job) -> None:
        told = {"press": job.id, "state": job.state.value, "reason": job.reason or None}
        self.events.send("print", told)
