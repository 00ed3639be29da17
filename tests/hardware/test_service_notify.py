"""sd_notify against a real datagram socket."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from hardware.service_notify import ServiceNotify


@pytest.fixture(params=["path", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[socket.socket, str]:
    """systemd's end of the line, and its name in the environment."""
    name = str(tmp_path / "notify") if request.param == "path" else f"@motcua-{os.getpid()}"
    line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    line.bind("\0" + name[1:] if name[0] == "@" else name)
    line.settimeout(5)
    request.addfinalizer(line.close)
    return line, name


def test_messages_arrive_as_systemd_reads_them(manager: tuple[socket.socket, str]) -> None:
    line, name = manager
    notify = ServiceNotify({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "45000000"})
    assert notify.wanted and notify.watchdog_s == 45.0
    notify.send(READY=1, STATUS="Sẵn sàng\nhai dòng")
    assert line.recv(1000).decode() == "READY=1\nSTATUS=Sẵn sàng hai dòng"


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "x"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "2000000", "WATCHDOG_PID": str(os.getpid())}, 2.0),
        ({"WATCHDOG_USEC": "2000000", "WATCHDOG_PID": "1"}, None),
    ],
)
def test_the_watchdogs_time_is_this_processs_own(
    environment: dict[str, str], seconds: float | None
) -> None:
    assert ServiceNotify(environment).watchdog_s == seconds


@pytest.mark.parametrize("name", ["", "relative", "/nowhere/notify"])
def test_without_a_manager_nothing_happens(name: str) -> None:
    ServiceNotify({"NOTIFY_SOCKET": name}).send(READY=1)
