"""What the registers of a Modbus pad mean, and what a reading says was pressed. Pure.

A unit counts its presses in a register of 16 bits, so that a press is taken once however often
the register is read, and is not missed when it is read late. Two kinds are met:

- one counter for all keys, and a register (or a ring of them) with the key: press n, as the
  counter counts, stands in register ``key + (n - 1) mod ring``;
- one counter a key, as input modules with pulse counters have: ``key_counters``.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hardware.line_protocol import RING_SIZE
from hardware.signs.modbus_rtu import MOST_REGISTERS, READ_HOLDING, READ_INPUT

RINGS: Final = (1, 2, 4, 8, 16, 32, 64)
"""Lengths that divide 65536: a ring must go on evenly when the counter wraps."""
MOST_KEYS: Final = 16
NO_KEY: Final = 0
_WRAP: Final = 0x10000


@dataclass(frozen=True, slots=True)
class Channel:
    """One counter of presses. Without ``key`` registers it counts the presses of ``always``."""

    counter: int
    key: int | None = None
    ring: int = 1
    always: int = NO_KEY

    def registers(self) -> list[int]:
        first = self.counter if self.key is None else self.key
        return [self.counter, *range(first, first + (0 if self.key is None else self.ring))]

    def key_of(self, number: int, registers: Mapping[int, int]) -> int:
        """The key of the press ``number``; NO_KEY for a value no key has."""
        if self.key is None:
            return self.always
        value = registers[self.key + (number - 1) % self.ring]
        return value if value <= 255 else NO_KEY


@dataclass(frozen=True, slots=True)
class Layout:
    """The registers of a unit. ``boot``: a register with another value after each power-up.
    ``lamp``: a register to write (FC 6) ``lamp_on`` or 0 to; None writes how many keys to light.

    Raises ValueError for registers or lengths outside the grammar.
    """

    counter: int = 0
    key: int = 1
    ring: int = 1
    key_counters: tuple[int, ...] = ()
    boot: int | None = None
    lamp: int | None = None
    lamp_on: int | None = None
    function: int = READ_HOLDING

    def __post_init__(self) -> None:
        if self.function not in (READ_HOLDING, READ_INPUT):
            raise ValueError(f"function {self.function}: 3 or 4")
        if self.ring not in RINGS or len(self.key_counters) > MOST_KEYS:
            raise ValueError(f"ring = 1, 2, 4 … 64; key_counters: at most {MOST_KEYS}")
        lamp = [value for value in (self.lamp, self.lamp_on) if value is not None]
        if not all(0 <= value < _WRAP for value in [*self._read(), *lamp]):
            raise ValueError("registers and values: 0..65535")
        if self.count > MOST_REGISTERS:
            raise ValueError(f"the registers to read are further apart than {MOST_REGISTERS}")

    @property
    def channels(self) -> tuple[Channel, ...]:
        if self.key_counters:
            each = enumerate(self.key_counters, 1)
            return tuple(Channel(counter, always=key) for key, counter in each)
        return (Channel(self.counter, self.key, self.ring),)

    @property
    def first(self) -> int:
        """The first register to read; ``count`` of them hold all that is needed."""
        return min(self._read())

    @property
    def count(self) -> int:
        return max(self._read()) - self.first + 1

    def lamp_value(self, lit_keys: int) -> int:
        """What to write for so many lit keys (0: dark)."""
        return lit_keys if self.lamp_on is None or lit_keys == 0 else self.lamp_on

    def _read(self) -> list[int]:
        own = [register for channel in self.channels for register in channel.registers()]
        return own if self.boot is None else [*own, self.boot]


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a channel was followed: ``boot`` names a power-up of the unit as far as it is
    known, ``seq`` the last press; its low 16 bits are the unit's counter."""

    boot: str
    seq: int


@dataclass(frozen=True, slots=True)
class Step:
    """What a reading says: presses ``first`` .. ``mark.seq`` of the boot ``mark.boot`` are new
    (none when ``first`` is beyond). ``lost`` presses were made that nobody knows the key of."""

    mark: Mark
    first: int
    lost: int = 0

    @property
    def numbers(self) -> range:
        return range(self.first, self.mark.seq + 1)


def follow(mark: Mark | None, counter: int, boot: int | None, ring: int | None) -> Step:
    """From the mark of the last reading to this one.

    ``boot`` is the unit's boot register if it has one, ``ring`` how many keys can be read back
    (None: all). A unit never met before begins where its counter stands: when its presses were
    made, and whether they had been counted, nobody knows. A counter that went back, or on by more
    than RING_SIZE, began again at 0.
    """
    if mark is None:
        return Step(Mark(_boot_name(boot), counter), counter + 1)
    delta = (counter - mark.seq) % _WRAP
    same = boot is None or mark.boot.startswith(_prefix(boot))
    if same and delta <= RING_SIZE:
        return _step(Mark(mark.boot, mark.seq + delta), delta, ring)
    fresh = Mark(_boot_name(boot), counter)
    return _step(fresh, counter if counter <= RING_SIZE else 0, ring)


def keys_of(channel: Channel, step: Step, registers: Mapping[int, int]) -> list[int]:
    """The key of each new press, in order."""
    return [channel.key_of(number, registers) for number in step.numbers]


def by_register(layout: Layout, values: Sequence[int]) -> dict[int, int]:
    return dict(enumerate(values, layout.first))


def _step(mark: Mark, made: int, ring: int | None) -> Step:
    known = made if ring is None else min(made, ring)
    return Step(mark, mark.seq - known + 1, made - known)


def _boot_name(boot: int | None) -> str:
    return ("" if boot is None else _prefix(boot)) + secrets.token_hex(4)


def _prefix(boot: int) -> str:
    return f"{boot:04x}-"
