"""A ticket printer that is not there: ESC/POS over a loopback TCP port, decoded into pictures.

It behaves as the real ones do: real-time questions (DLE EOT n) are answered as they come in, even
while printing stands still; without paper or with an open cover it stops in the middle of a row
and takes no more bytes than its buffer holds; with paper again it goes on where it stopped. Its
faults are in ``printer_settings``.

    python -m hardware.virtual.printer --port 9100 --page-port 9101
"""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO

from hardware.virtual.printer_line import Line
from hardware.virtual.printer_paper import Paper
from hardware.virtual.printer_settings import PrinterSettings, changed

KEEP_TICKETS = 200
MOST_CONNECTIONS = 8
BUFFER_CHUNKS = 16


@dataclass(frozen=True, slots=True)
class PrintedTicket:
    """A ticket in the tray. ``number`` counts from 1; the size is in dots."""

    number: int
    png: bytes
    printed_at: datetime
    width: int
    height: int


class VirtualPrinter:
    """The printer; start() opens its port on 127.0.0.1, stop() ends every thread of it."""

    def __init__(self, port: int = 0, width_dots: int = 576) -> None:
        self._wanted_port, self.width_dots = port, width_dots
        self._changed = threading.Condition()
        self._settings = PrinterSettings()
        self._tickets: deque[PrintedTicket] = deque(maxlen=KEEP_TICKETS)
        self._count = 0
        self._paper = Paper(width_dots)
        self._buffer: queue.Queue[tuple[Line, bytes]] = queue.Queue(BUFFER_CHUNKS)
        self._stopping = threading.Event()
        self._listener: socket.socket | None = None
        self._connections: set[Line] = set()
        self._watchers: list[Callable[[], None]] = []
        self.port = 0

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    @property
    def settings(self) -> PrinterSettings:
        return self._settings

    @property
    def mute(self) -> bool:
        return self._settings.mute

    @property
    def tickets(self) -> tuple[PrintedTicket, ...]:
        """The last tickets, oldest first."""
        with self._changed:
            return tuple(self._tickets)

    @property
    def printed(self) -> int:
        """How many tickets were ever cut."""
        return self._count

    @property
    def unfinished_rows(self) -> int:
        """Rows of the ticket that still hangs in the paper way."""
        return self._paper.rows

    def on_change(self, watcher: Callable[[], None]) -> None:
        """Call ``watcher`` (from any thread) after each ticket and each change of settings."""
        self._watchers.append(watcher)

    def start(self) -> None:
        """Open the port (raises OSError if it is taken) and print what comes."""
        self._open(self._wanted_port)
        threading.Thread(target=self._work, name="virtual-printer", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        self._hang_up()
        with self._changed:
            self._changed.notify_all()

    def set(self, **changes: object) -> PrinterSettings:
        """Change settings by name, as a hand at the printer would. Raises TypeError, ValueError."""
        with self._changed:
            settings = changed(self._settings, changes)
            was_offline, self._settings = self._settings.offline, settings
            self._changed.notify_all()
        if settings.offline and not was_offline:
            self._hang_up()
        elif was_offline and not settings.offline:
            self._open(self.port)
        self._tell()
        return settings

    def wait_for_tickets(self, count: int, deadline_s: float) -> tuple[PrintedTicket, ...]:
        """Wait until ``count`` tickets were ever cut; raises TimeoutError after ``deadline_s``."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._count >= count, deadline_s):
                raise TimeoutError(f"{self._count} of {count} tickets")
            return tuple(self._tickets)

    # What the decoder drives, in the worker's thread.

    def row(self, dots: bytes) -> None:
        if not self._wait_until_printing():
            return
        self._paper.add_row(dots)
        self._use_paper(1)
        if (pace := self._settings.rows_per_s) is not None:
            self._stopping.wait(1 / pace)

    def feed(self, rows: int) -> None:
        for _ in range(rows):
            self.row(b"")

    def text(self, line: str) -> None:
        if self._wait_until_printing():
            self._paper.add_text(line)
            self._use_paper(1)

    def cut(self) -> None:
        if not self._wait_until_printing() or not self._paper.inked:
            return
        picture = self._paper.picture()
        png = BytesIO()
        picture.save(png, "PNG")
        with self._changed:
            self._count += 1
            ticket = PrintedTicket(
                self._count, png.getvalue(), datetime.now(UTC), picture.width, picture.height
            )
            self._tickets.append(ticket)
            self._paper = Paper(self.width_dots)
            self._changed.notify_all()
        self._tell()

    def transmit_status(self, n: int) -> None:
        if self._wait_until_printing() and n in (1, 49):
            self._answer_to.send(bytes((0x03 if self._settings.paper == "low" else 0x00,)))

    def process_id(self, id: bytes) -> None:
        if self._settings.process_id and self._wait_until_printing():
            self._answer_to.send(b"\x37\x22" + id + b"\0")

    def real_time(self, n: int) -> bytes:
        """The answer to DLE EOT n."""
        return self._settings.real_time(n)

    def take(self, line: Line, data: bytes) -> bool:
        """Put received bytes into the buffer; False when the printer stops meanwhile."""
        while not self._stopping.is_set() and not line.closed:
            with contextlib.suppress(queue.Full):
                self._buffer.put((line, data), timeout=0.2)
                return True
        return False

    def forget(self, line: Line) -> None:
        with self._changed:
            self._connections.discard(line)

    def _use_paper(self, rows: int) -> None:
        if self._paper.full:
            self.cut()
        left = self._settings.rows_left
        if left is None:
            with self._changed:
                self._changed.notify_all()
        elif left <= rows:
            self.set(paper="out", rows_left=None)
        else:
            with self._changed:
                self._settings = replace(self._settings, rows_left=left - rows)
                self._changed.notify_all()

    def _wait_until_printing(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._settings.prints or self._stopping.is_set())
        return not self._stopping.is_set()

    def _work(self) -> None:
        while not self._stopping.is_set():
            with contextlib.suppress(queue.Empty):
                self._answer_to, data = self._buffer.get(timeout=0.2)
                self._answer_to.decoder.feed(data)

    def _open(self, port: int) -> None:
        listener = socket.create_server(("127.0.0.1", port))
        self.port = int(listener.getsockname()[1])
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                accepted, _ = listener.accept()
            except OSError:
                return
            connection = Line(accepted, self)
            with self._changed:
                refused = len(self._connections) >= MOST_CONNECTIONS or self._listener is None
                if not refused:
                    self._connections.add(connection)
            if refused:
                connection.close()
            else:
                threading.Thread(target=connection.run, daemon=True).start()

    def _hang_up(self) -> None:
        with self._changed:
            listener, self._listener = self._listener, None
            connections = list(self._connections)
        if listener is not None:
            # close() alone leaves accept() waiting in its thread, and the port taken with it.
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for connection in connections:
            connection.close()
        with contextlib.suppress(queue.Empty):
            while True:  # what lies in the buffer is lost with the power
                self._buffer.get_nowait()

    def _tell(self) -> None:
        for watcher in self._watchers:
            watcher()


def main() -> None:
    from hardware.virtual.printer_page.command import command

    command()


if __name__ == "__main__":
    main()
