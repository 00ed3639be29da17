"""A serial port that comes back: opened by URL, read by its own thread, reopened with backoff.

Three things are kept apart: `parse_port_url` (what to open), `Reconnect` (when to open it; a
state machine fed with the time, without I/O) and `SerialLink` (the thread that does it). What the
bytes mean is the business of the line protocol.
"""

import contextlib
import io
import logging
import termios
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import serial

log = logging.getLogger(__name__)

READ_TIMEOUT_S: Final = 1.0
"""How long one read waits for a byte, and so the longest time between two idle calls."""
WRITE_TIMEOUT_S: Final = 1.0
"""After this time a device that takes no bytes is given up for this write."""
PORT_ERRORS: Final = (OSError, termios.error)
"""What a port raises when it is missing, busy or unplugged (SerialException is an OSError)."""
_READ_AT_ONCE = 4096
_CFLAG = 2
_NUMBERS = ("baudrate", "bytesize")


class PortUrlError(ValueError):
    """The port URL cannot be used; the text says why."""


@dataclass(frozen=True)
class PortAddress:
    """What pyserial is to open: its own URL or a device path, and line settings."""

    target: str
    settings: dict[str, Any] = field(default_factory=dict)

    def closed_port(self) -> Any:
        """pyserial's port for this address, not open yet. Raises PortUrlError."""
        return _closed_port(self)


def parse_port_url(url: str) -> PortAddress:
    """Read `serial:///dev/NAME?baudrate=115200&parity=N&…`, a plain path, or a pyserial URL.

    Settings of `serial://`: baudrate (default 115200), bytesize, parity, stopbits.
    Raises PortUrlError for a setting or a scheme nobody knows.
    """
    parts = urlsplit(url)
    if parts.scheme == "serial":
        address = _device_address(parts.path, parts.query)
    elif parts.scheme or url.startswith("/"):
        address = PortAddress(url, {"baudrate": 115200})
    else:
        raise PortUrlError(f"not a port URL: {url!r}")
    _closed_port(address)
    return address


def _device_address(path: str, query: str) -> PortAddress:
    if not path.startswith("/") or path == "/":
        raise PortUrlError("serial:// needs an absolute device path: serial:///dev/…")
    settings: dict[str, Any] = {"baudrate": 115200}
    for name, text in parse_qsl(query, keep_blank_values=True):
        settings[name] = _setting(name, text)
    return PortAddress(path, settings)


def _setting(name: str, text: str) -> int | float | str:
    try:
        if name in _NUMBERS:
            return int(text)
        if name == "stopbits":
            return float(text)
    except ValueError:
        raise PortUrlError(f"{name}={text!r} is not a number") from None
    if name == "parity":
        return text
    raise PortUrlError(f"unknown port setting {name!r}")


def _closed_port(address: PortAddress) -> Any:
    try:
        return serial.serial_for_url(
            address.target,
            do_not_open=True,
            timeout=READ_TIMEOUT_S,
            write_timeout=WRITE_TIMEOUT_S,
            exclusive=True,
            **address.settings,
        )
    except (ValueError, serial.SerialException) as error:
        raise PortUrlError(str(error)) from None


class PortState(Enum):
    """Where a port is: `WAITING` for its next try, `OPEN`, or `STOPPED` for good."""

    WAITING = "waiting"
    OPEN = "open"
    STOPPED = "stopped"


class Reconnect:
    """When to try a port again. Times are seconds of any clock that never goes back.

    Failures double the pause from `first_s` to `longest_s`. Only a port that stayed open for
    `steady_s` counts as healed, so one that opens and fails at once is not hammered.
    """

    def __init__(self, first_s: float = 0.1, longest_s: float = 3.0, steady_s: float = 1.0) -> None:
        self.state = PortState.WAITING
        self._first_s, self._longest_s, self._steady_s = first_s, longest_s, steady_s
        self._pause_s = first_s
        self._opened_at = 0.0

    def opened(self, now: float) -> None:
        """The port was opened."""
        if self.state is PortState.WAITING:
            self.state = PortState.OPEN
            self._opened_at = now

    def failed(self, now: float) -> float:
        """The port could not be opened, or was lost. Returns the pause before the next try."""
        if self.state is PortState.OPEN and now - self._opened_at >= self._steady_s:
            self._pause_s = self._first_s
        if self.state is not PortState.STOPPED:
            self.state = PortState.WAITING
        pause_s = self._pause_s
        self._pause_s = min(self._longest_s, pause_s * 2)
        return pause_s

    def stop(self) -> None:
        """No further try."""
        self.state = PortState.STOPPED


