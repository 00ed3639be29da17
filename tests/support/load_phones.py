"""Many phones in one light process: raw websockets, each watching a room of its own.

Run as ``python -m load_phones --port N --rooms FILE`` with a JSON list of rooms. Standard output
gets ``ready`` once every phone has its first view. From then on every line on standard input is
answered: ``begin`` forgets what was heard so far, ``end`` prints what came since as JSON: a list of
[milliseconds since ``begin``, phone, bytes of the text].
"""

import argparse
import json
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from load_displays import _Display

AT_ONCE = 32
READY_S = 180.0
ANSWER_S = 60.0

Heard = tuple[int, int, int]
"""Milliseconds, phone, bytes."""


class Phones:
    """The phones' process, seen from the bench. A context manager."""

    def __init__(self, port: int, rooms: Sequence[str]) -> None:
        self._rooms = tempfile.NamedTemporaryFile("w", suffix=".json")  # noqa: SIM115
        json.dump(list(rooms), self._rooms)
        self._rooms.flush()
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--port", str(port), "--rooms", self._rooms.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        if self._line(READY_S) != "ready":
            raise RuntimeError("the phones could not join")
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        self._process.wait(10)
        self._rooms.close()

    def begin(self) -> None:
        self._say("begin")
        self._line(ANSWER_S)

    def end(self) -> list[Heard]:
        """What the phones were told since ``begin``."""
        self._say("end")
        return [(at, phone, size) for at, phone, size in json.loads(self._line(ANSWER_S))]

    def _say(self, word: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()

    def _line(self, timeout: float) -> str:
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], timeout)[0]:
            raise TimeoutError(f"the phones said nothing for {timeout} s")
        return self._process.stdout.readline().strip()


class _Crowd:
    def __init__(self, port: int, rooms: list[str]) -> None:
        self._port, self._rooms = port, rooms
        self._poll = select.epoll()
        self._poll.register(sys.stdin, select.EPOLLIN)
        self._phones: dict[int, tuple[int, _Display]] = {}
        self._joined = 0
        self._began = 0.0
        self._heard: list[Heard] = []

    def run(self) -> None:
        while True:
            self._connect()
            for number, _ in self._poll.poll(1.0):
                if number == sys.stdin.fileno():
                    self._obey(sys.stdin.readline().strip())
                    continue
                index, phone = self._phones[number]
                for text in phone.messages():
                    self._take(index, phone, text)

    def _obey(self, word: str) -> None:
        if word == "begin":
            self._heard, self._began = [], time.monotonic()
            print("begun", flush=True)
        elif word == "end":
            print(json.dumps(self._heard), flush=True)
        else:
            raise SystemExit(0)

    def _connect(self) -> None:
        while len(self._phones) < min(len(self._rooms), self._joined + AT_ONCE):
            phone = _Display(self._port)
            self._phones[phone.socket.fileno()] = (len(self._phones), phone)
            self._poll.register(phone.socket, select.EPOLLIN)

    def _take(self, index: int, phone: _Display, text: bytes) -> None:
        if text == b"2":
            phone.say(b"3")
        elif text.startswith(b"42"):
            if phone.joined:
                at = int((time.monotonic() - self._began) * 1000)
                self._heard.append((at, index, len(text)))
            else:
                self._join(phone)
        elif text.startswith(b"0{"):
            phone.say(b"40")
        elif text.startswith(b"40"):
            phone.say(b'42["watch",' + json.dumps(self._rooms[index]).encode() + b"]")

    def _join(self, phone: _Display) -> None:
        phone.joined = True
        self._joined += 1
        if self._joined == len(self._rooms):
            print("ready", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--rooms", type=Path, required=True)
    asked = parser.parse_args()
    _Crowd(asked.port, json.loads(asked.rooms.read_text())).run()


if __name__ == "__main__":
    main()
