"""The pad agent: the pad's line on one side, the server on the other, the outbox between.

pad --$K--> receive --commit--> outbox --in order--> POST /api/v1/ratings
pad <--$A-- (after the commit)
pad <--$L-- light <-- room terminal/<counter>
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from hardware.line_protocol import (
    HEARTBEAT_S,
    SILENCE_S,
    Frame,
    Hello,
    Light,
    LineParser,
    Press,
    build,
)
from hardware.link import ServerLink
from hardware.press_store import StoreError
from hardware.serial_link import PortState, SerialLink
from rating_terminal.awake import AwakeLog
from rating_terminal.counter_watch import CounterWatch
from rating_terminal.delivery import Delivery, wall_clock_ms
from rating_terminal.outbox import Outbox

log = logging.getLogger(__name__)

READY_DEADLINE_S: Final = 5.0


class PadAgent:
    """Serves one pad at one counter. `port` is a port URL, `scale` 2, 3 or 4 keys.

    Presses are taken, kept and acknowledged from `start` on, with or without the server.
    Raises hardware.serial_link.PortUrlError and rating_terminal.outbox.OutboxInUse.
    """

    def __init__(self, server: str, token: str, port: str, data: Path, scale: int = 3) -> None:
        self._scale = scale
        self._port = SerialLink(
            port, self._on_bytes, self._on_port_open, self._on_port_lost, self._on_idle
        )
        self._outbox = Outbox(data)
        self._link = ServerLink(server, token)
        self._delivery = Delivery(self._outbox, self._link, scale, wall_clock_ms)
        self._watch = CounterWatch(self._link, self._on_view, self._on_line)
        self._parser = LineParser()
        self._awake = AwakeLog()
        self._guard = threading.Lock()
        self._shown: tuple[bool, float] = (False, 0.0)
        self._heard_at = time.monotonic()
        self._silent = False
        self._seen = {part: threading.Event() for part in ("port", "line", "view")}

    @property
    def counter(self) -> str | None:
        """The counter this agent serves, once the server has said so."""
        return self._watch.counter

    @property
    def port_open(self) -> bool:
        return self._port.state is PortState.OPEN

    @property
    def rejects(self) -> Counter[str]:
        """Lines thrown away so far, by reason (see LineParser)."""
        return self._parser.rejects

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
        return all(event.wait(max(0.0, end - time.monotonic())) for event in self._seen.values())

    def close(self) -> None:
        """Darken the pad and stop; what the server has not answered stays in the outbox."""
        self._port.write(build(Light(on=False)))
        self._port.close()
        self._watch.close()
        self._delivery.close()
        self._link.close()
        self._outbox.close()

    def _on_port_open(self) -> None:
        self._parser.reset()
        self._heard_at = time.monotonic()
        self._seen["port"].set()
        self._show(again=True)

    def _on_port_lost(self, reason: str) -> None:
        self._parser.reset()

    def _on_bytes(self, data: bytes) -> None:
        frames = self._parser.feed(data)
        if frames:
            self._heard_at = time.monotonic()
            self._receive(frames)

    def _receive(self, frames: list[Frame]) -> None:
        if any(isinstance(frame, Hello) for frame in frames):
            self._show(again=True)
        presses = [frame for frame in frames if isinstance(frame, Press)]
        if not presses:
            return
        try:
            acks = self._outbox.take(presses, wall_clock_ms(), self._ticket_at)
        except StoreError as error:
            # Not acknowledged, so the pad keeps them and sends them again.
            log.error("presses could not be stored: %s", error)
            return
        for ack in acks:
            self._port.write(build(ack))
        self._delivery.pressed()

    def _on_idle(self) -> None:
        self._show()
        silent = time.monotonic() - self._heard_at > SILENCE_S
        if silent and not self._silent:
            log.warning("the pad has been silent for %d s", SILENCE_S)
        self._silent = silent

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
            self._port.write(build(Light(lit, self._scale if lit else None)))
