"""Where presses come from, behind one face: boxes of the line protocol, and USB numpads.

A port hands presses over with dev, boot, seq and base, again and again until they are
acknowledged; what a key means is the listener's business. Modbus pads: hardware.modbus_pads.
"""

import logging
import secrets
import time
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from hardware.line_protocol import (
    RING_SIZE,
    SILENCE_S,
    Ack,
    Hello,
    Light,
    LineParser,
    Press,
    build,
)
from hardware.numpad import KeyDown, NumpadLink, is_input_url
from hardware.serial_link import PortState, SerialLink

log = logging.getLogger(__name__)

MOST_AGE_MS: Final = 3_600_000


class PressListener(Protocol):
    """Who hears a port. Called on the port's thread."""

    def opened(self) -> None:
        """The device is there, or there again: it knows nothing of its lamps."""

    def pressed(self, presses: Sequence[Press], dated: bool = True) -> None:
        """Keep the presses, then acknowledge them. ``dated``: their ages can be believed."""

    def idle(self) -> None:
        """About once a second."""


class PressPort(Protocol):
    """A device with keys: presses out, acknowledgements and lights in."""

    @property
    def is_open(self) -> bool: ...

    @property
    def rejects(self) -> Counter[str]:
        """What was thrown away so far, by reason."""

    def start(self) -> None:
        """Begin; returns at once, and opens the device again whenever it is lost."""

    def acknowledge(self, ack: Ack) -> None: ...

    def show(self, light: Light) -> None: ...

    def close(self) -> None: ...


class HeldPresses:
    """Presses of a device that keeps none itself: the last RING_SIZE until acknowledged."""

    def __init__(self, dev: str) -> None:
        self._dev = dev
        self._held: deque[tuple[str, int, int, int]] = deque(maxlen=RING_SIZE)

    @property
    def empty(self) -> bool:
        return not self._held

    def add(self, boot: str, seq: int, key: int, at: int) -> None:
        """Hold a press made ``at`` (epoch milliseconds)."""
        self._held.append((boot, seq, key, at))

    def acknowledge(self, ack: Ack) -> None:
        while self._held and self._held[0][0] == ack.boot and self._held[0][1] <= ack.seq:
            self._held.popleft()

    def frames(self, now: int) -> list[Press]:
        """What is held, oldest first. ``base`` is the press itself: one is only held after those
        before it, and a number left out is a press that nobody knows."""
        return [
            Press(self._dev, boot, seq, seq, key, min(MOST_AGE_MS, max(0, now - at)))
            for boot, seq, key, at in self._held
        ]


class LinePort:
    """A box of the line protocol. Raises hardware.serial_link.PortUrlError."""

    def __init__(self, url: str, listener: PressListener) -> None:
        self._listener, self._parser = listener, LineParser()
        self._link = SerialLink(url, self._on_bytes, self._on_open, self._on_lost, self._on_idle)
        self._heard_at, self._silent = time.monotonic(), False

    @property
    def is_open(self) -> bool:
        return self._link.state is PortState.OPEN

    @property
    def rejects(self) -> Counter[str]:
        return self._parser.rejects

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
        self._heard_at = time.monotonic()
        self._listener.opened()

    def _on_lost(self, reason: str) -> None:
        self._parser.reset()

    def _on_bytes(self, data: bytes) -> None:
        frames = self._parser.feed(data)
        if frames:
            self._heard_at = time.monotonic()
        if any(isinstance(frame, Hello) for frame in frames):
            self._listener.opened()
        presses = [frame for frame in frames if isinstance(frame, Press)]
        if presses:
            self._listener.pressed(presses)

    def _on_idle(self) -> None:
        self._listener.idle()
        silent = time.monotonic() - self._heard_at > SILENCE_S
        if silent and not self._silent:
            log.warning("the box has been silent for %d s", SILENCE_S)
        self._silent = silent


class NumpadPort:
    """A USB numpad. It keeps nothing, so its presses are numbered and held here, anew at every
    start. ``keys``: what each key code of linux/input-event-codes.h stands for."""

    def __init__(self, url: str, listener: PressListener, keys: Mapping[int, int]) -> None:
        self._listener, self._keys = listener, keys
        self._boot, self._seq = secrets.token_hex(6), 0
        self._held = HeldPresses("numpad")
        self._link = NumpadLink(url, self._on_key, listener.opened, on_idle=self._on_idle)

    @property
    def is_open(self) -> bool:
        return self._link.state is PortState.OPEN

    @property
    def rejects(self) -> Counter[str]:
        return Counter()

    def start(self) -> None:
        self._link.start()

    def acknowledge(self, ack: Ack) -> None:
        self._held.acknowledge(ack)

    def show(self, light: Light) -> None:
        self._link.light(light.on)

    def close(self) -> None:
        self._link.close()

    def _on_key(self, key: KeyDown) -> None:
        meant = self._keys.get(key.code)
        if meant is None:
            log.debug("key %d stands for nothing", key.code)
        else:
            self._seq += 1
            self._held.add(self._boot, self._seq, meant, key.at)
            self._hand_over()

    def _on_idle(self) -> None:
        self._hand_over()
        self._listener.idle()

    def _hand_over(self) -> None:
        presses = self._held.frames(time.time_ns() // 1_000_000)
        if presses:
            self._listener.pressed(presses)


def open_port(url: str, listener: PressListener, numpad_keys: Mapping[int, int]) -> PressPort:
    """The port behind a URL: ``hid://…`` (or ``input://…``) or any of SerialLink's. Raises
    PortUrlError."""
    if is_input_url(url):
        return NumpadPort(url, listener, numpad_keys)
    return LinePort(url, listener)
