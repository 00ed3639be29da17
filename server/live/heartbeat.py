"""The heartbeats of all lines of a process from one greenlet.

Engine.IO starts a greenlet for each beat of each line, and hangs up where the answer takes two
seconds. With thousands of screens the one costs much of a core; and the other, on a machine that is
busy for a moment, hangs up on everybody at once, who then all come back at once. Screens notice a
dead line as soon as before: what they are told of the beat has not changed.
"""

import time
from collections import deque
from typing import Any

import engineio.socket
import gevent
from engineio.packet import PING, Packet
from gevent.event import Event

PATIENCE_S = 15.0
"""For an answer to a beat, before the line is taken for dead."""


class Heart:
    """Beats for every line, each so long after its last answer."""

    def __init__(self) -> None:
        self._due: deque[tuple[float, Any]] = deque()
        """Lines by when they are to be asked; all wait equally long, so the first is due first."""
        self._wake = Event()
        self._loop: Any = None

    def ask_later(self, line: Any, seconds: float) -> None:
        self._due.append((time.monotonic() + seconds, line))
        if self._loop is None:
            self._loop = gevent.spawn(self._run)
        self._wake.set()

    def _run(self) -> None:
        while True:
            if not self._due:
                self._wake.clear()
                self._wake.wait()
            due, line = self._due[0]
            gevent.sleep(max(0.0, due - time.monotonic()))
            self._due.popleft()
            line.beat()


_heart = Heart()


class Line(engineio.socket.Socket):  # type: ignore[misc]
    """One line as Engine.IO keeps it, with our heart."""

    last_ping: float | None

    def schedule_ping(self) -> None:
        # Only once for each beat: a client that answers twice is not asked twice.
        if self.last_ping:
            self.last_ping = None
            _heart.ask_later(self, self.server.ping_interval)

    def beat(self) -> None:
        """Ask whether the other end is there."""
        if self.closing or self.closed:
            return
        self.last_ping = time.time()
        self.queue.put(Packet(PING))

    def check_ping_timeout(self) -> bool:
        """False, and the line closed, where no answer came for too long."""
        if self.last_ping and time.time() - self.last_ping <= PATIENCE_S and not self.closed:
            return True
        return bool(super().check_ping_timeout())


def install() -> None:
    """Lines made from now on beat with our heart."""
    engineio.socket.Socket = Line