class SerialLink:
    """Keeps one port open and hands over what it says.

    `on_bytes(data)`, `on_open()`, `on_lost(reason)` and `on_idle()` (about once in
    READ_TIMEOUT_S) are called on the link's thread; `write` may be called from any.
    """

    def __init__(
        self,
        url: str,
        on_bytes: Callable[[bytes], None],
        on_open: Callable[[], None] = lambda: None,
        on_lost: Callable[[str], None] = lambda reason: None,
        on_idle: Callable[[], None] = lambda: None,
        reconnect: Reconnect | None = None,
    ) -> None:
        self.url = url
        self._address = parse_port_url(url)
        self._on_bytes, self._on_open = on_bytes, on_open
        self._on_lost, self._on_idle = on_lost, on_idle
        self._reconnect = reconnect or Reconnect()
        self._port: Any = None
        self._discards = 0
        self._guard = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="serial-link", daemon=True)

    def start(self) -> None:
        """Begin opening the port; returns at once."""
        self._thread.start()

    @property
    def state(self) -> PortState:
        return self._reconnect.state

    def write(self, data: bytes) -> bool:
        """Send `data`; False when the port is away or takes no bytes for WRITE_TIMEOUT_S."""
        with self._guard:
            if self._port is None:
                return False
            try:
                self._port.write(data)
            except PORT_ERRORS as error:
                log.debug("write to %s failed: %s", self.url, error)
                return False
            return True

    def discard(self) -> None:
        """Throw away what has come and was not handed over yet."""
        with self._guard, contextlib.suppress(*PORT_ERRORS):
            self._discards += 1
            self._wake_reader()
            if self._port is not None:
                self._port.reset_input_buffer()

    def close(self, deadline_s: float = 5.0) -> None:
        """Stop the thread and close the port; waits at most `deadline_s` for both."""
        self._stopping.set()
        self._reconnect.stop()
        with self._guard:
            self._wake_reader()
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def _wake_reader(self) -> None:
        cancel = getattr(self._port, "cancel_read", None)
        if cancel is not None:
            cancel()

    def _run(self) -> None:
        reason = ""
        while not self._stopping.is_set():
            try:
                self._open()
                reason = ""
                self._pump()
            except PORT_ERRORS as error:
                self._lost(str(error), told=str(error) == reason)
                reason = str(error)
            finally:
                self._close_port()
            if not self._stopping.is_set():
                self._stopping.wait(self._reconnect.failed(time.monotonic()))

    def _open(self) -> None:
        port = _closed_port(self._address)
        port.open()
        _keep_line_up(port)
        with self._guard:
            self._port = port
        self._reconnect.opened(time.monotonic())
        log.info("port %s is open", self.url)
        self._on_open()

    def _pump(self) -> None:
        port, idle_at = self._port, time.monotonic()
        while not self._stopping.is_set():
            discards = self._discards
            data = _read_some(port)
            if data and discards == self._discards:
                self._on_bytes(data)
            if time.monotonic() - idle_at >= READ_TIMEOUT_S:
                idle_at = time.monotonic()
                self._on_idle()

    def _lost(self, reason: str, told: bool) -> None:
        if self._stopping.is_set():
            return
        log.log(logging.DEBUG if told else logging.WARNING, "port %s: %s", self.url, reason)
        self._on_lost(reason)

    def _close_port(self) -> None:
        with self._guard:
            port, self._port = self._port, None
        if port is not None:
            try:
                port.close()
            except PORT_ERRORS as error:
                log.debug("closing %s: %s", self.url, error)


def _keep_line_up(port: Any) -> None:
    """Leave DTR up when the port is closed: boards of the Arduino kind are reset, and forget what
    they hold, when it rises again."""
    with contextlib.suppress(AttributeError, io.UnsupportedOperation, *PORT_ERRORS):
        settings = termios.tcgetattr(port.fileno())
        settings[_CFLAG] &= ~termios.HUPCL
        termios.tcsetattr(port.fileno(), termios.TCSANOW, settings)


def _read_some(port: Any) -> bytes:
    """What is there, after waiting READ_TIMEOUT_S for the first byte."""
    data: bytes = port.read(1)
    if data:
        # A port lost in between says so again at the next read; these bytes must not go with it.
        with contextlib.suppress(*PORT_ERRORS):
            data += port.read(min(port.in_waiting, _READ_AT_ONCE))
    return data
