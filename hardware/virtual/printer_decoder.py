"""What ESC/POS bytes mean, read as a stream: raster, feeds, text, cut, questions.

Source: Epson ESC/POS command reference. Commands that would not change a ticket's picture are
skipped with their parameters; bytes that are no command are skipped one by one.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Protocol

ESC, FS, GS, DLE = 0x1B, 0x1C, 0x1D, 0x10
DOTS_PER_INCH = 203
DEFAULT_LINE_ROWS = 30
LONGEST_LINE = 256

Read = Generator[int, bytes, None]
ReadBytes = Generator[int, bytes, bytes]


class Mechanism(Protocol):
    """What the decoder drives: the paper way, the knife and the answers to the host."""

    def row(self, dots: bytes) -> None:
        """One raster row."""

    def feed(self, rows: int) -> None:
        """``rows`` blank rows."""

    def text(self, line: str) -> None:
        """A line of letters."""

    def cut(self) -> None:
        """The knife."""

    def transmit_status(self, n: int) -> None:
        """GS r n reached the head of the buffer."""

    def process_id(self, id: bytes) -> None:
        """GS ( H function 48 with its four bytes reached the head of the buffer."""


# Parameters that follow each command and are not looked at.
_ESC_SKIP = {0x20: 1, 0x21: 1, 0x24: 2, 0x25: 1, 0x2D: 1, 0x33: 1, 0x3D: 1, 0x3F: 1, 0x45: 1}
_ESC_SKIP |= {0x47: 1, 0x4D: 1, 0x52: 1, 0x54: 1, 0x56: 1, 0x57: 8, 0x5C: 2, 0x61: 1, 0x63: 2}
_ESC_SKIP |= {0x70: 3, 0x72: 1, 0x74: 1, 0x7B: 1}
_GS_SKIP = {0x21: 1, 0x24: 2, 0x2F: 1, 0x42: 1, 0x48: 1, 0x49: 1, 0x4C: 2, 0x54: 1, 0x57: 2}
_GS_SKIP |= {0x5C: 2, 0x61: 1, 0x62: 1, 0x66: 1, 0x68: 1, 0x77: 1}


class Decoder:
    """Feed it bytes in pieces of any size; it drives the mechanism. Never raises on any input."""

    def __init__(self, mechanism: Mechanism) -> None:
        self._mechanism = mechanism
        self._line = bytearray()
        self._unit_per_inch = DOTS_PER_INCH
        self._held = bytearray()
        self._reader = self._commands()
        self._wanted = next(self._reader)

    def feed(self, data: bytes) -> None:
        """Work through ``data``; returns when all whole commands in it are done."""
        self._held += data
        while len(self._held) >= self._wanted:
            piece = bytes(self._held[: self._wanted])
            del self._held[: self._wanted]
            self._wanted = self._reader.send(piece)

    def _commands(self) -> Read:
        while True:
            byte = (yield 1)[0]
            if byte == ESC:
                yield from self._esc()
            elif byte == GS:
                yield from self._gs()
            elif byte == FS:
                yield from self._fs()
            elif byte == DLE:
                yield from self._dle()
            else:
                self._letter(byte)

    def _letter(self, byte: int) -> None:
        if byte == 0x0A:
            self._end_line(DEFAULT_LINE_ROWS)
        elif byte >= 0x20:
            self._line.append(byte)
            if len(self._line) >= LONGEST_LINE:
                self._end_line(0)

    def _end_line(self, rows: int) -> None:
        if self._line:
            self._mechanism.text(self._line.decode("cp437"))
            self._line.clear()
        elif rows:
            self._mechanism.feed(rows)

    def _esc(self) -> Read:
        command = (yield 1)[0]
        if command == 0x40:  # @: initialise
            self._line.clear()
            self._unit_per_inch = DOTS_PER_INCH
        elif command == 0x4A:  # J: feed by motion units
            units = (yield 1)[0]
            self._end_line(0)
            self._mechanism.feed(round(units * DOTS_PER_INCH / self._unit_per_inch))
        elif command == 0x64:  # d: feed lines
            lines = (yield 1)[0]
            self._end_line(0)
            self._mechanism.feed(lines * DEFAULT_LINE_ROWS)
        elif command in (0x69, 0x6D):  # i, m: cut
            self._cut()
        elif command == 0x2A:  # *: column picture
            yield from self._columns()
        elif command == 0x44:  # D: tab stops up to NUL, at most 32
            yield from _until_nul(32)
        else:
            yield from _skip(_ESC_SKIP.get(command, 0))

    def _gs(self) -> Read:
        command = (yield 1)[0]
        if command == 0x76:  # v: raster picture
            yield from self._raster()
        elif command == 0x56:  # V: cut
            yield from self._gs_cut()
        elif command == 0x72:  # r: status, in turn
            self._mechanism.transmit_status((yield 1)[0])
        elif command == 0x50:  # P: motion units
            units = yield 2
            self._unit_per_inch = units[1] or DOTS_PER_INCH
        elif command == 0x28:  # ( X: a function with its length
            yield from self._function()
        elif command == 0x6B:  # k: barcode
            yield from self._barcode()
        else:
            yield from _skip(_GS_SKIP.get(command, 0))

    def _function(self) -> Read:
        head = yield 3
        size = head[1] + 256 * head[2]
        if head[0] != 0x48 or size != 6:
            yield from _skip(size)
            return
        asked = yield 6
        if asked[:2] == b"00":
            self._mechanism.process_id(asked[2:])

    def _fs(self) -> Read:
        command = (yield 1)[0]
        yield from _skip({0x21: 1, 0x2D: 1, 0x43: 1, 0x53: 2, 0x57: 1, 0x70: 2}.get(command, 0))

    def _dle(self) -> Read:
        # Real-time commands were answered when they came in; here they are only stepped over.
        command = (yield 1)[0]
        if command == 0x14:
            yield from _skip(3)
        elif command in (0x04, 0x05):
            yield from _skip(1)

    def _raster(self) -> Read:
        head = yield 6  # '0' m xL xH yL yH
        width_bytes, rows = head[2] + 256 * head[3], head[4] + 256 * head[5]
        tall, wide = bool(head[1] & 2), bool(head[1] & 1)
        for _ in range(rows if width_bytes else 0):
            dots = yield width_bytes
            row = _doubled(dots) if wide else dots
            for _ in range(2 if tall else 1):
                self._mechanism.row(row)

    def _columns(self) -> Read:
        head = yield 3
        height_bytes = 3 if head[0] in (32, 33) else 1
        columns = yield from _take((head[1] + 256 * head[2]) * height_bytes)
        for row in _rows_of(columns, height_bytes):
            self._mechanism.row(row)

    def _gs_cut(self) -> Read:
        how = (yield 1)[0]
        if how in (65, 66, 97, 98, 103, 104):
            units = (yield 1)[0]
            self._mechanism.feed(round(units * DOTS_PER_INCH / self._unit_per_inch))
        self._cut()

    def _barcode(self) -> Read:
        kind = (yield 1)[0]
        if kind <= 6:
            yield from _until_nul(255)
        else:
            yield from _skip((yield 1)[0])

    def _cut(self) -> None:
        self._end_line(0)
        self._mechanism.cut()


def _skip(count: int) -> Read:
    while count > 0:
        step = min(count, 4096)
        yield step
        count -= step


def _take(count: int) -> ReadBytes:
    return (yield count) if count else b""


def _until_nul(most: int) -> Read:
    for _ in range(most):
        if (yield 1) == b"\0":
            return


def _doubled(dots: bytes) -> bytes:
    bits = "".join(f"{byte:08b}" for byte in dots)
    wide = "".join(bit * 2 for bit in bits)
    return int(wide, 2).to_bytes(len(dots) * 2, "big")


def _rows_of(columns: bytes, height_bytes: int) -> list[bytes]:
    """Turn a picture given column by column into raster rows."""
    count = len(columns) // height_bytes
    rows = [bytearray((count + 7) // 8) for _ in range(height_bytes * 8)]
    for at, byte in enumerate(columns):
        column, part = divmod(at, height_bytes)
        for bit in range(8):
            if byte & (0x80 >> bit):
                rows[part * 8 + bit][column // 8] |= 0x80 >> (column % 8)
    return [bytes(row) for row in rows]
