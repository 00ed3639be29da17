"""A kiosk's machine in this process: agent and web server on a free port."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from fake_central import TOKEN

from hardware.link import ServerLink
from hardware.loopback import LoopbackServer
from kiosk.agent import KioskAgent
from kiosk.clock import Clock
from kiosk.web import create_app

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Kiosk:
    """Runs from the moment it is made until stop(); ``data`` keeps its print journal."""

    def __init__(
        self,
        server: str,
        printer: str,
        data: Path,
        static: Path,
        token: str | None = TOKEN,
        scanner: str | None = None,
        clock: Clock | None = None,
    ) -> None:
        data.mkdir(exist_ok=True)
        self.agent = KioskAgent(
            ServerLink(server, token), printer, data, 576, ZONE, scanner, clock=clock
        )
        self.web = LoopbackServer(create_app(self.agent, static), 0)
        self.agent.start()
        self.web.start()
        self.url = self.web.url

    def stop(self) -> None:
        self.agent.events.close()
        self.web.stop()
        self.agent.stop()
