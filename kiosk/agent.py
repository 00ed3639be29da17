"""The agent on the kiosk's machine: knows the centre's services, takes tickets, prints them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any

from hardware.link import ServerLink
from hardware.loopback import Broadcast
from hardware.printing.paper import DEFAULT_ROLL_M
from hardware.printing.status import PrinterState
from hardware.tickets.words import ticket_text
from kiosk.answers import Answers
from kiosk.cache import Cache
from kiosk.central import Central
from kiosk.clock import Clock
from kiosk.errors import KioskError
from kiosk.machine import Machine
from kiosk.press import ChecklistPress, Press
from kiosk.prints import Paper, Prints
from kiosk.procedures import Procedures
from kiosk.reporting import Reporter, printer_facts
from kiosk.results import Results
from kiosk.screen_qr import ScreenQr, screen_qr
from kiosk.speaking import speaking
from kiosk.template_keeper import TemplateKeeper
from kiosk.ticket_desk import TicketDesk
from kiosk.watchdog import PRINTER_SILENT_S, Check

ANSWER_FIRST_S = 0.05
_VIEW_FIELDS = ("departments", "services", "priorities", "popular", "popular_procedures")
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
    "offline",
)

log = logging.getLogger(__name__)


class KioskAgent:
    """Everything the kiosk's page asks for. Safe to use from several threads."""

    def __init__(
        self,
        link: ServerLink,
        printer_url: str,
        data: Path,
        width: int,
        zone: tzinfo,
        scanner: str | None = None,
        clock: Clock | None = None,
        roll_m: float | None = None,
    ) -> None:
        """``data`` is an existing directory for the print journal; ``width`` the paper's dots,
        ``roll_m`` the metres on a new roll (None: the usual ones for this width)."""
        self.events = Broadcast()
        self.answers = Answers()
        self._qr = ScreenQr()
        self._link = link
        self.machine = Machine(
            link, data, scanner, zone, lambda: self._view, self.events, self._tell_state
        )
        central = Central(link)
        self._desk = TicketDesk(
            central,
            data,
            clock or Clock(),
            self.machine.identity,
            lambda: self._services,
            self._tell_state,
        )
        self._cache = Cache(data / "cache.db")
        self._procedures = Procedures(central, self._desk.reach, self._cache)
        self.results = Results(central)
        self._lock = threading.Lock()
        self._view: Mapping[str, Any] = self._cache.view()
        self._services = _services_of(self._view)
        self._online = False
        self._templates = TemplateKeeper(link, data)
        self.prints = Prints(
            printer_url,
            data,
            Paper(width, roll_m or DEFAULT_ROLL_M[width], zone),
            lambda: self._templates.template,
            lambda told: self.events.send("print", told),
            self._tell_state,
            lambda: self.answers.wait(ANSWER_FIRST_S),
        )
        self._reporter = Reporter(link, self._facts)
        self.speaking = speaking(data)

    @property
    def checks(self) -> Mapping[str, Check]:
        """What the watchdog looks at."""
        return {
            "store": self.prints.can_write,
            "printer": lambda: self.prints.silent_s < PRINTER_SILENT_S,
            "page": self.machine.page_beat.alive,
        }

    def start(self) -> None:
        self.prints.start()
        self._templates.start()
        self._reporter.start()
        self.machine.start()
        self._desk.start()
        self._procedures.start()
        self._link.watch("kiosk", self._see_view, self._see_line)

    def stop(self) -> None:
        """End the page's streams, the link and the printing; returns within seconds."""
        self.events.close()
        self._reporter.stop()
        self.machine.stop()
        self._link.close()
        self._procedures.stop()
        self._desk.stop()
        self._templates.stop()
        # What the others tell while they stop is still shown: these are asked by all of them.
        self._cache.close()
        self._qr.close()
        self.prints.stop()
        self.prints.close()
        self.speaking.close()

    def state(self) -> dict[str, Any]:
        """What the page shows; the centre's part is the last known one while the line is lost."""
        with self._lock:
            view, online = self._view, self._online
        online = online and not self._desk.reach.down
        told = {field: view.get(field) or [] for field in _VIEW_FIELDS}
        if not online:
            # How long it took when the line was lost says nothing about now.
            unknown = {"wait": None, "open_counters": None}
            told["services"] = [{**service, **unknown} for service in told["services"]]
        return {
            "centre": view.get("centre"),
            **told,
            "online": online,
            **self._desk.state,
            "printer": self.prints.state(),
            **self.machine.state,
            "speech": self.speaking.able,
        }

    @property
    def template_version(self) -> int:
        """Which of the centre's ticket templates is printed with; 0 for the default one."""
        return self._templates.version

    @property
    def printer_state(self) -> PrinterState:
        return self.prints.printer_state

    def press(self, press: Press) -> dict[str, Any]:
        """Get its ticket and queue the print; the same press again changes nothing.

        Raises KioskError (``server_unreachable``) or ServerRefused.
        """
        expected = self._desk.expected_url(press)
        drawing = self._qr.begin(expected)
        ticket = self._desk.issue(press)
        self.machine.scanning.used(press.scan)
        try:
            text = ticket_text(ticket, self._centre(), press.language)
            answer = {field: ticket.get(field) for field in _TICKET_FIELDS}
            known = text.status_url == expected
            qr = drawing.result() if known else screen_qr(text.status_url)
        except (KeyError, TypeError, ValueError) as error:
            log.exception("the server's ticket lacks something")
            raise KioskError("server_unreachable") from error
        self.speaking.remember(press.id, str(ticket["number"]))
        return {"ticket": answer, "qr_svg": qr, "print": self.prints.ticket(press.id, text)}

    def checklist(self, press: ChecklistPress) -> dict[str, Any]:
        """Print a procedure's checklist. Raises KioskError, ServerRefused."""
        procedure = self._procedures.find(press.procedure)
        if not isinstance(procedure, Mapping):
            raise KioskError("server_unreachable")
        return self.prints.checklist(press.id, procedure, self._centre(), press.language)

    def procedures(self, query: str, limit: str = "20") -> Any:
        """The server's search for procedures, passed on. Raises KioskError, ServerRefused."""
        return self._procedures.search(query, limit)

    def procedure(self, code: str) -> Any:
        """One procedure and what to bring for it. Raises KioskError, ServerRefused."""
        return self._procedures.find(code)

    def _facts(self) -> dict[str, Any]:
        """What the server is told of this machine."""
        return {
            **printer_facts(self.prints),
            "scanner": self.machine.scanning.state["state"],
            "offline_waiting": self._desk.waiting,
        }

    def _centre(self) -> Mapping[str, Any]:
        with self._lock:
            return self._view.get("centre") or {}

    def _see_view(self, _seq: int, data: Mapping[str, Any]) -> None:
        services = _services_of(data)
        with self._lock:
            new = services.keys() - self._services.keys()
            self._view, self._services = data, services
        self._cache.keep_view(data)
        self._procedures.see_version(data.get("catalogue"))
        self._templates.see(data.get("template"))
        if new:
            self._desk.wake()  # they need numbers for when the line is lost
        self._tell_state()

    def _see_line(self, online: bool) -> None:
        with self._lock:
            self._online = online
        if online:
            self._reporter.line_is_back()
        self._desk.wake()
        self._tell_state()

    def _tell_state(self) -> None:
        self.events.send("state", self.state())
        self._reporter.changed()


def _services_of(view: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    return {service["id"]: service for service in view.get("services") or []}
