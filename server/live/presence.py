"""When each device was last heard of, and the version it runs: noted now and then, never per call.

Devices hold a line open or ask now and then; both are gathered here and written together, so that
thousands of screens cost one statement of many rows a minute.
"""

import logging
import re
import time

import gevent

from ..clock import now_ms
from ..core.errors import MotcuaError
from ..engine import Engine
from ..store import tokens

EVERY_S = 15.0
AGAIN_S = 60.0
"""A device that goes on being heard of is noted this often."""
_VERSION = re.compile(r"[!-~]{1,32}")

log = logging.getLogger("motcua.live")


class Presence:
    """What one process hears of devices."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lines: dict[str, str] = {}
        """The device at the other end of each line."""
        self._heard: dict[str, str] = {}
        """Devices to be noted, with the versions they told."""
        self._noted: dict[str, float] = {}

    def start(self) -> None:
        gevent.spawn(self._run)

    def heard(self, device: str) -> None:
        """A device asked for something."""
        if device not in self._noted:
            self._heard.setdefault(device, "")

    def came(self, line: str, device: str, version: object) -> None:
        """A device opened a line; what it says of its version is bounded here."""
        self._lines[line] = device
        told = version if isinstance(version, str) and _VERSION.fullmatch(version) else ""
        self._heard[device] = told or self._heard.get(device, "")

    def left(self, line: str) -> None:
        """A line ended, whoever held it."""
        device = self._lines.pop(line, None)
        if device is not None:
            self._heard.setdefault(device, "")

    def note(self) -> None:
        """Write down who was heard of since the last time. Raises ``Unavailable``."""
        since = time.monotonic() - AGAIN_S
        self._noted = {device: at for device, at in self._noted.items() if at > since}
        for device in self._lines.values():
            self.heard(device)
        if not self._heard:
            return
        heard, self._heard = self._heard, {}
        self._engine.write(lambda session: tokens.devices_seen(session, heard, now_ms()))
        self._noted.update(dict.fromkeys(heard, time.monotonic()))

    def _run(self) -> None:
        while True:
            gevent.sleep(EVERY_S)
            try:
                self.note()
            except MotcuaError:
                log.info("who is connected is not noted now; tried again soon")
