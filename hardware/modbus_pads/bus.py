"""A line with Modbus pads on it: one thread asks each unit in turn what was pressed.

A unit that does not answer holds up the others for one deadline and is then asked once in
SILENT_PAUSE_S. A lost line is opened again with growing pauses.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol
from urllib.parse import urlsplit

from hardware.serial_link import PortUrlError, Reconnect, parse_port_url
from hardware.signs.modbus_rtu import Request, SignFault, transact
from hardware.transport import Transport, TransportError, open_transport

log = logging.getLogger(__name__)

DEFAULT_BAUDRATE: Final = 9600
POLL_S: Final = 0.05
"""Between two rounds, at least."""
UNIT_DEADLINE_S: Final = 0.15
ATTEMPTS: Final = 2
SILENT_PAUSE_S: Final = 1.0
IDLE_S: Final = 1.0
OPEN_DEADLINE_S: Final = 3.0

Ask = Callable[[Request], tuple[int, ...]]


class Member(Protocol):
    """A unit on the line. Called on the line's thread."""

    unit: int

    def turn(self, ask: Ask) -> None:
        """Its turn: ``ask`` does one request, and raises SignFault or TransportError."""

    def silent(self) -> None:
        """It did not answer."""

    def idle(self) -> None:
        """About once a second."""


def is_modbus_url(url: str) -> bool:
    return urlsplit(url).scheme == "modbus"


def parse_modbus_url(url: str) -> str:
    """The transport of ``modbus:///dev/ttyUSB0?baudrate=9600&parity=E`` (9600 baud unless told
    otherwise) or of ``modbus://gateway:502`` (raw RTU frames over TCP). Raises PortUrlError."""
    parts = urlsplit(url)
    if not is_modbus_url(url):
        raise PortUrlError(f"not a Modbus line: {url!r} (modbus:///dev/ttyUSB0?baudrate=9600)")
    if parts.netloc:
        return f"socket://{parts.netloc}"
    told = f"&{parts.query}" if parts.query else ""
    serial = f"serial://{parts.path}?baudrate={DEFAULT_BAUDRATE}{told}"
    if "baudrate=" in told:
        serial = f"serial://{parts.path}?{parts.query}"
    parse_port_url(serial)
    return serial


class PadBus:
    """Members join before ``start``. ``poll_s``: seconds between two rounds."""

    def __init__(self, url: str, poll_s: float = POLL_S) -> None:
        self._url, self._poll_s = parse_modbus_url(url), poll_s
        self._members: list[Member] = []
        self._due: dict[int, float] = {}
        self._reconnect = Reconnect()
        self._line: Transport | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="modbus-pads", daemon=True)

    @property
    def is_open(self) -> bool:
        return self._line is not None

    def join(self, member: Member) -> None:
        if any(member.unit == other.unit for other in self._members):
            raise ValueError(f"unit {member.unit} twice")
        self._members.append(member)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def close(self, deadline_s: float = 5.0) -> None:
        """Stop after a last turn of every unit, in which lamps go dark; once is enough."""
        self._stopping.set()
        self._reconnect.stop()
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def _run(self) -> None:
        told = ""
        while not self._stopping.is_set():
            try:
                self._open()
                told = ""
                self._serve()
            except TransportError as error:
                level = logging.DEBUG if str(error) == told else logging.WARNING
                log.log(level, "%s: %s", self._url, error)
                told = str(error)
            finally:
                self._let_go()
            self._stopping.wait(self._reconnect.failed(time.monotonic()))

    def _open(self) -> None:
        self._line = open_transport(self._url, OPEN_DEADLINE_S)
        self._due.clear()
        self._reconnect.opened(time.monotonic())
        log.info("line %s is open", self._url)

    def _serve(self) -> None:
        idle_at = time.monotonic()
        while not self._stopping.wait(self._poll_s):
            self._round()
            if time.monotonic() - idle_at >= IDLE_S:
                idle_at = time.monotonic()
                for member in self._members:
                    member.idle()
        self._round()

    def _round(self) -> None:
        for member in self._members:
            if self._due.get(member.unit, 0.0) <= time.monotonic():
                self._turn(member)

    def _turn(self, member: Member) -> None:
        try:
            member.turn(self._ask)
        except SignFault as fault:
            if member.unit not in self._due:
                log.warning("unit %d on %s: %s", member.unit, self._url, fault)
            self._due[member.unit] = time.monotonic() + SILENT_PAUSE_S
            member.silent()
            return
        self._due.pop(member.unit, None)

    def _ask(self, request: Request) -> tuple[int, ...]:
        assert self._line is not None
        for _ in range(ATTEMPTS - 1):
            with contextlib.suppress(SignFault):
                return transact(self._line, request, UNIT_DEADLINE_S)
        return transact(self._line, request, UNIT_DEADLINE_S)

    def _let_go(self) -> None:
        line, self._line = self._line, None
        for member in self._members:
            member.silent()
        if line is not None:
            with contextlib.suppress(TransportError):
                line.close()
