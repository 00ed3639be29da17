"""A device is a URL; a transport moves bytes to and from it, and every wait has a deadline.

====================================  =========================================================
``tcp://host:9100``                   a network printer (port 9100 when none is named)
``socket://host:4001``                a serial device server that passes raw bytes
``serial:///dev/ttyUSB0?baudrate=…``  a serial line, 115200 baud 8N1 unless the query says other
``file:///dev/usb/lp0``               a device file, opened read-write; or a regular file, appended
``spooler://NAME``                    a printer of Windows by its name there; raw bytes
``dummy://``                          nothing at all: swallows bytes and never answers
====================================  =========================================================

A lost device raises :class:`TransportError` with a :class:`Reason`, whatever its kind: callers
never meet ``OSError`` or ``SerialException``.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import socket
import stat
import threading
import time
from enum import StrEnum
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import serial

DEFAULT_PRINTER_PORT = 9100
DEFAULT_BAUDRATE = 115_200
FAREWELL_S = 0.3


class Reason(StrEnum):
    """Why a transport failed; the words are used in logs, in metrics and in message keys."""

    BAD_URL = "bad_url"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    MISSING = "missing"
    BUSY = "busy"
    DENIED = "denied"
    TIMEOUT = "timeout"
    UNPLUGGED = "unplugged"
    CLOSED = "closed"
    UNSUPPORTED = "unsupported"


class TransportError(Exception):
    """The device could not be reached, or was lost.

    ``sent`` is how many bytes of the failed write had left this process: 0 means that certainly
    none of them reached the device.
    """

    def __init__(self, reason: Reason, detail: str = "", sent: int = 0) -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.detail = detail
        self.sent = sent


class Transport(Protocol):
    """An open line to a device. One reader and one writer may use it at the same time."""

    @property
    def answers(self) -> bool:
        """False for a line that can only be written to (a regular file, ``dummy://``)."""

    def write(self, data: bytes, deadline_s: float) -> None:
        """Hand over all of ``data`` within ``deadline_s`` seconds, or raise TransportError."""

    def read(self, size: int, deadline_s: float) -> bytes:
        """1 to ``size`` bytes as soon as any are there; ``b""`` when the deadline passed first."""

    def close(self) -> None:
        """Let go of the device; a read or write that waits in another thread ends at once."""


def open_transport(url: str, deadline_s: float = 3.0) -> Transport:
    """Open the device behind ``url`` within ``deadline_s`` seconds, or raise TransportError."""
    try:
        parts = urlsplit(url)
        opener = _OPENERS.get(parts.scheme)
        if opener is None:
            raise TransportError(Reason.BAD_URL, f"unknown scheme {parts.scheme!r}")
        return opener(parts, deadline_s)
    except TransportError:
        raise
    except (OSError, serial.SerialException) as error:
        raise TransportError(_reason(error), str(error)) from error
    except ValueError as error:
        raise TransportError(Reason.BAD_URL, str(error)) from error


class FdTransport:
    """Any line that is a file descriptor: a socket, a serial port, a device file."""

    def __init__(self, owner: socket.socket | serial.Serial | int, answers: bool = True) -> None:
        self._owner = owner
        self._fd = owner if isinstance(owner, int) else owner.fileno()
        self._answers = answers
        self._closed = threading.Event()
        self._reading, self._writing = threading.Lock(), threading.Lock()
        # close() writes here so that a poll in another thread returns at once.
        self._wake_r, self._wake_w = os.pipe()
        os.set_blocking(self._fd, False)

    @property
    def answers(self) -> bool:
        return self._answers

    def write(self, data: bytes, deadline_s: float) -> None:
        end = time.monotonic() + deadline_s
        rest = memoryview(data)
        with self._writing:
            try:
                while rest:
                    if not self._ready(select.POLLOUT, end):
                        raise TransportError(Reason.TIMEOUT, "the device takes no more bytes")
                    rest = rest[self._write_some(rest) :]
            except TransportError as error:
                error.sent = len(data) - len(rest)
                raise

    def read(self, size: int, deadline_s: float) -> bytes:
        if not self._answers:
            self._closed.wait(deadline_s)
            return b""
        with self._reading:
            end = time.monotonic() + deadline_s
            while self._ready(select.POLLIN, end):
                data = self._read_some(size)
                if data is not None:
                    return data
        return b""

    def close(self) -> None:
        if self._closed.is_set():
            return
        self._closed.set()
        os.write(self._wake_w, b"x")
        with self._reading, self._writing:
            self._let_go()
            os.close(self._wake_r)
            os.close(self._wake_w)

    def _write_some(self, rest: memoryview) -> int:
        try:
            return os.write(self._fd, rest)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise TransportError(Reason.UNPLUGGED, str(error)) from error

    def _read_some(self, size: int) -> bytes | None:
        try:
            data = os.read(self._fd, size)
        except BlockingIOError:
            return None
        except OSError as error:
            raise TransportError(Reason.UNPLUGGED, str(error)) from error
        if not data:
            raise TransportError(Reason.UNPLUGGED, "the device closed the line")
        return data

    def _ready(self, event: int, end: float) -> bool:
        if self._closed.is_set():
            raise TransportError(Reason.CLOSED)
        poller = select.poll()
        poller.register(self._fd, event)
        poller.register(self._wake_r, select.POLLIN)
        found = dict(poller.poll(max(0.0, end - time.monotonic()) * 1000))
        if self._closed.is_set():
            raise TransportError(Reason.CLOSED)
        return self._fd in found

    def _let_go(self) -> None:
        owner = self._owner
        # A device that is gone already cannot be closed better than this.
        with contextlib.suppress(OSError, serial.SerialException):
            if isinstance(owner, int):
                os.close(owner)
            elif isinstance(owner, socket.socket):
                _close_gently(owner)
            else:
                owner.close()


class DummyTransport:
    """No device: bytes vanish, nothing ever answers."""

    def __init__(self) -> None:
        self._closed = threading.Event()

    @property
    def answers(self) -> bool:
        return False

    def write(self, data: bytes, deadline_s: float) -> None:
        if self._closed.is_set():
            raise TransportError(Reason.CLOSED)

    def read(self, size: int, deadline_s: float) -> bytes:
        if self._closed.wait(deadline_s):
            raise TransportError(Reason.CLOSED)
        return b""

    def close(self) -> None:
        self._closed.set()


def _close_gently(connection: socket.socket) -> None:
    """Close without a reset, which would make the peer throw away what it has not read yet:
    say farewell, and take in late answers until the peer says it too, for a moment at most."""
    end = time.monotonic() + FAREWELL_S
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_WR)
        while (left := end - time.monotonic()) > 0:
            connection.settimeout(left)
            if not connection.recv(4096):
                break
    connection.close()


