"""A Modbus pad without the pad: the keys of one unit on a `VirtualSigns` bus."""

import secrets

from hardware.modbus_pads.layout import Layout
from hardware.virtual.sign_bus import VirtualSigns


class VirtualModbusPad:
    """Unit ``unit`` of ``bus``, which counts presses as ``layout`` says."""

    def __init__(self, bus: VirtualSigns, unit: int, layout: Layout, counter: int = 0) -> None:
        self._bus, self.unit, self._layout = bus, unit, layout
        self._counters: dict[int, int] = {}
        self._begin(counter)

    def press(self, key: int) -> None:
        """Press a key (from 1)."""
        layout = self._layout
        register = layout.key_counters[key - 1] if layout.key_counters else layout.counter
        self._counters[register] += 1
        values = {register: self._counters[register] % 0x10000}
        if not layout.key_counters:
            values[layout.key + (self._counters[register] - 1) % layout.ring] = key
        self._bus.put(self.unit, values)

    @property
    def lamp(self) -> int:
        """What the lamp's register holds."""
        assert self._layout.lamp is not None
        return self._bus.register(self.unit, self._layout.lamp) or 0

    def power_cycle(self) -> None:
        """Off and on again: all registers at 0, and another boot number."""
        self._bus.power_cycle(self.unit)
        self._begin(0)

    def _begin(self, counter: int) -> None:
        registers = self._layout.key_counters or (self._layout.counter,)
        self._counters = dict.fromkeys(registers, counter)
        self._bus.put(self.unit, dict.fromkeys(registers, counter % 0x10000))
        if self._layout.boot is not None:
            self._bus.put(self.unit, {self._layout.boot: secrets.randbelow(0x10000)})
