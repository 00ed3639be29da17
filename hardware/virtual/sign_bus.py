"""LED signs without the signs: a pty pair whose far end is a bus of Modbus and ASCII boards.

Units can be silent, lose their power (and what they showed), and the line can be noisy or pulled
out; its port keeps its name, as /dev/serial/by-id/… does.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import struct
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from hardware.signs import modbus_rtu
from hardware.virtual.pad_noise import LineNoise
from hardware.virtual.pty_port import PtyPort

_ASCII: Final = re.compile(rb"\$(\d{3}),([^#$]*)#")
_ILLEGAL_FUNCTION, _ILLEGAL_ADDRESS = 1, 2
_REQUEST_BYTES: Final = 8
_MOST_UNREAD: Final = 512


class VirtualSigns:
    """A bus on a pty pair; use as a context manager, or call `close`.

    ``units`` are Modbus addresses, ``boards`` addresses of ASCII boards. ``noise`` spoils what
    the units answer and what they hear.
    """

    def __init__(
        self,
        units: tuple[int, ...] = (),
        boards: tuple[int, ...] = (),
        noise: LineNoise | None = None,
    ) -> None:
        self.silent: set[int] = set()
        self.refusing: set[int] = set()
        self._registers: dict[int, dict[int, int]] = {unit: {} for unit in units}
        self._texts: dict[int, str | None] = dict.fromkeys(boards)
        self._noise = noise or LineNoise()
        self._port = PtyPort("bus")
        self._changed = threading.Condition()
        self._wake_r, self._wake_w = os.pipe()
        self._heard = b""
        self._running = True
        self._thread = threading.Thread(target=self._run, name="virtual-signs", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def url(self) -> str:
        """The port for the host, `serial://…`; the same after replug."""
        return f"serial://{self._port.path}?baudrate=9600"

    def register(self, unit: int, register: int) -> int | None:
        """What a register holds; None when it was never written."""
        with self._changed:
            return self._registers[unit].get(register)

    def put(self, unit: int, values: dict[int, int]) -> None:
        """The unit itself changes registers, as an input module does when a key is pressed."""
        with self._changed:
            self._registers[unit] |= values

    def text(self, board: int) -> str | None:
        """What an ASCII board shows; None when nothing was sent since its power came."""
        with self._changed:
            return self._texts[board]

    def wait_for(self, holds: Callable[[], bool], deadline_s: float) -> bool:
        """True as soon as ``holds()``, asked after every write; False after the deadline."""
        with self._changed:
            return self._changed.wait_for(holds, deadline_s)

    def power_cycle(self, address: int) -> None:
        """The unit forgets what it showed."""
        with self._changed:
            if address in self._registers:
                self._registers[address].clear()
            if address in self._texts:
                self._texts[address] = None

    def unplug(self) -> None:
        """Pull the bus out of the host."""
        with self._changed:
            self._port.unplug()
        os.write(self._wake_w, b"!")

    def replug(self) -> None:
        """Plug in again: a new pty under the old name."""
        with self._changed:
            self._port.plug()
            self._heard = b""
        os.write(self._wake_w, b"!")

    def close(self) -> None:
        """Stop and remove the port; a second call does nothing."""
        if not self._running:
            return
        self._running = False
        os.write(self._wake_w, b"!")
        self._thread.join(5)
        self._port.close()
        os.close(self._wake_r)
        os.close(self._wake_w)

    def _run(self) -> None:
        while self._running:
            with self._changed:
                master = self._port.master
            lines = [self._wake_r, *([master] if master >= 0 else [])]
            try:
                ready, _, _ = select.select(lines, [], [])
            except OSError:  # pulled out between these lines
                continue
            if self._wake_r in ready:
                os.read(self._wake_r, 4096)
            elif master in ready:
                self._hear(master)

    def _hear(self, master: int) -> None:
        with self._changed, contextlib.suppress(OSError):
            if master != self._port.master:
                return
            self._heard += self._noise.on_line(os.read(master, 4096))
            self._heard = self._heard[-_MOST_UNREAD:]
            while self._take_line() or self._take_request():
                pass
            self._changed.notify_all()

    def _take_line(self) -> bool:
        found = _ASCII.search(self._heard)
        if found is None:
            return False
        self._heard = self._heard[: found.start()] + self._heard[found.end() :]
        address = int(found[1])
        if address in self._texts and address not in self.silent:
            self._texts[address] = found[2].decode("ascii", "replace")
        return True

    def _take_request(self) -> bool:
        """The first whole frame among what was heard; real units find it by the silences."""
        for at in range(len(self._heard) - _REQUEST_BYTES + 1):
            many = self._heard[at + 1] == modbus_rtu.WRITE_MANY
            length = 9 + self._heard[at + 6] if many else _REQUEST_BYTES
            frame = self._heard[at : at + length]
            if len(frame) == length and modbus_rtu.is_whole(frame):
                self._heard = self._heard[at + length :]
                self._obey(frame)
                return True
        return False

    def _obey(self, frame: bytes) -> None:
        unit, function = frame[0], frame[1]
        if unit not in self._registers or unit in self.silent:
            return
        if unit in self.refusing:
            answer = bytes((unit, function | 0x80, _ILLEGAL_ADDRESS))
        else:
            answer = self._answer(self._registers[unit], frame)
        self._port.write(self._noise.on_line(modbus_rtu.sealed(answer)))

    def _answer(self, registers: dict[int, int], frame: bytes) -> bytes:
        unit, function, first, second = struct.unpack(">BBHH", frame[:6])
        if function == modbus_rtu.WRITE_ONE:
            registers[first] = second
        elif function == modbus_rtu.WRITE_MANY:
            values = struct.unpack(f">{second}H", frame[7:-2])
            registers |= {first + at: value for at, value in enumerate(values)}
        elif function in (modbus_rtu.READ_HOLDING, modbus_rtu.READ_INPUT):
            held = [registers.get(first + at, 0) for at in range(second)]
            return struct.pack(f">BBB{second}H", unit, function, 2 * second, *held)
        else:
            return bytes((unit, function | 0x80, _ILLEGAL_FUNCTION))
        return frame[:6]
