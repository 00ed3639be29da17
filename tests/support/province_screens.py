"""Many screens of many centres in one light process.

Run as ``python -m province_screens`` with a JSON list of ``[port, centre, key, room]`` on standard
input. Prints ``ready`` once each has had its first view; then answers each line on standard input
(``tell``) with one line of JSON: views received, lines lost, and of each room the highest sequence
number with what it showed last (for the rooms named in the question).
"""

import base64
import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import time
from typing import Any

from load_displays import CLOSE, frame

HOST = "127.0.0.1"
AT_ONCE = 48
AGAIN_S = 0.5
SILENT_S = 4.5
"""A browser takes its line for dead after so long without a beat (interval and timeout)."""
JOIN_S = 20.0
"""More than that while it joins."""


class Screens:
    """The screens' process, seen from the bench. A context manager."""

    def __init__(self, screens: list[tuple[int, str, str, str]]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._say(json.dumps(screens))

    @property
    def pid(self) -> int:
        return self._process.pid

    def ready(self, timeout: float) -> None:
        if self._line(timeout) != "ready":
            raise RuntimeError("the screens could not join")

    def tell(self, shown: list[tuple[str, str]], timeout: float = 60.0) -> dict[str, Any]:
        """``shown``: (centre, room) whose last view is asked for."""
        self._say(json.dumps(shown))
        told: dict[str, Any] = json.loads(self._line(timeout))
        return told

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(10)

    def _say(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(text + "\n")
        self._process.stdin.flush()

    def _line(self, timeout: float) -> str:
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], timeout)[0]:
            raise TimeoutError(f"the screens said nothing for {timeout} s")
        return self._process.stdout.readline().strip()


class _Screen:
    """One websocket; comes back by itself when its line is lost."""

    __slots__ = (
        *("again_at", "centre", "data", "heard_at", "key", "port"),
        *("room", "seen", "seq", "sock", "up"),
    )

    def __init__(self, port: int, centre: str, key: str, room: str) -> None:
        self.port, self.centre, self.key, self.room = port, centre, key, room
        self.sock: socket.socket | None = None
        self.data, self.up = b"", False
        self.seq, self.seen = -1, b""
        self.again_at = self.heard_at = 0.0

    def open(self) -> None:
        self.sock = socket.create_connection((HOST, self.port), 5)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.data, self.up, self.seq = b"", False, -1
        self.heard_at = time.monotonic() + JOIN_S
        key = base64.b64encode(os.urandom(16)).decode()
        self.sock.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket&centre={self.centre} HTTP/1.1\r\n"
            f"Host: {HOST}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )

    def take(self) -> int:
        """Read what has come; how many views. Raises ``OSError`` when the line is lost."""
        assert self.sock is not None
        received = self.sock.recv(262_144)
        if not received:
            raise ConnectionError("cut off")
        self.data += received
        self.heard_at = max(self.heard_at, time.monotonic())
        if not self.up:
            end = self.data.find(b"\r\n\r\n")
            if end < 0:
                return 0
            if not self.data.startswith(b"HTTP/1.1 101"):
                raise ConnectionError("refused")
            self.data, self.up = self.data[end + 4 :], True
        views = 0
        while (text := self._frame()) is not None:
            views += self._hear(text)
        return views

    def _hear(self, text: bytes) -> int:
        assert self.sock is not None
        if text == b"2":
            self.sock.sendall(frame(b"3"))
        elif text.startswith(b"42["):
            return self._view(text)
        elif text.startswith(b"0{"):
            token = json.dumps({"token": self.key}).encode() if self.key else b""
            self.sock.sendall(frame(b"40" + token))
        elif text.startswith(b"40"):
            self.sock.sendall(frame(b'42["watch",' + json.dumps(self.room).encode() + b"]"))
        return 0

    def _view(self, text: bytes) -> int:
        at = text.find(b'"seq":')
        seq = int(text[at + 6 : text.find(b",", at)]) if at > 0 else -1
        if seq >= self.seq:
            self.seq, self.seen = seq, text
        return 1

    def _frame(self) -> bytes | None:
        data = self.data
        if len(data) < 2:
            return None
        length, at = data[1] & 0x7F, 2
        if length > 125:
            at = 4 if length == 126 else 10
            if len(data) < at:
                return None
            length = int.from_bytes(data[2:at], "big")
        if len(data) < at + length:
            return None
        if data[0] & 0x0F == CLOSE:
            raise ConnectionError("closed")
        self.data = data[at + length :]
        return data[at : at + length]


