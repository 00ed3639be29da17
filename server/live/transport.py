"""The websockets under Socket.IO: bounded messages, no compression, each view framed once.

What the stock transport leaves open matters on a floor with a thousand displays and phones: it
takes messages of any length piece by piece before anybody looks at their size; it compresses every
message for every browser anew (and keeps some 300 KiB of tables for each); it cuts a message off
when a slow line takes only part of it; and it spends a tenth of a millisecond on each answer to a
heartbeat, which are most of what a quiet floor says.

Who breaks the protocol is disconnected, with one line in the log instead of a traceback.
"""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import engineio.socket
import gevent
import simple_websocket
from engineio.async_drivers.gevent import WebSocketWSGI
from flask_socketio import SocketIO
from gevent.event import Event
from wsproto.utilities import ProtocolError

from ..core.errors import Overloaded
from .door import Door, Step
from .frames import BEAT, WHOLE, frame, is_answer, left_open
from .line import Line
from .wire import Wire

log = logging.getLogger("motcua.live")

MAX_MESSAGE = 16 * 1024
"""Bytes of one message from a client; the line of who sends more is ended."""
FAREWELL_S = 2.0
"""For the other end to close its side, before the socket is taken away."""

AGAIN_S = "2"

_SOCKET = "gunicorn.socket"
_EXTENSIONS = "HTTP_SEC_WEBSOCKET_EXTENSIONS"


def install(socketio: SocketIO, door: Door) -> None:
    """Let a Socket.IO server use this transport, with newcomers let in through ``door``. Call
    after its ``init_app``."""
    # Engine.IO offers no public way to choose the class of its lines.
    engineio.socket.Socket = Line
    engine = socketio.server.eio
    # Nor the websocket class of an async mode.
    engine._async = {**engine._async, "websocket": partial(Transport, door)}
    handle = engine.handlers["message"]

    def message(sid: str, data: Any) -> None:
        try:
            handle(sid, data)
        except Exception as error:
            log.info("a client broke the protocol: %r", error)
            engine.disconnect(sid)

    engine.on("message", message)


class Transport(WebSocketWSGI):  # type: ignore[misc]
    """One websocket, as Engine.IO wants it."""

    _framed: tuple[str | bytes, bytes] = ("", b"")

    def __init__(self, door: Door, handler: Any, server: Any) -> None:
        super().__init__(handler, server)
        self._door = door
        self.heard_at = 0.0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop(_EXTENSIONS, None)
        self._wire = environ[_SOCKET] = Wire(environ[_SOCKET])
        try:
            with self._door.turn(Step.OPENING):
                self.ws = _Reader(environ, self._heard)
        except Overloaded:
            start_response("503 Service Unavailable", [("Retry-After", AGAIN_S)])
            return []
        self.heard_at = time.monotonic()
        self.app(self)
        # How gunicorn is told that the socket is not its own any more.
        raise StopIteration

    def send(self, message: str | bytes) -> None:
        if not self.ws.connected:
            raise OSError("the websocket is closed")
        self._wire.send(self._frame(message))

    def ask(self) -> None:
        if not self.ws.connected:
            raise OSError("the websocket is closed")
        self._wire.send(BEAT)

    def wait(self) -> Any:
        message = super().wait()
        self._heard()
        return message

    def close(self) -> None:
        if self.ws.connected:
            self.ws.close()
            gevent.spawn_later(FAREWELL_S, self._wire.end)

    def _heard(self) -> None:
        self.heard_at = time.monotonic()

    @classmethod
    def _frame(cls, message: str | bytes) -> bytes:
        # Engine.IO hands the very same text to every watcher of a room, one after the other.
        said, framed = cls._framed
        if said is not message:
            framed = frame(message)
            Transport._framed = (message, framed)
        return framed


class _Reader(simple_websocket.Server):  # type: ignore[misc]
    """A websocket that is read by who waits for its messages, and not by a greenlet of its own.

    The answer to a beat is seen at a glance; all else is simple-websocket's.
    """

    connected: bool

    def __init__(self, environ: dict[str, Any], heard: Callable[[], None]) -> None:
        self._heard = heard
        self._open: int | None = WHOLE
        super().__init__(
            environ, thread_class=_NoThread, event_class=Event, max_message_size=MAX_MESSAGE
        )

    def receive(self, timeout: float | None = None) -> Any:
        """The next message. Raises ``ConnectionClosed``."""
        while self.connected and not self.input_buffer:
            self._read()
        if not self.input_buffer:
            raise simple_websocket.ConnectionClosed(self.close_reason, self.close_message)
        return self.input_buffer.pop(0)

    def _read(self) -> None:
        try:
            data = self.sock.recv(self.receive_bytes)
            if not data:
                raise OSError("the other end has hung up")
            if self._open == WHOLE and is_answer(data):
                self._heard()
                return
            self._open = left_open(self._open, data)
            self.ws.receive_data(data)
            self.connected = self._handle_events() and self.connected
        except (OSError, ProtocolError):
            self.connected = False


class _NoThread:
    """Stands where simple-websocket would start a thread that reads."""

    name = ""

    def __init__(self, target: object) -> None:
        pass

    def start(self) -> None:
        pass
