"""The agent's watchdog: systemd hears a sign of life only while the kiosk can do its work.

Three things are looked at: the store answers, the printer's thread moves, and the page on the
screen has sent its heartbeat. One that fails is named in the service's status, and the sign of life
stays away until systemd starts the kiosk anew. A check that hangs has the same effect.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping

from hardware.catalogue import terminal_language, text
from hardware.service_notify import ServiceNotify

BOOT_S = 300.0
"""How long a machine may take from the agent's start to the page's first heartbeat."""
PAGE_SILENT_S = 30.0
"""The page sends a heartbeat every 5 s."""
PRINTER_SILENT_S = 90.0
"""Longer than any one job: its deadlines add up to less."""
LOOK_EVERY_S = 10.0

Check = Callable[[], bool]

log = logging.getLogger(__name__)


class PageBeat:
    """When the page was alive last. ``clock`` gives seconds that never go back."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        boot_s: float = BOOT_S,
        silent_s: float = PAGE_SILENT_S,
    ) -> None:
        self._clock, self._silent_s = clock, silent_s
        self._good_until = clock() + boot_s

    def seen(self) -> None:
        """A heartbeat has come; the time for starting up is over."""
        self._good_until = self._clock() + self._silent_s

    def alive(self) -> bool:
        """Whether the page is alive, or may still be starting."""
        return self._clock() <= self._good_until


class Watchdog:
    """Looks three times in each of systemd's intervals, in a thread between start() and stop().

    ``checks`` are asked in order; the first that is False or raises is named in the status as
    ``watchdog.<name>`` of the catalogue.
    """

    def __init__(self, notify: ServiceNotify, checks: Mapping[str, Check]) -> None:
        self._notify, self._checks = notify, checks
        self._stopping = threading.Event()
        every = notify.watchdog_s / 3 if notify.watchdog_s else LOOK_EVERY_S
        self._every_s = min(every, LOOK_EVERY_S)
        self._told = ""
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)

    def start(self) -> None:
        """The kiosk is ready: say so, and begin to look."""
        if self._notify.wanted:
            self._notify.send(READY=1)
            self._thread.start()

    def stop(self) -> None:
        """Say that the kiosk stops."""
        self._stopping.set()
        self._notify.send(STOPPING=1)

    def look(self) -> str:
        """The name of the first check that fails; empty when all hold."""
        for name, check in self._checks.items():
            try:
                holds = check()
            except Exception:
                log.exception("the watchdog's look at the %s failed", name)
                holds = False
            if not holds:
                return name
        return ""

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._tell(self.look())
            self._stopping.wait(self._every_s)

    def _tell(self, trouble: str) -> None:
        if trouble != self._told:
            log.warning("watchdog: %s", trouble or "all is well again")
        self._told = trouble
        status = text("kiosk", terminal_language(), f"watchdog.{trouble or 'well'}")
        if trouble:
            self._notify.send(STATUS=status)
        else:
            self._notify.send(WATCHDOG=1, STATUS=status)
