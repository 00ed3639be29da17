"""A code scanner on a serial port (USB-CDC): whole codes out of bytes, and only while asked for.

Scanners end a code with CR, LF, both or nothing at all: then a short silence ends it. What a
scanner says while nobody asked is thrown away unread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Literal

from hardware.serial_link import SerialLink

LONGEST = 1024
"""Bytes kept of one code; a longer one comes out cut, one byte longer than this."""
GAP_S = 0.25
"""A silence this long ends a code: at 9600 baud a byte takes 1 ms."""

ScannerState = Literal["ready", "absent"]


class CodeReader:
    """Cuts bytes into codes; no I/O and no clock. Empty lines are no codes."""

    def __init__(self, longest: int = LONGEST) -> None:
        self._most = longest + 1
        self._bytes = bytearray()

    @property
    def begun(self) -> bool:
        """Whether a code has begun and not ended."""
        return bool(self._bytes)

    def feed(self, data: bytes) -> list[bytes]:
        """The codes that ``data`` ends."""
        *whole, rest = data.replace(b"\r", b"\n").split(b"\n")
        codes = []
        for piece in whole:
            self._take(piece)
            codes += self.flush()
        self._take(rest)
        return codes

    def flush(self) -> list[bytes]:
        """The code that a silence ends: none or one."""
        code = bytes(self._bytes)
        self._bytes.clear()
        return [code] if code else []

    def _take(self, piece: bytes) -> None:
        self._bytes += piece[: self._most - len(self._bytes)]


class Scanner:
    """Keeps a scanner's port open. ``on_code`` gets each code scanned while listening, on a thread
    of its own; ``on_state`` is told when the scanner comes and goes."""

    def __init__(
        self,
        url: str,
        on_code: Callable[[bytes], None],
        on_state: Callable[[ScannerState], None] = lambda state: None,
        gap_s: float = GAP_S,
    ) -> None:
        """Raises PortUrlError for a URL that is no serial port."""
        self._on_code, self._on_state, self._gap_s = on_code, on_state, gap_s
        self._lock = threading.Lock()
        self._reader: CodeReader | None = None
        self._gap: threading.Timer | None = None
        self._state: ScannerState = "absent"
        self._link = SerialLink(
            url,
            self._take,
            on_open=lambda: self._see("ready"),
            on_lost=lambda _reason: self._see("absent"),
        )

    @property
    def state(self) -> ScannerState:
        return self._state

    def start(self) -> None:
        self._link.start()

    def close(self) -> None:
        self.listen(False)
        self._link.close()

    def listen(self, wanted: bool) -> None:
        """From here on codes are looked at, or no longer; what came before is dropped."""
        self._link.discard()
        with self._lock:
            self._reader = CodeReader() if wanted else None
            self._stop_waiting()

    def _see(self, state: ScannerState) -> None:
        if state != self._state:
            self._state = state
            self._on_state(state)

    def _take(self, data: bytes) -> None:
        with self._lock:
            self._stop_waiting()
            reader = self._reader
            if reader is None:
                return
            codes = reader.feed(data)
            if reader.begun:
                self._gap = threading.Timer(self._gap_s, self._end, (reader,))
                self._gap.daemon = True
                self._gap.start()
        self._give(reader, codes)

    def _end(self, reader: CodeReader) -> None:
        """A silence has ended what ``reader`` holds."""
        with self._lock:
            codes = reader.flush() if self._reader is reader else []
        self._give(reader, codes)

    def _give(self, reader: CodeReader, codes: list[bytes]) -> None:
        for code in codes:
            if self._reader is reader:  # the first code may have ended the listening
                self._on_code(code)

    def _stop_waiting(self) -> None:
        if self._gap is not None:
            self._gap.cancel()
            self._gap = None