def _open_tcp(parts: SplitResult, deadline_s: float) -> Transport:
    if not parts.hostname:
        raise TransportError(Reason.BAD_URL, "no host")
    address = (parts.hostname, parts.port or DEFAULT_PRINTER_PORT)
    connection = socket.create_connection(address, timeout=deadline_s)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return FdTransport(connection)


def _open_serial(parts: SplitResult, deadline_s: float) -> Transport:
    path = _device_path(parts)
    told = {name: values[0] for name, values in parse_qs(parts.query).items()}
    port = serial.Serial(
        path,
        int(told.get("baudrate", DEFAULT_BAUDRATE)),
        parity=told.get("parity", "N"),
        stopbits=float(told.get("stopbits", 1)),
        timeout=0,
        write_timeout=deadline_s,
        exclusive=True,
    )
    return FdTransport(port)


def _open_file(parts: SplitResult, deadline_s: float) -> Transport:
    path = _device_path(parts)
    if _is_device(path):
        return _open_device(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    return FdTransport(os.open(path, flags, 0o600), answers=False)


def _open_device(path: str) -> Transport:
    flags = os.O_NONBLOCK | os.O_NOCTTY
    try:
        return FdTransport(os.open(path, os.O_RDWR | flags))
    except OSError as error:
        # A printer port of one direction only: it prints, and never says how it is.
        if error.errno not in (errno.EACCES, errno.EINVAL):
            raise
        return FdTransport(os.open(path, os.O_WRONLY | flags), answers=False)


def _open_spooler(parts: SplitResult, deadline_s: float) -> Transport:
    name = unquote(parts.netloc + parts.path).rstrip("/")
    if not name:
        raise TransportError(Reason.BAD_URL, "spooler:// needs a printer's name")
    from hardware.spooler import SpoolerTransport  # needs this module's errors

    return SpoolerTransport(name)


def _open_dummy(parts: SplitResult, deadline_s: float) -> Transport:
    return DummyTransport()


def _device_path(parts: SplitResult) -> str:
    path = unquote(parts.path)
    if parts.netloc or not path.startswith("/"):
        raise TransportError(Reason.BAD_URL, "a device path starts with three slashes")
    return path


def _is_device(path: str) -> bool:
    try:
        return not stat.S_ISREG(os.stat(path).st_mode)
    except FileNotFoundError:
        # An unplugged /dev/usb/lp0 must fail, not become a file that collects tickets.
        return path.startswith("/dev/")


def _reason(error: OSError) -> Reason:
    if isinstance(error, socket.gaierror):
        return Reason.UNREACHABLE
    if isinstance(error, TimeoutError):
        return Reason.TIMEOUT
    return _REASONS.get(error.errno or 0, Reason.UNREACHABLE)


_REASONS = {
    errno.ECONNREFUSED: Reason.REFUSED,
    errno.ETIMEDOUT: Reason.TIMEOUT,
    errno.ENOENT: Reason.MISSING,
    errno.ENODEV: Reason.MISSING,
    errno.ENXIO: Reason.MISSING,
    errno.EBUSY: Reason.BUSY,
    errno.EAGAIN: Reason.BUSY,
    errno.EACCES: Reason.DENIED,
    errno.EPERM: Reason.DENIED,
    errno.EIO: Reason.UNPLUGGED,
}

_OPENERS = {
    "tcp": _open_tcp,
    "socket": _open_tcp,
    "serial": _open_serial,
    "file": _open_file,
    "spooler": _open_spooler,
    "dummy": _open_dummy,
}
