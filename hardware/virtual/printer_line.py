"""One host's connection to the virtual printer."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from typing import Protocol

from hardware.virtual.printer_decoder import Decoder, Mechanism
from hardware.virtual.printer_settings import PrinterSettings

CHUNK_BYTES = 4096


class Device(Mechanism, Protocol):
    """What a line needs of its printer."""

    @property
    def settings(self) -> PrinterSettings:
        """How the printer stands."""

    def real_time(self, n: int) -> bytes:
        """The answer to DLE EOT n; empty for none."""

    def take(self, line: Line, data: bytes) -> bool:
        """Put received bytes into the buffer; False when the printer stops meanwhile."""

    def forget(self, line: Line) -> None:
        """The line is closed."""


class Line:
    """One host's line: answers real-time questions, hands everything on to the buffer."""

    def __init__(self, accepted: socket.socket, printer: Device) -> None:
        self._socket, self._printer = accepted, printer
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._sending = threading.Lock()
        self._tail = b""
        self._got = 0
        self.decoder = Decoder(printer)
        self.closed = False
        self._over, self._reset = threading.Event(), False

    def run(self) -> None:
        try:
            while self._heard() and (data := self._socket.recv(CHUNK_BYTES)):
                self._got += len(data)
                self._answer_questions(data)
                if not self._printer.take(self, data) or self._is_reset():
                    break
        except OSError:
            pass  # the host is gone, or the printer was switched off
        finally:
            self.close()

    def send(self, answer: bytes) -> None:
        settings = self._printer.settings
        if settings.mute or settings.deaf or not answer:
            return
        with self._sending, contextlib.suppress(OSError):
            self._socket.sendall(answer)

    def close(self) -> None:
        self.closed = True
        self._over.set()
        self._printer.forget(self)
        with contextlib.suppress(OSError):
            if not self._reset:
                self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _heard(self) -> bool:
        """Whether anybody reads from this line; waits while nobody does. False once it is over."""
        while self._printer.settings.deaf and not self.closed:
            self._over.wait(0.02)
        return not self.closed

    def _is_reset(self) -> bool:
        after = self._printer.settings.reset_after
        if after is None or self._got < after:
            return False
        # Lingering for no time at all makes the close a reset.
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._reset = True
        return True

    def _answer_questions(self, data: bytes) -> None:
        # Found anywhere in the stream, as the real ones do, and across the edges of packets.
        seen = self._tail + data
        at = seen.find(b"\x10\x04")
        while 0 <= at < len(seen) - 2:
            self.send(self._printer.real_time(seen[at + 2]))
            at = seen.find(b"\x10\x04", at + 3)
        self._tail = seen[at:] if at >= 0 else seen[-1:]
