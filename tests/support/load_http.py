"""A small HTTP/1.1 client for load: one kept-alive line, few instructions a request.

A load process must not dominate what it measures, so this neither parses headers it does not need
nor builds objects around them. Works with blocking sockets and with gevent's.
"""

import json
import socket
from collections.abc import Mapping
from typing import Any

HOST = "127.0.0.1"
TIMEOUT_S = 30.0
JSON = "application/json"


class LineLost(OSError):
    """The server ended the line before it had answered."""


class Reply:
    """An answer: ``status``, ``body`` (bytes) and its raw ``head``."""

    __slots__ = ("body", "head", "status")

    def __init__(self, status: int, head: bytes, body: bytes) -> None:
        self.status = status
        self.head = head
        self.body = body

    def json(self) -> Any:
        return json.loads(self.body) if self.body else None

    @property
    def replayed(self) -> bool:
        return b"idempotency-replayed: true" in self.head.lower()


def message(
    method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
) -> bytes:
    """A request as bytes; ``body`` is sent as JSON, bytes as they are."""
    data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", f"Content-Length: {len(data)}"]
    if body is not None and "Content-Type" not in (headers or {}):
        lines.append(f"Content-Type: {JSON}")
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode() + data


class Line:
    """One connection to a server on this machine, opened when it is needed.

    ``timeout`` is in seconds, for each read or write.
    """

    def __init__(self, port: int, timeout: float = TIMEOUT_S) -> None:
        self._port = port
        self._timeout = timeout
        self._socket: socket.socket | None = None
        self._rest = b""

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a request and read its answer. Raises ``OSError`` when the line breaks."""
        return self.exchange(message(method, path, body, headers))

    def exchange(self, request: bytes) -> Reply:
        try:
            self._open().sendall(request)
            return self._receive()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket, self._rest = None, b""

    def _open(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection((HOST, self._port), self._timeout)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _receive(self) -> Reply:
        data = self._rest
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head, data = data[: end + 2], data[end + 4 :]
        length = _length(head)
        while len(data) < length:
            data += self._more()
        self._rest = data[length:]
        if b"connection: close" in head.lower():
            self.close()
        return Reply(int(head[9:12]), head, data[:length])

    def _more(self) -> bytes:
        assert self._socket is not None
        data = self._socket.recv(65_536)
        if not data:
            raise LineLost("the server ended the line")
        return data


def _length(head: bytes) -> int:
    at = head.lower().find(b"\r\ncontent-length:")
    if at < 0:
        return 0
    begin = at + len(b"\r\ncontent-length:")
    return int(head[begin : head.index(b"\r\n", begin)])
