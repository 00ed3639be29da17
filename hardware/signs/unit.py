"""One sign on a bus: how a text becomes what goes over the line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hardware.signs import modbus_rtu
from hardware.signs.encoding import ENCODINGS
from hardware.transport import Transport


class SignUnit(Protocol):
    """A sign that can be told what to show."""

    @property
    def name(self) -> str:
        """What people call it in logs."""

    def show(self, line: Transport, text: str, deadline_s: float) -> None:
        """Make the sign show ``text``. Raises NotShown (it does not fit), SignFault (it did not
        answer or refused) and TransportError (the line is lost)."""


@dataclass(frozen=True, slots=True)
class ModbusSign:
    """A Modbus RTU board. Text goes to ``register`` onwards; ``width`` digits or characters.

    ``function`` is 6 (one register) or 16 (several); ``encoding`` a key of ENCODINGS.
    """

    unit: int
    register: int = 0
    encoding: str = "integer"
    width: int = 4
    function: int = modbus_rtu.WRITE_ONE

    def __post_init__(self) -> None:
        if self.encoding not in ENCODINGS:
            raise ValueError(f"unknown encoding: {self.encoding!r}")
        if self.function not in (modbus_rtu.WRITE_ONE, modbus_rtu.WRITE_MANY):
            raise ValueError(f"function {self.function}: 6 or 16")
        if self.unit not in modbus_rtu.UNITS or not 1 <= self.width <= 100:
            raise ValueError(f"unit {self.unit}, width {self.width}")
        if not 0 <= self.register <= 0xFFFF:
            raise ValueError(f"register {self.register}")

    @property
    def name(self) -> str:
        return f"modbus {self.unit}"

    def show(self, line: Transport, text: str, deadline_s: float) -> None:
        values = ENCODINGS[self.encoding](text, self.width)
        if self.function == modbus_rtu.WRITE_MANY:
            requests = [modbus_rtu.write_many(self.unit, self.register, values)]
        else:
            requests = [
                modbus_rtu.write_one(self.unit, self.register + at, value)
                for at, value in enumerate(values)
            ]
        for request in requests:
            modbus_rtu.transact(line, request, deadline_s)
