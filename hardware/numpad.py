"""USB numpads: key presses read straight from ``/dev/input/event*``, one reader only.

The kernel hands out fixed records (``struct input_event`` of linux/input.h): two longs of time,
then type, code and value. ``EVIOCGRAB`` keeps the keys from the rest of the machine, so that an
officer's Enter never reaches another window. What a key means is the caller's business.
"""

import contextlib
import errno
import fcntl
import logging
import os
import select
import stat
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from hardware.serial_link import PortState, PortUrlError, Reconnect

log = logging.getLogger(__name__)

EVENT: Final = struct.Struct("llHHi")
EV_SYN: Final = 0x00
EV_KEY: Final = 0x01
EV_LED: Final = 0x11
LED_NUML: Final = 0x00
EVIOCGRAB: Final = 0x40044590
"""``_IOW('E', 0x90, int)``: take the device for this reader alone."""
IDLE_S: Final = 1.0
_DOWN: Final = 1
_SCHEMES: Final = ("input", "hid")
_READ_AT_ONCE: Final = 64 * EVENT.size
_NO_GRAB: Final = (errno.ENOTTY, errno.EINVAL, errno.ENOSYS)


@dataclass(frozen=True)
class KeyDown:
    """A key went down. ``code`` is a ``KEY_…`` number of linux/input-event-codes.h; ``at`` is the
    kernel's time of the event, epoch milliseconds."""

    code: int
    at: int


class EventParser:
    """Bytes in, keys out; holds at most one unfinished record. Repeats and releases are nothing."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> list[KeyDown]:
        """The keys that went down in ``data``, in order."""
        data = self._held + data
        whole = len(data) - len(data) % EVENT.size
        self._held = data[whole:]
        return [
            KeyDown(code, seconds * 1000 + micros // 1000)
            for seconds, micros, kind, code, value in EVENT.iter_unpack(data[:whole])
            if kind == EV_KEY and value == _DOWN
        ]

    def reset(self) -> None:
        """Forget half a record, as after the device was opened anew."""
        self._held = b""


def is_input_url(url: str) -> bool:
    return urlsplit(url).scheme in _SCHEMES


def parse_input_url(url: str) -> str:
    """The device of ``input:///dev/input/event3``, or ``hid://…``. Raises PortUrlError."""
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES or parts.netloc or parts.query or len(parts.path) < 2:
        raise PortUrlError(f"not an input device: {url!r} (input:///dev/input/event3)")
    return parts.path


class NumpadLink:
    """Keeps one input device open and grabbed, and hands over the keys that go down.

    ``on_key``, ``on_open``, ``on_lost(reason)`` and ``on_idle`` (about once in IDLE_S while it is
    open) are called on the link's thread. A pipe in
    place of a device works too (and is never grabbed).
    """

    def __init__(
        self,
        url: str,
        on_key: Callable[[KeyDown], None],
        on_open: Callable[[], None] = lambda: None,
        on_lost: Callable[[str], None] = lambda reason: None,
        reconnect: Reconnect | None = None,
        on_idle: Callable[[], None] = lambda: None,
    ) -> None:
        self._path = parse_input_url(url)
        self._on_key, self._on_open, self._on_lost = on_key, on_open, on_lost
        self._on_idle = on_idle
        self._reconnect = reconnect or Reconnect()
        self._parser = EventParser()
        self._fd = -1
        self._guard = threading.Lock()
        self._wake_r, self._wake_w = os.pipe()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="numpad", daemon=True)

    @property
    def state(self) -> PortState:
        return self._reconnect.state

    def start(self) -> None:
        """Begin opening the device; returns at once."""
        self._thread.start()

    def light(self, on: bool) -> bool:
        """Set the Num Lock lamp; False when the device is away or has none."""
        data = EVENT.pack(0, 0, EV_LED, LED_NUML, int(on)) + EVENT.pack(0, 0, EV_SYN, 0, 0)
        with self._guard:
            if self._fd < 0:
                return False
            try:
                return os.write(self._fd, data) == len(data)
            except OSError:
                return False

    def close(self, deadline_s: float = 5.0) -> None:
        """Stop and let the device go; waits at most ``deadline_s``."""
        self._stopping.set()
        self._reconnect.stop()
        os.write(self._wake_w, b"!")
        if self._thread.is_alive():
            self._thread.join(deadline_s)
        os.close(self._wake_r)
        os.close(self._wake_w)

    def _run(self) -> None:
        told = ""
        while not self._stopping.is_set():
            try:
                self._open()
                told = ""
                self._pump()
            except OSError as error:
                if not self._stopping.is_set():
                    reason = str(error)
                    log.log(logging.DEBUG if reason == told else logging.WARNING, "%s", reason)
                    told = reason
                    self._on_lost(reason)
            finally:
                self._close_device()
            if not self._stopping.is_set():
                self._stopping.wait(self._reconnect.failed(time.monotonic()))

    def _open(self) -> None:
        is_pipe = stat.S_ISFIFO(os.stat(self._path).st_mode)
        mode = os.O_RDONLY if is_pipe else os.O_RDWR
        fd = os.open(self._path, mode | os.O_NONBLOCK | os.O_CLOEXEC)
        with self._guard:
            self._fd = fd
        _grab(fd)
        self._parser.reset()
        self._reconnect.opened(time.monotonic())
        log.info("input device %s is open", self._path)
        self._on_open()

    def _pump(self) -> None:
        idle_at = time.monotonic()
        while not self._stopping.is_set():
            ready, _, _ = select.select([self._fd, self._wake_r], [], [], IDLE_S)
            if time.monotonic() - idle_at >= IDLE_S:
                idle_at = time.monotonic()
                self._on_idle()
            if self._fd not in ready:
                continue
            data = os.read(self._fd, _READ_AT_ONCE)
            if not data:
                raise OSError(errno.ENODEV, "the device is gone", self._path)
            for key in self._parser.feed(data):
                self._on_key(key)

    def _close_device(self) -> None:
        with self._guard:
            fd, self._fd = self._fd, -1
        if fd >= 0:
            # Closing lets go of the grab as well.
            with contextlib.suppress(OSError):
                os.close(fd)


def _grab(fd: int) -> None:
    """Take the device alone. Raises OSError (EBUSY) when another program has it."""
    try:
        fcntl.ioctl(fd, EVIOCGRAB, 1)
    except OSError as error:
        if error.errno not in _NO_GRAB:
            raise
