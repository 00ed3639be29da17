"""The pad agent: the pad's line on one side, the server on the other, the outbox between.

pad --$K--> receive --commit--> outbox --in order--> POST /api/v1/ratings
pad <--$A-- (after the commit)
pad <--$L-- light <-- room terminal/<counter>
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from hardware.line_protocol import HEARTBEAT_S, Light, Press
from hardware.link import ServerLink
from hardware.modbus_pads.layout import Mark
from hardware.press_ports import PressPort, open_port
from hardware.press_store import StoreError
from rating_terminal.awake import AwakeLog
from rating_terminal.counter_watch import CounterWatch
from rating_terminal.delivery import Delivery, wall_clock_ms
from rating_terminal.outbox import Outbox
from rating_terminal.scale import NUMPAD_KEYS

log = logging.getLogger(__name__)

READY_DEADLINE_S: Final = 5.0
POLL_S: Final = 0.02


class PadAgent:
    """Serves one pad at one counter. `scale` 2 to 5 keys; `make_port` makes the pad's port with
    this agent as its listener (see `pad_port`).

    Presses are taken, kept and acknowledged from `start` on, with or without the server.
    Raises hardware.serial_link.PortUrlError and rating_terminal.outbox.OutboxInUse.
    """

    def __init__(
        self,
        server: str,
        token: str,
        make_port: "PortMaker",
        data: Path,
        scale: int = 3,
    ) -> None:
        self._scale = scale
        self._port = make_port(self)
        self._outbox = Outbox(data)
        self._link = ServerLink(server, token)
        self._delivery = Delivery(self._outbox, self._link, scale, wall_clock_ms)
        self._watch = CounterWatch(self._link, self._on_view, self._on_line)
        self._awake = AwakeLog()
        self._guard = threading.Lock()
        self._shown: tuple[bool, float] = (False, 0.0)
        self._seen = {part: threading.Event() for part in ("line", "view")}

    @property
    def counter(self) -> str | None:
        """The counter this agent serves, once the server has said so."""
        return self._watch.counter

    @property
    def port_open(self) -> bool:
        return self._port.is_open

    @property
    def rejects(self) -> Counter[str]:
        """Lines thrown away so far, by reason (see LineParser)."""
        return self._port.rejects

    def waiting(self) -> int:
        """Presses not yet answered by the server."""
        return self._outbox.count("waiting")

    def start(self) -> None:
        """Begin; returns at once."""
        self._delivery.start()
        self._port.start()
        self._watch.start()

    def wait_ready(self, deadline_s: float = READY_DEADLINE_S) -> bool:
        """True as soon as the port is open and the room is watched, False after `deadline_s`."""
        end = time.monotonic() + deadline_s
        for event in self._seen.values():
            event.wait(max(0.0, end - time.monotonic()))
        while not (self.port_open and all(event.is_set() for event in self._seen.values())):
            if time.monotonic() > end:
                return False
            time.sleep(POLL_S)
        return True

    def close(self) -> None:
        """Darken the pad and stop; what the server has not answered stays in the outbox."""
        self.darken()
        self._port.close()
        self._watch.close()
        self._delivery.close()
        self._link.close()
        self._outbox.close()

    def darken(self) -> None:
        """Put the pad's lamps out."""
        self._port.show(Light(on=False))

    def opened(self) -> None:
        self._show(again=True)

    def pressed(self, presses: Sequence[Press], dated: bool = True) -> None:
        """Keep the presses, then let the pad forget them."""
        try:
            acks = self._outbox.take(presses, wall_clock_ms(), self._ticket_at, dated)
        except StoreError as error:
            # Not acknowledged, so the pad keeps them and sends them again.
            log.error("presses could not be stored: %s", error)
            return
        for ack in acks:
            self._port.acknowledge(ack)
        if not dated:
            log.warning("%d presses belong to no visit: their time is not known", len(presses))
        self._delivery.pressed()

    def idle(self) -> None:
        self._show()

    def last_of(self, dev: str) -> Mark | None:
        known = self._outbox.last_of(dev)
        return None if known is None else Mark(*known)

    def adopt(self, dev: str, mark: Mark) -> None:
        self._outbox.adopt(dev, mark.boot, mark.seq)

    def heard(self) -> None:
        self._outbox.touch()

    def heard_at(self) -> int:
        return self._outbox.touched_at()

    def _on_view(self, view: Mapping[str, Any]) -> None:
        with self._guard:
            self._awake.on_view(view, wall_clock_ms())
        self._show()
        self._seen["view"].set()

    def _on_line(self, online: bool) -> None:
        log.info("server %s", "connected" if online else "away")
        if online:
            self._delivery.line_up()
            self._seen["line"].set()
            return
        with self._guard:
            self._awake.on_line_lost(wall_clock_ms())

    def _ticket_at(self, at: int) -> str | None:
        with self._guard:
            return self._awake.ticket_at(at)

    def _show(self, again: bool = False) -> None:
        """Light the pad or darken it: on a change, and once in HEARTBEAT_S for a pad that
        missed it."""
        with self._guard:
            lit, now = self._awake.lit(wall_clock_ms()), time.monotonic()
            was_lit, shown_at = self._shown
            if not again and lit == was_lit and now - shown_at < HEARTBEAT_S:
                return
            self._shown = (lit, now)
            self._port.show(Light(lit, self._scale if lit else None))


PortMaker = Callable[[PadAgent], PressPort]


def pad_port(url: str, keys: Mapping[int, int] = NUMPAD_KEYS) -> PortMaker:
    """Makes the port behind a URL: a box of the line protocol, or a USB numpad (``hid://…``)
    whose ``keys`` are key codes and what they stand for."""
    return lambda agent: open_port(url, agent, keys)
