"""One live line as Engine.IO keeps it, with less work for each message.

Engine.IO's own line can also poll; it keeps a queue and a greenlet that writes, hangs up when it
has written nothing for a while, and counts its patience with the other end by each message. This
one is a websocket from the beginning: what is sent goes straight into the socket, and the heart of
the process (``heartbeat.py``) alone decides when the other end is gone.
"""

import contextlib
import logging
import time
from typing import Any, Protocol

import engineio.socket
from engineio.exceptions import SocketIsClosedError, UnknownPacketError
from engineio.packet import CLOSE, Packet

from .heartbeat import heart

log = logging.getLogger("motcua.live")


class Websocket(Protocol):
    """As much of a websocket as a line needs."""

    def send(self, message: str | bytes) -> None:
        """Returns at once. Raises ``OSError`` when the line is lost."""

    def ask(self) -> None:
        """Send a beat. Raises ``OSError`` when the line is lost."""

    def wait(self) -> Any:
        """The next message; None when the line is closed."""

    def close(self) -> None: ...

    heard_at: float
    """When there was the last sign of life (monotonic seconds)."""


class Line(engineio.socket.Socket):  # type: ignore[misc]
    """A websocket's line."""

    closed: bool
    closing: bool

    def __init__(self, server: Any, sid: str) -> None:
        super().__init__(server, sid)
        self._websocket: Websocket | None = None
        self._early: list[Packet] = []
        """What is said before the websocket stands."""

    def send(self, pkt: Packet) -> None:
        """Raises ``SocketIsClosedError``."""
        if self.closed:
            raise SocketIsClosedError()
        if self._websocket is None:
            self._early.append(pkt)
            return
        # Whoever reads from it hears of a lost line too, and ends it.
        with contextlib.suppress(OSError):
            self._websocket.send(pkt.encode())

    def beat(self, patience_s: float) -> bool:
        """Ask whether the other end is there, or hang up; False when the line is over."""
        websocket = self._websocket
        if self.closing or self.closed:
            return False
        if websocket is None:
            return True
        if time.monotonic() - websocket.heard_at > patience_s:
            log.info("a line is silent and is closed")
            self.close(reason=self.server.reason.PING_TIMEOUT)
            return False
        try:
            websocket.ask()
        except OSError:
            return False
        return True

    def schedule_ping(self) -> None:
        """Answers to beats are heard by the websocket already: nothing is to be done."""

    def check_ping_timeout(self) -> bool:
        return True

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """Engine.IO's close; nothing is waited for, since nothing waits to be sent."""
        if self.closed or self.closing:
            return
        self.closing = True
        why = reason or self.server.reason.SERVER_DISCONNECT
        self.server._trigger_event("disconnect", self.sid, why, run_async=False)
        if not abort:
            self.send(Packet(CLOSE))
        self.closed = True
        if self._websocket is not None:
            self._websocket.close()

    def handle_get_request(self, environ: dict[str, Any], start_response: Any) -> Any:
        """The request that opens the line: it lasts as long as the line does."""
        try:
            return self._upgrade_websocket(environ, start_response)
        finally:
            self.close(abort=True, reason=self.server.reason.TRANSPORT_CLOSE)
            self.server.sockets.pop(self.sid, None)

    def _websocket_handler(self, websocket: Websocket) -> list[bytes]:
        """Reads until the line ends."""
        self._websocket = websocket
        self.connected = self.upgraded = True
        for packet in self._early:
            self.send(packet)
        self._early.clear()
        heart.add(self)
        try:
            while not self.closed and (message := websocket.wait()) is not None:
                self._take(message)
        except Exception as error:
            log.info("a client broke the protocol: %r", error)
        return []

    def _take(self, message: str | bytes) -> None:
        with contextlib.suppress(UnknownPacketError):
            self.receive(Packet(encoded_packet=message))
