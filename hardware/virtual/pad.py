"""A rating pad without the pad: a pty pair whose far end speaks the line protocol.

Like the box it stands for, it numbers presses, keeps the last 64, sends each again until the host
acknowledges it, says hello every 5 s, and goes dark when the host falls silent. Its port appears
under a name that stays the same when it is unplugged and plugged in again, as
/dev/serial/by-id/… does.
"""

import contextlib
import os
import secrets
import select
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from hardware.line_protocol import (
    HEARTBEAT_S,
    SILENCE_S,
    Ack,
    Frame,
    Hello,
    Light,
    LineParser,
    build,
)
from hardware.virtual.pad_noise import LineNoise
from hardware.virtual.pad_ring import PressRing
from hardware.virtual.pty_port import PtyPort

FIRMWARE: Final = "virtual-1.0"
WINDOW: Final = 8
"""Presses sent in one go before waiting for an acknowledgement."""


class VirtualPad:
    """A pad on a pty pair; use as a context manager, or call `close`.

    `resend_s`: seconds before unacknowledged presses are sent again; `heartbeat_s`: seconds
    between two hellos.
    """

    def __init__(
        self,
        device_id: str,
        *,
        noise: LineNoise | None = None,
        resend_s: float = 0.2,
        heartbeat_s: float = HEARTBEAT_S,
    ) -> None:
        self.device_id = device_id
        self._noise = noise or LineNoise()
        self._resend_s, self._heartbeat_s = resend_s, heartbeat_s
        self._port = PtyPort(device_id)
        self._ring = PressRing(device_id, secrets.token_hex(4))
        self._changed = threading.Condition()
        self._parser = LineParser()
        self._wake_r, self._wake_w = os.pipe()
        os.set_blocking(self._wake_w, False)
        self._lit = False
        self._keys: int | None = None
        self._sent_to = 0
        self._due = {"resend": 0.0, "hello": 0.0}
        self._heard_at = time.monotonic()
        self._running = True
        self._thread = threading.Thread(target=self._run, name=f"pad-{device_id}", daemon=True)
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
        return f"serial://{self._port.path}?baudrate=115200"

    @property
    def lit(self) -> bool:
        return self._lit

    @property
    def lit_keys(self) -> int | None:
        """How many keys the host asked to light; None: all, or dark."""
        return self._keys

    @property
    def lost(self) -> int:
        """Presses pushed out of the full ring before the host had them."""
        return self._ring.lost

    @property
    def boot(self) -> str:
        return self._ring.boot

    def press(self, key: int) -> int:
        """Press `key` (from 1), lit or not; returns the press's seq."""
        with self._changed:
            seq = self._ring.press(key, time.monotonic())
        self._wake()
        return seq

    def wait_lit(self, deadline_s: float) -> bool:
        """True as soon as the pad is lit, False after `deadline_s`."""
        return self._wait(lambda: self._lit, deadline_s)

    def wait_dark(self, deadline_s: float) -> bool:
        """True as soon as the pad is dark, False after `deadline_s`."""
        return self._wait(lambda: not self._lit, deadline_s)

    def wait_acknowledged(self, deadline_s: float) -> bool:
        """True as soon as the host has every press, False after `deadline_s`."""
        return self._wait(lambda: len(self._ring) == 0, deadline_s)

    def send_raw(self, data: bytes, deadline_s: float = 10.0) -> None:
        """Put `data` on the line as it is, for fault tests, between the pad's own frames.

        Raises TimeoutError when the line stays full until the deadline, OSError when unplugged.
        """
        end = time.monotonic() + deadline_s
        while data:
            with self._changed, contextlib.suppress(BlockingIOError):
                data = data[os.write(self._port.master, data) :]
            if data and not select.select([], [self._port.master], [], end - time.monotonic())[1]:
                raise TimeoutError("the host does not read")

    def unplug(self) -> None:
        """Pull the plug; the ring is kept, as by a pad with a battery or a loose data wire."""
        with self._changed:
            self._port.unplug()
        self._wake()

    def replug(self) -> None:
        """Plug in again: a new pty under the old name."""
        with self._changed:
            self._port.plug()
            self._parser.reset()
            self._say_everything_again()
        self._wake()

    def power_cycle(self) -> None:
        """Off and on again: a new boot id, numbers from 1, and the unacknowledged presses gone."""
        with self._changed:
            self._ring = PressRing(self.device_id, secrets.token_hex(4))
            self._lit, self._keys = False, None
            self.replug()

    def close(self) -> None:
        """Stop and remove the port; a second call does nothing."""
        if not self._running:
            return
        self._running = False
        self._wake()
        self._thread.join(5)
        with self._changed:
            self._port.close()
        os.close(self._wake_r)
        os.close(self._wake_w)

    def _wait(self, holds: Callable[[], bool], deadline_s: float) -> bool:
        with self._changed:
            return self._changed.wait_for(holds, deadline_s)

    def _wake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.write(self._wake_w, b"!")

    def _say_everything_again(self) -> None:
        self._due = {"resend": 0.0, "hello": 0.0}
        self._sent_to = 0

    def _run(self) -> None:
        while self._running:
            self._await_input()
            with self._changed:
                self._hear()
                self._go_dark_in_silence()
                self._speak()
                self._changed.notify_all()

    def _await_input(self) -> None:
        now = time.monotonic()
        pause = min(due - now for due in self._due.values()) if self._port.master >= 0 else None
        fds = [self._wake_r] + ([self._port.master] if self._port.master >= 0 else [])
        with contextlib.suppress(OSError, ValueError):
            ready, _, _ = select.select(fds, [], [], None if pause is None else max(0.0, pause))
            if self._wake_r in ready:
                os.read(self._wake_r, 4096)

    def _hear(self) -> None:
        if self._port.master < 0:
            return
        with contextlib.suppress(OSError):
            for frame in self._parser.feed(os.read(self._port.master, 4096)):
                self._heard(frame)

    def _heard(self, frame: Frame) -> None:
        match frame:
            case Ack(boot, seq) if not self._noise.loses_ack():
                if self._ring.acknowledge(boot, seq):
                    self._due["resend"] = time.monotonic() + self._resend_s
            case Light(on, keys):
                self._lit, self._keys = on, keys if on else None
                self._heard_at = time.monotonic()
            case _:
                pass

    def _go_dark_in_silence(self) -> None:
        if self._lit and time.monotonic() - self._heard_at > SILENCE_S:
            self._lit, self._keys = False, None

    def _speak(self) -> None:
        now = time.monotonic()
        if self._port.master < 0:
            return
        if now >= self._due["hello"]:
            self._due["hello"] = now + self._heartbeat_s
            self._send(Hello(self.device_id, self._ring.boot, FIRMWARE))
        if now >= self._due["resend"]:
            self._due["resend"] = now + (self._resend_s if len(self._ring) else self._heartbeat_s)
            self._sent_to = 0
        self._send_presses(now)

    def _send_presses(self, now: float) -> None:
        """Each press once, at most WINDOW ahead of what the host has, until the next resend."""
        for press in self._ring.frames(now, WINDOW):
            if press.seq > self._sent_to:
                self._send(press)
                self._sent_to = press.seq
                self._due["resend"] = min(self._due["resend"], now + self._resend_s)

    def _send(self, frame: Frame) -> None:
        self._port.write(self._noise.on_line(build(frame)))
