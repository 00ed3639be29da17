"""The websockets under Socket.IO: bounded messages, no compression, each view framed once.

Three things the stock transport leaves open matter on a floor with a thousand displays and phones:
it takes messages of any length piece by piece before anybody looks at their size; it compresses
every message for every browser anew (and keeps some 300 KiB of tables for each); and it cuts a
message off when a slow line takes only part of it.

Who breaks the protocol is disconnected, with one line in the log instead of a traceback.
"""

import logging
from typing import Any

from engineio.async_drivers.gevent import WebSocketWSGI
from engineio.packet import Packet
from flask_socketio import SocketIO
from gevent.lock import RLock

from . import heartbeat

log = logging.getLogger("motcua.live")

MAX_MESSAGE = 16 * 1024
"""Bytes of one message from a client; the line of who sends more is ended."""

_TEXT, _BINARY, _FINAL = 0x1, 0x2, 0x80
_SOCKET = "gunicorn.socket"
_EXTENSIONS = "HTTP_SEC_WEBSOCKET_EXTENSIONS"


def install(socketio: SocketIO) -> None:
    """Let a Socket.IO server use this transport. Call after its ``init_app``."""
    heartbeat.install()
    engine = socketio.server.eio
    # Engine.IO offers no public way to choose the websocket class of an async mode.
    engine._async = {**engine._async, "websocket": Transport}
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

    def __init__(self, handler: Any, server: Any) -> None:
        super().__init__(handler, server)
        self.server_args["max_message_size"] = MAX_MESSAGE

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop(_EXTENSIONS, None)
        if _SOCKET in environ:
            environ[_SOCKET] = _Whole(environ[_SOCKET])
        return super().__call__(environ, start_response)

    def send(self, message: str | bytes) -> None:
        if not self.ws.connected:
            raise OSError("the websocket is closed")
        self.ws.sock.send(self._frame(message))

    def wait(self) -> Any:
        """The next message; None when the line is closed, or when it is better closed."""
        message = super().wait()
        if message is None:
            return None
        try:
            Packet(encoded_packet=message)
        except Exception as error:
            log.info("a client broke the protocol: %r", error)
            return None
        return message

    @classmethod
    def _frame(cls, message: str | bytes) -> bytes:
        # Engine.IO hands the very same text to every watcher of a room, one after the other.
        said, framed = cls._framed
        if said is not message:
            framed = frame(message)
            Transport._framed = (message, framed)
        return framed


class _Whole:
    """A socket whose ``send`` sends everything, one sender at a time."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._lock = RLock()

    def send(self, data: bytes) -> int:
        with self._lock:
            self._socket.sendall(data)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)


def frame(message: str | bytes) -> bytes:
    """A message as one unmasked frame (RFC 6455, section 5.2)."""
    payload = message.encode() if isinstance(message, str) else message
    size = len(payload)
    first = _FINAL | (_TEXT if isinstance(message, str) else _BINARY)
    if size < 126:
        return bytes((first, size)) + payload
    if size < 65_536:
        return bytes((first, 126)) + size.to_bytes(2, "big") + payload
    return bytes((first, 127)) + size.to_bytes(8, "big") + payload
