"""The machine around the tickets: the kiosk's token, its scanner, and the page's sign of life."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from hardware.link import LinkDown, ServerLink
from hardware.loopback import Broadcast
from kiosk.pairing import Pairing
from kiosk.press import TICKETS, Press
from kiosk.scanning import Rules, Scanning
from kiosk.watchdog import PageBeat

LIVE = "/api/v1/identities/live"
LIVE_DEADLINE_S = 1.5
ELDERLY_AGE = 75
"""Years; holds until the centre's settings are known."""


class Machine:
    """Started and stopped with the agent. ``view`` gives the centre's last known view,
    ``on_change`` is called after every change of ``state``."""

    def __init__(
        self,
        link: ServerLink,
        data: Path,
        scanner: str | None,
        zone: tzinfo,
        view: Callable[[], Mapping[str, Any]],
        events: Broadcast,
        on_change: Callable[[], None],
    ) -> None:
        """Raises PortUrlError when ``scanner`` is no URL of a scanner."""
        self._link = link
        self.pairing = Pairing(link, data, on_change)
        self.page_beat = PageBeat()
        rules = Rules(
            elderly_age=lambda: int(view().get("elderly_age") or ELDERLY_AGE),
            today=lambda: datetime.now(zone).date(),
            has_ticket=self._has_ticket,
        )
        self.scanning = Scanning(scanner, rules, lambda told: events.send("scan", told), on_change)

    @property
    def state(self) -> dict[str, Any]:
        """``paired``, ``pairing`` and ``scanner`` of the page's state."""
        return {**self.pairing.state, "scanner": self.scanning.state}

    def start(self) -> None:
        self.pairing.start()
        self.scanning.start()

    def stop(self) -> None:
        self.pairing.stop()
        self.scanning.stop()

    def identity(self, press: Press) -> dict[str, str]:
        """What a press's order says of whose it is: only on its way to the server, kept nowhere."""
        number = self.scanning.number_of(press.scan) if press.path == TICKETS else None
        return {"identity": number} if number else {}

    def _has_ticket(self, number: str) -> bool:
        try:
            status, told = self._link.request(
                "POST", LIVE, {"identity": number}, deadline_s=LIVE_DEADLINE_S
            )
        except LinkDown:
            return False
        return status == 200 and isinstance(told, Mapping) and told.get("live") is True
