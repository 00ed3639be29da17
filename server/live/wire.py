"""A socket that is written without waiting."""

import contextlib
import socket
from collections import deque
from typing import Any

import gevent

MAX_BEHIND = 4 * 1024 * 1024
"""Bytes that may wait for a slow line; one that is further behind is ended."""


class Wire:
    """A gevent socket whose ``send`` takes everything at once.

    What the system does not take now follows in order, from a greenlet that lives only as long as
    something waits. Nothing is ever cut off in the middle by what is sent after it.
    """

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._rest: deque[bytes] = deque()
        self._behind = 0

    def send(self, data: bytes) -> int:
        """Raises ``OSError`` when the line is lost or too far behind."""
        if self._rest:
            self._later(data)
            return len(data)
        try:
            sent = self._socket.send(data, 0, 0.0)
        except BlockingIOError:
            sent = 0
        if sent < len(data):
            self._later(data[sent:])
            gevent.spawn(self._catch_up)
        return len(data)

    def end(self) -> None:
        """No more is read or written. Whoever reads sees the end."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def _later(self, data: bytes) -> None:
        if self._behind + len(data) > MAX_BEHIND:
            self.end()
            raise OSError("the other end takes too little")
        self._behind += len(data)
        self._rest.append(data)

    def _catch_up(self) -> None:
        try:
            while self._rest:
                self._socket.sendall(self._rest[0])
                self._behind -= len(self._rest.popleft())
        except OSError:
            self.end()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)