class _Wall:
    def __init__(self, wanted: list[list[Any]]) -> None:
        self._screens = [_Screen(*row) for row in wanted]
        self._by_fd: dict[int, _Screen] = {}
        self._poll = select.epoll()
        self._poll.register(sys.stdin.fileno(), select.EPOLLIN)
        self._next, self._views, self._lost, self._told = 0, 0, 0, False
        self._down: list[_Screen] = []
        self._looked_at = time.monotonic()

    def run(self) -> None:
        while True:
            self._connect()
            for number, _ in self._poll.poll(0.25):
                if number == sys.stdin.fileno():
                    if not self._answer():
                        return
                elif number in self._by_fd:
                    self._listen(number, self._by_fd[number])

    def _connect(self) -> None:
        joined = sum(1 for s in self._screens[: self._next] if s.seq >= 0 or s.again_at)
        while self._next < min(len(self._screens), joined + AT_ONCE):
            self._open(self._screens[self._next])
            self._next += 1
        now = time.monotonic()
        self._hang_up(now)
        due, self._down = (
            [s for s in self._down if s.again_at <= now][:AT_ONCE],
            [s for s in self._down if s.again_at > now]
            + [s for s in self._down if s.again_at <= now][AT_ONCE:],
        )
        for screen in due:
            self._open(screen)
        if not self._told and joined == len(self._screens):
            self._told = True
            print("ready", flush=True)

    def _open(self, screen: _Screen) -> None:
        try:
            screen.open()
            assert screen.sock is not None
            self._by_fd[screen.sock.fileno()] = screen
            self._poll.register(screen.sock, select.EPOLLIN)
        except OSError:
            self._later(screen)

    def _later(self, screen: _Screen) -> None:
        screen.again_at = time.monotonic() + AGAIN_S
        self._down.append(screen)

    def _listen(self, number: int, screen: _Screen) -> None:
        try:
            self._views += screen.take()
        except (OSError, ValueError):
            self._drop(number, screen)

    def _hang_up(self, now: float) -> None:
        if now < self._looked_at + 1.0:
            return
        # This process may itself have been held up: what has come meanwhile is read first.
        late, self._looked_at = now - self._looked_at > 2.0, now
        for number, screen in [] if late else list(self._by_fd.items()):
            if now - screen.heard_at > SILENT_S:
                self._drop(number, screen)

    def _drop(self, number: int, screen: _Screen) -> None:
        self._lost += 1
        with contextlib.suppress(OSError, ValueError):
            self._poll.unregister(number)
        del self._by_fd[number]
        if screen.sock is not None:
            screen.sock.close()
        self._later(screen)

    def _answer(self) -> bool:
        line = sys.stdin.readline()
        if not line:
            return False
        wanted = {tuple(pair) for pair in json.loads(line)}
        shown = [
            [s.centre, s.room, s.seq, s.seen.decode()]
            for s in self._screens
            if (s.centre, s.room) in wanted
        ]
        told = {
            "views": self._views,
            "lost": self._lost,
            "down": len(self._down),
            "cpu": time.process_time(),
            "shown": shown,
        }
        print(json.dumps(told), flush=True)
        return True


if __name__ == "__main__":
    _Wall(json.loads(sys.stdin.readline())).run()
