"""Many screens of many centres in one light process, which behave as pages do: each takes its line
for dead when the beats it was promised stay out, and comes back after a growing pause with jitter.

Run as ``python -m province_screens N`` (so many may be joining at a time) with a JSON list of
``[port, centre, key, room]`` on standard input. Prints ``ready`` once each has had its first view;
then answers each line on standard input (``tell``) with one line of JSON: views received, lines
lost, and of each room the highest sequence number with what it showed last (for the rooms named in
the question).
"""

import base64
import contextlib
import json
import os
import random
import select
import socket
import subprocess
import sys
import time
from typing import Any

from load_displays import CLOSE, frame

HOST = "127.0.0.1"
AT_ONCE = 48
CONNECT_S = 4.0
"""For a line to open (the pages' own bound)."""
AGAIN_S, AGAIN_MOST_S = 0.3, 2.0
"""The pause before a screen comes back, doubled with each try, half of it by chance."""
LOOK_S = 0.25
BEAT, ANSWER = frame(b"2")[:1] + b"\x012", frame(b"3")


class Screens:
    """The screens' process, seen from the bench. A context manager."""

    def __init__(self, screens: list[tuple[int, str, str, str]], at_once: int = AT_ONCE) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(at_once)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._say(json.dumps(screens))

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_ready(self) -> bool:
        """Whether all have joined. Asked until they have, and not again."""
        assert self._process.stdout is not None
        there = select.select([self._process.stdout], [], [], 0)[0]
        return bool(there) and self._process.stdout.readline().strip() == "ready"

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
        *("again_at", "centre", "data", "dead_at", "key", "patience_s", "port"),
        *("room", "seen", "seq", "sock", "tries", "up"),
    )

    def __init__(self, port: int, centre: str, key: str, room: str) -> None:
        self.port, self.centre, self.key, self.room = port, centre, key, room
        self.sock: socket.socket | None = None
        self.data, self.up = b"", False
        self.seq, self.seen = -1, b""
        self.again_at = self.dead_at = self.patience_s = 0.0
        self.tries = 0

    def open(self) -> None:
        self.sock = socket.create_connection((HOST, self.port), 5)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.data, self.up, self.seq = b"", False, -1
        self.dead_at = time.monotonic() + CONNECT_S
        key = base64.b64encode(os.urandom(16)).decode()
        self.sock.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket&centre={self.centre} HTTP/1.1\r\n"
            f"Host: {HOST}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )

    def has_more(self) -> bool:
        """Whether something has come that was not read yet."""
        assert self.sock is not None
        try:
            return bool(self.sock.recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK))
        except OSError:
            return False

    def take(self) -> int:
        """Read what has come; how many views. Raises ``OSError`` when the line is lost."""
        assert self.sock is not None
        received = self.sock.recv(262_144)
        if not received:
            raise ConnectionError("cut off")
        if received == BEAT and not self.data:
            self._beat()
            return 0
        self.data += received
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
            self._beat()
        elif text.startswith(b"42["):
            return self._view(text)
        elif text.startswith(b"0{"):
            told = json.loads(text[1:])
            self.patience_s = (told["pingInterval"] + told["pingTimeout"]) / 1000
            self.dead_at = time.monotonic() + self.patience_s
            token = json.dumps({"token": self.key}).encode() if self.key else b""
            self.sock.sendall(frame(b"40" + token))
        elif text.startswith(b"44"):
            raise ConnectionError("not greeted")
        elif text.startswith(b"40"):
            self.sock.sendall(frame(b'42["watch",' + json.dumps(self.room).encode() + b"]"))
        return 0

    def _beat(self) -> None:
        assert self.sock is not None
        self.dead_at = time.monotonic() + self.patience_s
        self.sock.sendall(ANSWER)

    def pause_s(self) -> float:
        """Before the next try."""
        self.tries += 1
        longest: float = min(AGAIN_MOST_S, AGAIN_S * 2 ** (self.tries - 1))
        return longest * random.uniform(0.5, 1.5)

    def _view(self, text: bytes) -> int:
        self.tries = 0
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
    def __init__(self, wanted: list[list[Any]], at_once: int) -> None:
        self._at_once = at_once
        self._screens = [_Screen(*row) for row in wanted]
        self._by_fd: dict[int, _Screen] = {}
        self._poll = select.epoll()
        self._poll.register(sys.stdin.fileno(), select.EPOLLIN)
        self._next, self._views, self._lost, self._told = 0, 0, 0, False
        self._down: list[_Screen] = []
        self._looked_at = time.monotonic()

    def run(self) -> None:
        looks_at = 0.0
        while True:
            if (now := time.monotonic()) >= looks_at or not self._told:
                looks_at = now + LOOK_S
                self._connect(now)
            for number, _ in self._poll.poll(LOOK_S):
                if number == sys.stdin.fileno():
                    if not self._answer():
                        return
                elif number in self._by_fd:
                    self._listen(number, self._by_fd[number])

    def _connect(self, now: float) -> None:
        if not self._told:
            joined = sum(1 for s in self._screens[: self._next] if s.seq >= 0 or s.again_at)
            while self._next < min(len(self._screens), joined + self._at_once):
                self._open(self._screens[self._next])
                self._next += 1
            if joined == len(self._screens):
                self._told = True
                print("ready", flush=True)
        self._hang_up(now)
        due = [s for s in self._down if s.again_at <= now]
        self._down = [s for s in self._down if s.again_at > now]
        for screen in due:
            self._open(screen)

    def _open(self, screen: _Screen) -> None:
        try:
            screen.open()
            assert screen.sock is not None
            self._by_fd[screen.sock.fileno()] = screen
            self._poll.register(screen.sock, select.EPOLLIN)
        except OSError:
            self._later(screen)

    def _later(self, screen: _Screen) -> None:
        screen.again_at = time.monotonic() + screen.pause_s()
        self._down.append(screen)

    def _listen(self, number: int, screen: _Screen) -> None:
        try:
            self._views += screen.take()
        except (OSError, ValueError):
            self._drop(number, screen)

    def _hang_up(self, now: float) -> None:
        if now < self._looked_at + 1.0:
            return
        self._looked_at = now
        for number, screen in list(self._by_fd.items()):
            # This process may itself be late: what has come meanwhile is read first.
            if now > screen.dead_at and not screen.has_more():
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
    _Wall(json.loads(sys.stdin.readline()), int(sys.argv[1])).run()
