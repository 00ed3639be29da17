"""The sign agent: the hall's view on one side, buses of LED signs on the other.

room hall ──> text_for(sign, view) ──> SignBus (one thread a line) ──> signs

While the server is away the signs keep what they show, and are still rewritten.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from display.sign.config import Bus
from display.sign.showing import text_for
from hardware.link import ServerLink
from hardware.signs.bus import REWRITE_S, SignBus, SignState

READY_DEADLINE_S: Final = 5.0

log = logging.getLogger(__name__)


class SignAgent:
    """Keeps the signs of all buses true to the hall. Safe to use from several threads."""

    def __init__(
        self,
        server: str,
        buses: Sequence[Bus],
        token: str = "",
        room: str = "hall",
        rewrite_s: float = REWRITE_S,
    ) -> None:
        self._link, self._room = ServerLink(server, token), room
        self._changed = threading.Condition()
        self._seen = self._online = False
        self._buses = [
            (bus, SignBus(bus.url, {s.name: s.unit for s in bus.signs}, self._tell, rewrite_s))
            for bus in buses
        ]

    def start(self) -> None:
        """Begin; returns at once."""
        for _, line in self._buses:
            line.start()
        self._link.watch(self._room, self._on_view, self._on_line)

    def close(self) -> None:
        """Stop; the signs keep what they show."""
        self._link.close()
        for _, line in self._buses:
            line.close()

    def wait_ready(self, deadline_s: float = READY_DEADLINE_S) -> bool:
        """True as soon as the hall was seen and every line is open, False after the deadline."""
        return self.wait_for(
            lambda: self._seen and all(line.open for _, line in self._buses), deadline_s
        )

    def wait_for(self, holds: Callable[[], bool], deadline_s: float) -> bool:
        """True as soon as ``holds()``, asked after every change of a sign, a line or the server."""
        with self._changed:
            return self._changed.wait_for(holds, deadline_s)

    @property
    def online(self) -> bool:
        """Whether the server's room is watched now."""
        return self._online

    def states(self) -> dict[str, SignState]:
        """Each sign's state, by "bus 1, sign 2"."""
        return {name: state for _, line in self._buses for name, state in line.states().items()}

    def lines_open(self) -> dict[str, bool]:
        """Whether each line is open, by its URL."""
        return {bus.url: line.open for bus, line in self._buses}

    def _on_view(self, _seq: int, view: Mapping[str, Any]) -> None:
        for bus, line in self._buses:
            for sign in bus.signs:
                try:
                    line.show(sign.name, text_for(sign, view))
                except (KeyError, TypeError, ValueError):
                    log.exception("%s: the view lacks something", sign.name)
        self._seen = True
        self._tell()

    def _on_line(self, online: bool) -> None:
        log.info("server %s", "connected" if online else "away")
        self._online = online
        self._tell()

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()
