"""The host's end of a pad's line, by hand: read frames, send frames, notice a pulled plug."""

import time
from collections import deque
from collections.abc import Callable
from typing import Any, Self, TypeVar

import serial

from hardware.line_protocol import Frame, LineParser, Press, build
from hardware.serial_link import parse_port_url

F = TypeVar("F")
DEADLINE_S = 30.0


class SerialHost:
    """A port opened by URL; every wait ends in AssertionError after DEADLINE_S."""

    def __init__(self, url: str) -> None:
        self._path = parse_port_url(url).target
        self._heard: deque[Frame] = deque()
        self._parser = LineParser()
        self._port: Any = None

    def __enter__(self) -> Self:
        self.reopen()
        return self

    def __exit__(self, *_: object) -> None:
        self._port.close()

    def reopen(self) -> None:
        if self._port is not None:
            self._port.close()
        self._heard.clear()
        self._parser.reset()
        self._port = serial.Serial(self._path, 115200, timeout=0.05, write_timeout=1)

    def send(self, frame: Frame) -> None:
        self._port.write(build(frame))

    def next(self, kind: type[F]) -> F:
        """The next frame of this kind; others before it are passed over."""
        end = time.monotonic() + DEADLINE_S
        while time.monotonic() < end:
            while self._heard:
                frame = self._heard.popleft()
                if isinstance(frame, kind):
                    return frame
            self._heard.extend(self._parser.feed(self._port.read(256)))
        raise AssertionError(f"no {kind.__name__} within {DEADLINE_S} s")

    def next_where(self, holds: Callable[[Press], bool]) -> Press:
        end = time.monotonic() + DEADLINE_S
        while time.monotonic() < end:
            press = self.next(Press)
            if holds(press):
                return press
        raise AssertionError("no such press")

    def wait_lost(self) -> None:
        end = time.monotonic() + DEADLINE_S
        while time.monotonic() < end:
            try:
                self._port.read(256)
            except (OSError, serial.SerialException):
                return
        raise AssertionError("the port did not notice")
