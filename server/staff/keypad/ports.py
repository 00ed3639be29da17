"""The two kinds of keypad behind one face: boxes of the line protocol, and USB numpads."""

import secrets
import time
from collections.abc import Callable
from typing import Protocol

from hardware.line_protocol import Ack, Hello, Light, LineParser, Press, build
from hardware.numpad import KeyDown, NumpadLink, is_input_url
from hardware.serial_link import PortState, SerialLink
from server.staff.keypad.keys import NUMPAD_KEYS

MOST_AGE_MS = 3_600_000


class Listener(Protocol):
    """Who hears a keypad. Called on the port's thread."""

    def opened(self) -> None:
        """The keypad is there, or there again: it knows nothing of its lamps."""

    def pressed(self, press: Press) -> None: ...


class KeypadPort(Protocol):
    """A keypad: presses out, acknowledgements and lights in."""

    @property
    def is_open(self) -> bool: ...

    def start(self) -> None: ...

    def acknowledge(self, ack: Ack) -> None: ...

    def show(self, light: Light) -> None: ...

    def close(self) -> None: ...


class LinePort:
    """A box of the line protocol. Raises hardware.serial_link.PortUrlError."""

    def __init__(self, url: str, listener: Listener) -> None:
        self._listener, self._parser = listener, LineParser()
        self._link = SerialLink(url, self._on_bytes, self._on_open)

    @property
    def is_open(self) -> bool:
        return self._link.state is PortState.OPEN

    def start(self) -> None:
        self._link.start()

    def acknowledge(self, ack: Ack) -> None:
        self._link.write(build(ack))

    def show(self, light: Light) -> None:
        self._link.write(build(light))

    def close(self) -> None:
        self._link.close()

    def _on_open(self) -> None:
        self._parser.reset()
        self._listener.opened()

    def _on_bytes(self, data: bytes) -> None:
        for frame in self._parser.feed(data):
            if isinstance(frame, Hello):
                self._listener.opened()
            elif isinstance(frame, Press):
                self._listener.pressed(frame)


class NumpadPort:
    """A USB numpad. It keeps nothing, so its presses are numbered here, anew at every start."""

    def __init__(self, url: str, listener: Listener) -> None:
        self._listener = listener
        self._boot, self._seq = secrets.token_hex(6), 0
        self._link = NumpadLink(url, self._on_key, listener.opened)

    @property
    def is_open(self) -> bool:
        return self._link.state is PortState.OPEN

    def start(self) -> None:
        self._link.start()

    def acknowledge(self, ack: Ack) -> None:
        """A numpad waits for no acknowledgement."""

    def show(self, light: Light) -> None:
        self._link.light(light.on)

    def close(self) -> None:
        self._link.close()

    def _on_key(self, key: KeyDown) -> None:
        meant = NUMPAD_KEYS.get(key.code)
        if meant is None:
            return
        self._seq += 1
        age = min(MOST_AGE_MS, max(0, time.time_ns() // 1_000_000 - key.at))
        self._listener.pressed(Press("numpad", self._boot, self._seq, self._seq, meant, age))


def make_port(url: str, listener: Listener) -> KeypadPort:
    """The port behind a URL: ``input://…`` or any of SerialLink's. Raises PortUrlError."""
    kind: Callable[[str, Listener], KeypadPort] = NumpadPort if is_input_url(url) else LinePort
    return kind(url, listener)
