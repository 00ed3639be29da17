"""Many displays in one light process: raw websockets that note when a call reaches them.

Run as ``python -m load_displays --port N --displays 1000 [--room hall]``. One epoll loop, no
library: it must not dominate what it measures. Standard output gets ``ready`` once every display
has joined, then ``{"call": n, "last": t, "median": t, "heard": displays}`` whenever the last
display has heard of a newer call; ``t`` is ``time.monotonic_ns()``, which all processes of a
machine share.
"""

import argparse
import base64
import json
import os
import re
import select
import socket
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Self

HOST = "127.0.0.1"
AT_ONCE = 32
CALL = re.compile(rb'"call":(\d+)')
TEXT, CLOSE, PING = 1, 8, 9
READ = 256 * 1024
READY_S = 120.0


@dataclass(frozen=True, slots=True)
class Heard:
    """When a call reached the displays: nanoseconds of ``time.monotonic_ns()``."""

    call: int
    last: int
    median: int


class Displays:
    """The displays' process, seen from the bench. A context manager."""

    def __init__(self, port: int, displays: int, room: str | None) -> None:
        command = [sys.executable, __file__, "--port", str(port), "--displays", str(displays)]
        self._process = subprocess.Popen(
            command + (["--room", room] if room else []), stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        if self._line(READY_S) != "ready":
            raise RuntimeError("the displays could not join")
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        self._process.wait(10)

    def heard(self, call: int, timeout: float) -> Heard:
        """Wait until every display has heard of ``call``. Raises ``TimeoutError``."""
        while True:
            said = Heard(**json.loads(self._line(timeout)))
            if said.call >= call:
                return said

    def _line(self, timeout: float) -> str:
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], timeout)[0]:
            raise TimeoutError(f"the displays said nothing for {timeout} s")
        return self._process.stdout.readline().strip()


class _Display:
    """One raw websocket that speaks Engine.IO 4 and Socket.IO 5, no more than it must."""

    __slots__ = ("data", "joined", "socket", "upgraded")

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOST, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.data = b""
        self.upgraded = self.joined = False
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {HOST}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )

    def messages(self) -> list[bytes]:
        """What has come since, one text each. Raises ``ConnectionError`` at the end."""
        received = self.socket.recv(READ)
        if not received:
            raise ConnectionError("a display was cut off")
        self.data += received
        if not self.upgraded and not self._upgrade():
            return []
        found = []
        while (text := self._frame()) is not None:
            found.append(text)
        return found

    def say(self, text: bytes) -> None:
        self.socket.sendall(frame(text))

    def _upgrade(self) -> bool:
        end = self.data.find(b"\r\n\r\n")
        if end < 0:
            return False
        if not self.data.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(self.data[:200].decode(errors="replace"))
        self.data, self.upgraded = self.data[end + 4 :], True
        return True

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
            raise ConnectionError("the server closed a display")
        self.data = data[at + length :]
        return data[at : at + length]


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """A client's websocket frame (RFC 6455), masked with zeros: allowed, and free."""
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | opcode, 0x80 | size))
    elif size < 65_536:
        head = bytes((0x80 | opcode, 0x80 | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((0x80 | opcode, 0x80 | 127)) + size.to_bytes(8, "big")
    return head + b"\0\0\0\0" + payload


class _Crowd:
    def __init__(self, port: int, displays: int, room: str | None) -> None:
        self._port, self._wanted, self._room = port, displays, room
        self._poll = select.epoll()
        self._displays: dict[int, _Display] = {}
        self._joined = 0
        self._times: defaultdict[int, list[int]] = defaultdict(list)

    def run(self) -> None:
        while True:
            self._connect()
            for number, _ in self._poll.poll(1.0):
                display = self._displays[number]
                for text in display.messages():
                    self._take(display, text)

    def _connect(self) -> None:
        while len(self._displays) < min(self._wanted, self._joined + AT_ONCE):
            made = _Display(self._port)
            self._displays[made.socket.fileno()] = made
            self._poll.register(made.socket, select.EPOLLIN)

    def _take(self, display: _Display, text: bytes) -> None:
        if text == b"2":
            display.say(b"3")
        elif text.startswith(b"42"):
            if not display.joined:
                self._join(display)
            call = CALL.search(text)
            if call is not None:
                self._note(int(call[1]))
        elif text.startswith(b"0{"):
            display.say(b"40")
        elif text.startswith(b"40"):
            if self._room is None:
                self._join(display)
            else:
                display.say(b'42["watch",' + json.dumps(self._room).encode() + b"]")

    def _join(self, display: _Display) -> None:
        display.joined = True
        self._joined += 1
        if self._joined == self._wanted:
            print("ready", flush=True)

    def _note(self, call: int) -> None:
        times = self._times[call]
        times.append(time.monotonic_ns())
        if len(times) == self._wanted and self._joined == self._wanted:
            said = {"call": call, "last": times[-1], "median": times[len(times) // 2]}
            print(json.dumps(said), flush=True)
            del self._times[call]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--displays", type=int, required=True)
    parser.add_argument("--room", default=None)
    asked = parser.parse_args()
    _Crowd(asked.port, asked.displays, asked.room).run()


if __name__ == "__main__":
    main()
