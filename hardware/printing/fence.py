"""The fence: a question queued behind a job, answered once the printer has come that far.

``GS r 1`` every ESC/POS printer knows; it is answered when it is read, which may be before the last
rows are on paper, and an old answer looks like a new one. ``GS ( H`` function 48 is answered when
everything before it is printed, and carries an id of the asker's own; only some printers know it.

Source: Epson ESC/POS command reference, "GS r" and "GS ( H <Function 48>".
"""

from __future__ import annotations

import random
import time
from typing import Protocol

from hardware.printing.status import PrinterState, ask_state, is_status
from hardware.transport import Transport

PAPER_QUESTION = b"\x1dr\x01"
# Letters without bit 4, so that no part of an answer can be taken for a real-time status.
_LETTERS = b"ABCDEFGHIJKLMNO"
_HEAD, _TAIL = b"\x37\x22", b"\x00"


class Fence(Protocol):
    """``command`` goes out behind the job; ``take`` gets every byte that is no real-time status."""

    behind: int
    """Answers to earlier fences that are still to come."""

    @property
    def command(self) -> bytes: ...

    @property
    def answer(self) -> PrinterState | None:
        """None until the printer has answered; UNKNOWN where the answer says nothing of paper."""

    def take(self, byte: int) -> None: ...


class PaperFence:
    """``GS r 1``."""

    def __init__(self, behind: int = 0) -> None:
        self.command = PAPER_QUESTION
        self.behind = behind
        self.answer: PrinterState | None = None

    def take(self, byte: int) -> None:
        if byte & 0x90:  # bits 4 and 7 of a GS r answer are never set
            return
        if self.behind > 0:
            self.behind -= 1
        elif self.answer is None:
            self.answer = _paper(byte)


class ProcessFence:
    """``GS ( H`` with an id that no other job of late has."""

    def __init__(self) -> None:
        id = bytes(random.choices(_LETTERS, k=4))
        self.behind = 0
        self.command = b"\x1d(H\x06\x00\x30\x30" + id
        self.answer: PrinterState | None = None
        self._wanted = _HEAD + id + _TAIL
        self._heard = b""

    def take(self, byte: int) -> None:
        self._heard = (self._heard + bytes((byte,)))[-len(self._wanted) :]
        if self._heard == self._wanted:
            self.answer = PrinterState.UNKNOWN


def probe_process_fence(transport: Transport, deadline_s: float) -> bool:
    """Whether this printer answers ``GS ( H``. Raises TransportError.

    Asked of a printer at rest. One that does not know the command may take its parameters for
    letters; ESC @ empties the line they would be printed on.
    """
    fence = ProcessFence()
    transport.write(fence.command + b"\x1b@", deadline_s)
    end = time.monotonic() + deadline_s
    while fence.answer is None and (left := end - time.monotonic()) > 0:
        for byte in transport.read(64, left):
            if not is_status(byte):
                fence.take(byte)
    return fence.answer is not None


def await_answer(
    transport: Transport, fence: Fence, until: float, look_every_s: float, status_s: float
) -> PrinterState | None:
    """Wait for the fence until the monotonic moment ``until``, with a look at the printer every
    ``look_every_s`` seconds (0: never, for a printer that answers nothing).

    Returns the fence's answer, the trouble that keeps the printer from coming that far, or None.
    Raises TransportError.
    """
    looks = look_every_s > 0
    next_look = time.monotonic() + look_every_s if looks else until
    while (now := time.monotonic()) < until:
        for byte in transport.read(64, min(until, next_look) - now):
            if not is_status(byte):
                fence.take(byte)
        if fence.answer is None and looks and time.monotonic() >= next_look:
            state = ask_state(transport, status_s, fence.take)
            next_look = time.monotonic() + look_every_s
            if fence.answer is None and not state.can_print:
                return state
        if fence.answer is not None:
            return fence.answer
    return None


def _paper(byte: int) -> PrinterState:
    if byte & 0x0C:
        return PrinterState.PAPER_OUT
    return PrinterState.PAPER_LOW if byte & 0x03 else PrinterState.OK
