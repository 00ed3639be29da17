"""One Modbus pad as a port of presses: readings in, numbered presses out, the lamp by FC 6."""

import logging
import time
from collections import Counter
from typing import Final, Protocol

from hardware.line_protocol import Ack, Light
from hardware.modbus_pads.bus import Ask, PadBus
from hardware.modbus_pads.layout import Channel, Layout, Mark, by_register, follow, keys_of
from hardware.press_ports import HeldPresses, PressListener
from hardware.press_store import StoreError
from hardware.signs import modbus_rtu

log = logging.getLogger(__name__)

LONGEST_GAP_MS: Final = 5_000
"""Between two readings: a press found after it was made just now, as far as visits go. After a
longer one nobody knows whose visit it was about."""
HEARD_MS: Final = 1_000
ALL_KEYS: Final = 16


class RememberingListener(PressListener, Protocol):
    """A listener that also keeps how far each device was followed, durable."""

    def last_of(self, dev: str) -> Mark | None:
        """The last press of ``dev`` that was kept, or what was adopted since."""

    def adopt(self, dev: str, mark: Mark) -> None:
        """Go on from ``mark``: presses before it are not to be taken."""

    def heard(self) -> None:
        """The device answers; told about once a second."""

    def heard_at(self) -> int:
        """When that was told last, also by an earlier life (epoch milliseconds), or 0."""


class _Followed:
    """A channel, the device its presses are said to come from, and how far it was followed."""

    def __init__(self, channel: Channel, dev: str) -> None:
        self.channel, self.dev = channel, dev
        self.mark: Mark | None = None
        self.dated = True
        self.held = HeldPresses(dev)


class ModbusPort:
    """The pad ``unit`` on ``bus``; joins it. ``name`` is its device id in reports."""

    def __init__(
        self, bus: PadBus, unit: int, layout: Layout, name: str, listener: RememberingListener
    ) -> None:
        self.unit, self._layout, self._listener = unit, layout, listener
        several = len(layout.channels) > 1
        self._followed = [
            _Followed(channel, f"{name}-k{at}" if several else name)
            for at, channel in enumerate(layout.channels, 1)
        ]
        self._answers, self._lamp_due = False, False
        self._lamp, self._told_at = 0, 0
        self._heard_at: int | None = None
        bus.join(self)

    @property
    def is_open(self) -> bool:
        return self._answers

    @property
    def rejects(self) -> Counter[str]:
        return Counter()

    def start(self) -> None:
        """The bus starts its units."""

    def acknowledge(self, ack: Ack) -> None:
        for followed in self._followed:
            followed.held.acknowledge(ack)

    def show(self, light: Light) -> None:
        """The lamp is written in the unit's next turn."""
        lit = (light.keys or ALL_KEYS) if light.on else 0
        self._lamp, self._lamp_due = self._layout.lamp_value(lit), True

    def close(self) -> None:
        """The bus is closed by who made it; its last turn takes the lamp's last word."""

    def turn(self, ask: Ask) -> None:
        layout = self._layout
        values = ask(modbus_rtu.read(self.unit, layout.first, layout.count, layout.function))
        now = _now_ms()
        if not self._answers:
            self._answers = True
            self._listener.opened()
        self._hear(by_register(layout, values), now)
        self._heard_at = now
        if now - self._told_at >= HEARD_MS:
            self._told_at = now
            self._listener.heard()
        if self._lamp_due and layout.lamp is not None:
            value = self._lamp
            ask(modbus_rtu.write_one(self.unit, layout.lamp, value))
            self._lamp_due = self._lamp != value

    def silent(self) -> None:
        self._answers = False

    def idle(self) -> None:
        self._listener.idle()

    def _hear(self, registers: dict[int, int], now: int) -> None:
        before = self._listener.heard_at() if self._heard_at is None else self._heard_at
        dated = now - before <= LONGEST_GAP_MS
        for followed in self._followed:
            try:
                if followed.held.empty:
                    followed.dated = dated
                self._follow(followed, registers, now)
            except StoreError as error:
                # The mark stays where it was: the next reading says the same again.
                log.error("unit %d cannot be followed: %s", self.unit, error)
                continue
            presses = followed.held.frames(now)
            if presses:
                self._listener.pressed(presses, followed.dated)

    def _follow(self, followed: _Followed, registers: dict[int, int], at: int) -> None:
        channel, dev = followed.channel, followed.dev
        before = followed.mark or self._listener.last_of(dev)
        boot = None if self._layout.boot is None else registers[self._layout.boot]
        ring = None if channel.key is None else channel.ring
        step = follow(before, registers[channel.counter], boot, ring)
        if not step.numbers and step.mark != before:
            self._listener.adopt(dev, step.mark)
        if step.lost:
            log.warning("unit %d: %d presses whose key is not known", self.unit, step.lost)
        for seq, key in zip(step.numbers, keys_of(channel, step, registers), strict=True):
            followed.held.add(step.mark.boot, seq, key, at)
        followed.mark = step.mark


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
