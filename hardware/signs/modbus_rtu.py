"""Modbus RTU, as much of it as signs need: function codes 3, 4, 6 and 16.

Sources: "MODBUS Application Protocol Specification V1.1b3" (frames, exceptions) and "MODBUS over
Serial Line V1.02" (checksum, the silence of 3.5 characters between frames). Registers hold
0..65535; addresses of units are 1..247.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hardware.crc import crc16_modbus
from hardware.transport import Transport

READ_HOLDING: Final = 3
READ_INPUT: Final = 4
WRITE_ONE: Final = 6
WRITE_MANY: Final = 16
UNITS: Final = range(1, 248)
MOST_REGISTERS: Final = 123
"""More do not fit a frame (FC 16)."""
QUIET_S: Final = 0.005
"""3.5 characters at 9600 baud are 4 ms; faster lines need no less than 1.75 ms."""
_EXCEPTION = 0x80
_SHORTEST = 5
_MOST_NOISE = 512


class Fault(StrEnum):
    """Why a unit did not do what it was told."""

    SILENT = "silent"
    REFUSED = "refused"


class SignFault(Exception):
    """The unit gave no valid answer in time, or answered that it will not."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault.value}: {detail}" if detail else fault.value)
        self.fault, self.detail = fault, detail


@dataclass(frozen=True, slots=True)
class Request:
    """A frame to send, and how long the answer's bytes are when all goes well."""

    frame: bytes
    answer_bytes: int

    @property
    def unit(self) -> int:
        return self.frame[0]

    @property
    def function(self) -> int:
        return self.frame[1]


def write_one(unit: int, register: int, value: int) -> Request:
    """FC 6: one register. Raises ValueError for what does not fit."""
    return _request(unit, WRITE_ONE, _two(register, value), 8)


def write_many(unit: int, register: int, values: Sequence[int]) -> Request:
    """FC 16: 1 to MOST_REGISTERS registers in a row. Raises ValueError."""
    if not 1 <= len(values) <= MOST_REGISTERS:
        raise ValueError(f"{len(values)} registers")
    words = b"".join(_word(value) for value in values)
    body = _two(register, len(values)) + bytes((len(words),)) + words
    return _request(unit, WRITE_MANY, body, 8)


def read(unit: int, register: int, count: int, function: int = READ_HOLDING) -> Request:
    """FC 3 or 4: ``count`` registers in a row. Raises ValueError."""
    if function not in (READ_HOLDING, READ_INPUT) or not 1 <= count <= MOST_REGISTERS:
        raise ValueError(f"function {function}, {count} registers")
    return _request(unit, function, _two(register, count), 5 + 2 * count)


def sealed(frame: bytes) -> bytes:
    """The frame with its checksum, low byte first."""
    return frame + struct.pack("<H", crc16_modbus(frame))


def is_whole(frame: bytes) -> bool:
    """Whether a frame's checksum is right."""
    return len(frame) >= 4 and crc16_modbus(frame) == 0


def transact(line: Transport, request: Request, deadline_s: float) -> tuple[int, ...]:
    """Send, and wait for the answer: the registers read, or () for a write.

    Raises SignFault, and TransportError when the line is lost.
    """
    end = time.monotonic() + deadline_s
    _await_quiet(line, end)
    line.write(request.frame, max(0.0, end - time.monotonic()))
    heard = b""
    while (left := end - time.monotonic()) > 0 and len(heard) < _MOST_NOISE:
        heard += line.read(256, left)
        answer = _answer(heard, request)
        if answer is not None:
            return _meaning(answer, request)
    raise SignFault(Fault.SILENT, f"unit {request.unit}")


def _await_quiet(line: Transport, end: float) -> None:
    """Let late answers and noise pass: the line is free after 3.5 characters of silence."""
    while time.monotonic() < end and line.read(256, QUIET_S):
        pass


def _answer(heard: bytes, request: Request) -> bytes | None:
    """The unit's whole frame among what was heard, which noise may stand before."""
    for at in range(len(heard) - _SHORTEST + 1):
        if heard[at] != request.unit:
            continue
        for function, length in (
            (request.function, request.answer_bytes),
            (request.function | _EXCEPTION, _SHORTEST),
        ):
            frame = heard[at : at + length]
            if frame[1] == function and len(frame) == length and is_whole(frame):
                return frame
    return None


def _meaning(answer: bytes, request: Request) -> tuple[int, ...]:
    if answer[1] & _EXCEPTION:
        raise SignFault(Fault.REFUSED, f"unit {request.unit}: exception {answer[2]}")
    if request.function in (READ_HOLDING, READ_INPUT):
        return struct.unpack(f">{len(answer[3:-2]) // 2}H", answer[3:-2])
    # A write is confirmed by its first four bytes of address and value, or count, told back.
    if answer[2:6] != request.frame[2:6]:
        raise SignFault(Fault.REFUSED, f"unit {request.unit}: confirmed something else")
    return ()


def _request(unit: int, function: int, body: bytes, answer_bytes: int) -> Request:
    if unit not in UNITS:
        raise ValueError(f"unit {unit}")
    return Request(sealed(bytes((unit, function)) + body), answer_bytes)


def _two(first: int, second: int) -> bytes:
    return _word(first) + _word(second)


def _word(value: int) -> bytes:
    if not 0 <= value <= 0xFFFF:
        raise ValueError(f"{value} does not fit a register")
    return struct.pack(">H", value)
