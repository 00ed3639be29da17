"""Senders of rubbish: what a broken device, a scanner or a bored visitor would send."""

import contextlib
import json
import os
import random
import socket
from collections.abc import Iterator
from typing import Any

from load_displays import frame
from load_http import HOST, Line, Reply
from load_server import bearer

TIMEOUT_S = 30.0
TEN_MB = 10 * 1024 * 1024
BOUND = {"Authorization": "Bearer forged-token-of-nobody"}


def wrong_requests(tokens: dict[str, str], closed: str, service: str) -> Iterator[tuple[Any, ...]]:
    """(name, method, path, body, headers, expected status, expected code, expected field).

    ``tokens`` by role; ``closed`` is a closed service, ``service`` an open one.
    """
    kiosk, terminal = bearer(tokens["kiosk"]), bearer(tokens["terminal"])
    tickets, good = "/api/v1/tickets", {"service": service}
    text = {**kiosk, "Content-Type": "text/plain"}
    call = "/api/v1/counters/1/call-next"
    yield "malformed JSON", "POST", tickets, b'{"service": ', kiosk, 400, "bad_json", None
    yield "random bytes", "POST", tickets, os.urandom(300), kiosk, 400, "bad_json", None
    yield "an empty body", "POST", tickets, b"", kiosk, 400, "bad_json", None
    yield "a list", "POST", tickets, [1], kiosk, 422, "invalid_field", "body"
    yield "no service", "POST", tickets, {}, kiosk, 422, "invalid_field", "service"
    yield "a number", "POST", tickets, {"service": 7}, kiosk, 422, "invalid_field", "service"
    unknown = {"service": "no-such"}
    yield "unknown service", "POST", tickets, unknown, kiosk, 422, "service_not_found", "service"
    shut = {"service": closed}
    yield "a closed service", "POST", tickets, shut, kiosk, 409, "service_closed", "service"
    control = {"service": "ho\u0000-tich\u001b[2J"}
    yield "control characters", "POST", tickets, control, kiosk, 422, None, "service"
    long = {"service": "x" * 5_000}
    yield "a long name", "POST", tickets, long, kiosk, 422, None, "service"
    yield "no token", "POST", tickets, good, {}, 401, "unauthorized", None
    yield "a forged token", "POST", tickets, good, BOUND, 401, "unauthorized", None
    yield "a wrong role", "POST", tickets, good, terminal, 403, "forbidden", None
    yield "a kiosk that calls", "POST", call, None, kiosk, 403, "forbidden", None
    yield "another counter's staff", "POST", call, None, bearer(tokens["staff"]), 403, None, None
    yield "plain text", "POST", tickets, b"ho-tich", text, 415, "unsupported_media", None
    yield "ten megabytes", "POST", tickets, b"[" * TEN_MB, kiosk, 413, "too_large", None
    spaced = {**kiosk, "Idempotency-Key": "two words"}
    yield "a bad key", "POST", tickets, good, spaced, 400, "invalid_header", "Idempotency-Key"
    yield "no such path", "GET", "/api/v1/nothing", None, kiosk, 404, "not_found", None
    yield "a wrong method", "DELETE", tickets, None, kiosk, 405, "method_not_allowed", None
    strange = "/api/v1/tickets/%00%1b%ff"
    yield "a strange id", "GET", strange, None, kiosk, 422, "invalid_field", "id"


def send_wrong(line: Line, request: tuple[Any, ...]) -> Reply:
    """Send one of ``wrong_requests``; raises AssertionError unless it is refused clearly."""
    name, method, path, body, headers, status, code, field = request
    reply = line.ask(method, path, body, headers)
    assert reply.status == status, f"{name}: {reply.status} {reply.body[:300]!r}"
    error = reply.json()["error"]
    assert code in (None, error["code"]), f"{name}: {error}"
    assert field in (None, error["field"]), f"{name}: {error}"
    for language in ("vi", "en"):
        assert error["message"][language] and error["action"][language], f"{name}: {error}"
    return reply


def random_bytes(port: int, choice: random.Random) -> None:
    """Noise on the port, and whatever comes back."""
    with _connected(port) as line, contextlib.suppress(OSError):
        line.sendall(choice.randbytes(choice.randrange(1, 4_000)) + b"\r\n\r\n")
        line.recv(4_096)


def half_open(port: int) -> socket.socket:
    """A line that never says anything."""
    return socket.create_connection((HOST, port), TIMEOUT_S)


def slow_request(port: int) -> socket.socket:
    """A request that never ends."""
    line = half_open(port)
    line.sendall(b"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{")
    return line


def abandoned_request(port: int, token: str, service: str) -> None:
    """A good request whose sender hangs up at once."""
    body = json.dumps({"service": service}).encode()
    head = f"POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with _connected(port) as line:
        line.sendall(head.encode() + body)


class Websocket:
    """A raw websocket on the Socket.IO path that sends anything at all."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port), TIMEOUT_S)
        # Little on its way: the sender is never far ahead of a busy server that ends the line.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
        self.socket.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {HOST}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n".encode()
        )
        answer = self.socket.recv(4_096)
        if not answer.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(answer[:100])

    def send(self, data: bytes) -> bool:
        """Whether the line still took it."""
        try:
            self.socket.sendall(data)
        except OSError:
            return False
        return True

    def drained(self) -> None:
        """Read what has come, without waiting."""
        self.socket.setblocking(False)
        with contextlib.suppress(OSError):
            while self.socket.recv(65_536):
                pass
        self.socket.setblocking(True)

    def close(self) -> None:
        self.socket.close()


ODD_PACKETS = (
    "",
    "9",
    "x",
    "4",
    "49",
    "40",
    "41",
    "42",
    "42[",
    "42[]",
    '42["watch"]',
    '42["watch",null]',
    '42["watch",{"a":1}]',
    '42["watch","\\u0000"]',
    '42["watch","hall/../x"]',
    '421["watch","desk/1"]',
    '42["connect"]',
    '42["disconnect"]',
    '42["no-such-event",1,2,3]',
    "43[1]",
    "44",
    '45["a"]',
    '451-["watch",{"_placeholder":true,"num":0}]',
    "40/other,",
    '40{"token":7}',
    "2probe",
    "5",
    "6",
    "42" + "[" * 500,
    '42["unwatch","ticket/none"]',
    "42[1]",
    '4299999999999999999999["watch","hall"]',
)


def random_frame(choice: random.Random) -> bytes:
    """A frame of rubbish, a frame of nearly Socket.IO, or bytes that are no frame at all."""
    kind = choice.randrange(4)
    if kind == 0:
        return choice.randbytes(choice.randrange(1, 60))
    if kind == 1:
        return frame(choice.randbytes(choice.randrange(200)), choice.randrange(16))
    return frame(choice.choice(ODD_PACKETS).encode(), choice.choice((1, 1, 1, 2)))


def send_random_frames(port: int, many: int, choice: random.Random) -> int:
    """Send so many frames, on a new line whenever the server ends one; the lines it took."""
    lines, socket_ = 0, None
    for _ in range(many):
        if socket_ is None:
            lines += 1
            socket_ = Websocket(port)
        if not socket_.send(random_frame(choice)):
            socket_.close()
            socket_ = None
        elif choice.random() < 0.1:
            socket_.drained()
    if socket_ is not None:
        socket_.close()
    return lines


def _connected(port: int) -> socket.socket:
    return socket.create_connection((HOST, port), TIMEOUT_S)
