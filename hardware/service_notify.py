"""Telling systemd how a service is: the datagrams of sd_notify(3), without a library.

Outside systemd (no NOTIFY_SOCKET) everything here does nothing. An agent that cannot tell goes on:
whether it is restarted is systemd's business.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Mapping

SEND_DEADLINE_S = 1.0


class ServiceNotify:
    """The line to systemd. ``watchdog_s`` is how long it waits for a sign of life, in seconds;
    None when it waits for none from this process."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        given = os.environ if environment is None else environment
        self._address = given.get("NOTIFY_SOCKET", "")
        self.watchdog_s = _watchdog_s(given)

    @property
    def wanted(self) -> bool:
        """Whether anybody listens."""
        return self._address[:1] in ("/", "@")

    def send(self, **variables: object) -> None:
        """Send assignments such as ``READY=1`` in one message; ``STATUS`` is a line for people."""
        if not self.wanted:
            return
        text = "\n".join(f"{name}={_one_line(value)}" for name, value in variables.items())
        address = "\0" + self._address[1:] if self._address[0] == "@" else self._address
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line,
        ):
            line.settimeout(SEND_DEADLINE_S)
            line.sendto(text.encode(), address)


def _watchdog_s(given: Mapping[str, str]) -> float | None:
    micros = given.get("WATCHDOG_USEC", "")
    if given.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None
    return int(micros) / 1e6 if micros.isdigit() and int(micros) > 0 else None


def _one_line(value: object) -> str:
    return " ".join(str(value).split())
