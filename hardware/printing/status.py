"""What a printer says about itself when asked in real time (DLE EOT n).

Source: Epson ESC/POS command reference, "DLE EOT n". No valid answer means
*unknown*: a mute printer must never look fine.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum

from hardware.transport import Reason, Transport, TransportError

_PRINTER, _OFFLINE_CAUSE, _PAPER_SENSOR = 1, 2, 4


class PrinterState(StrEnum):
    """One word for the whole printer; the worst thing it reports wins."""

    OK = "ok"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    UNKNOWN = "unknown"
    NONE = "none"

    @property
    def can_print(self) -> bool:
        """Whether a job may be tried: a mute printer may well print, an open one cannot."""
        return self in (PrinterState.OK, PrinterState.PAPER_LOW, PrinterState.UNKNOWN)


def ask_state(
    transport: Transport,
    deadline_s: float = 1.0,
    others: Callable[[int], None] = lambda byte: None,
) -> PrinterState:
    """Ask DLE EOT 1, 2 and 4; each may take ``deadline_s`` seconds. Raises TransportError.

    ``others`` gets the bytes that come meanwhile and answer something else.
    """
    if not transport.answers:
        return PrinterState.UNKNOWN
    answers: list[int] = []
    for n in (_PRINTER, _OFFLINE_CAUSE, _PAPER_SENSOR):
        answer = _ask(transport, n, deadline_s, others)
        if answer is None:
            return PrinterState.UNKNOWN
        answers.append(answer)
    return state_from(*answers)


def state_from(printer: int, cause: int, paper: int) -> PrinterState:
    """The state behind the answers to DLE EOT 1, 2 and 4, each a byte 0..255."""
    if not all(is_status(byte) for byte in (printer, cause, paper)):
        return PrinterState.UNKNOWN
    if cause & 0x04:
        return PrinterState.COVER_OPEN
    if cause & 0x20 or paper & 0x60:
        return PrinterState.PAPER_OUT
    if printer & 0x08 or cause & 0x40:
        return PrinterState.OFFLINE
    return PrinterState.PAPER_LOW if paper & 0x0C else PrinterState.OK


def is_status(byte: int) -> bool:
    """Bits 1 and 4 of a DLE EOT answer are always set, bits 0 and 7 never."""
    return byte & 0x93 == 0x12


def discard_input(transport: Transport) -> None:
    """Throw away late answers to earlier questions, at most 4 kB of them."""
    for _ in range(64):
        if not transport.answers or not transport.read(64, 0):
            return
    raise TransportError(Reason.UNPLUGGED, "the device sends without end")


def _ask(
    transport: Transport, n: int, deadline_s: float, others: Callable[[int], None]
) -> int | None:
    end = time.monotonic() + deadline_s
    transport.write(bytes((0x10, 0x04, n)), deadline_s)
    while (left := end - time.monotonic()) > 0:
        for byte in transport.read(1, left):
            if is_status(byte):
                return byte
            others(byte)
    return None
