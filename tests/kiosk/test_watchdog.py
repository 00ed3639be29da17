"""The watchdog: a sign of life only while store, printer and page are well."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from kiosk_machine import Kiosk
from kiosk_page import KioskPage

from hardware.service_notify import ServiceNotify
from kiosk.watchdog import PageBeat, Watchdog

DEADLINE_S = 15.0


class Manager:
    """systemd's end of the line."""

    def __init__(self, folder: Path) -> None:
        self.name = str(folder / "notify")
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.bind(self.name)
        self._line.settimeout(DEADLINE_S)

    def next(self) -> dict[str, str]:
        text = self._line.recv(4096).decode()
        return dict(line.split("=", 1) for line in text.split("\n"))

    def notify(self, seconds: float = 0.15) -> ServiceNotify:
        return ServiceNotify({"NOTIFY_SOCKET": self.name, "WATCHDOG_USEC": str(int(seconds * 1e6))})

    def close(self) -> None:
        self._line.close()


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    manager = Manager(tmp_path)
    yield manager
    manager.close()


def test_a_page_may_take_its_time_to_start_and_then_must_not_fall_silent() -> None:
    now = 100.0
    beat = PageBeat(lambda: now, boot_s=300, silent_s=30)
    now += 299
    assert beat.alive(), "still starting"
    now += 2
    assert not beat.alive(), "it never came"
    beat.seen()
    now += 29
    assert beat.alive()
    now += 2
    assert not beat.alive(), "it fell silent"
    beat.seen()
    assert beat.alive()


def test_signs_of_life_end_when_something_is_not_well_and_the_status_names_it(
    manager: Manager,
) -> None:
    well = {"store": True, "printer": True, "page": True}
    watchdog = Watchdog(
        manager.notify(),
        {name: lambda name=name: well[name] for name in well},  # type: ignore[misc]
    )
    watchdog.start()
    assert manager.next() == {"READY": "1"}
    assert manager.next()["WATCHDOG"] == "1"
    told = set()
    for name in well:
        well[name] = False
        while "WATCHDOG" in (said := manager.next()):
            pass
        told.add(said["STATUS"])
        well[name] = True
        while "WATCHDOG" not in manager.next():
            pass
    assert len(told) == 3, "each trouble has its own words"
    watchdog.stop()
    while "STOPPING" not in manager.next():
        pass


def test_a_look_that_raises_or_hangs_gives_no_sign_of_life(manager: Manager) -> None:
    release = threading.Event()
    steps = iter([lambda: 1 / 0 > 0, lambda: release.wait(DEADLINE_S)])
    watchdog = Watchdog(manager.notify(), {"store": lambda: next(steps, lambda: True)()})
    watchdog.start()
    manager.next()
    assert "WATCHDOG" not in manager.next()
    manager._line.settimeout(0.5)
    with pytest.raises(TimeoutError):
        manager.next()
    release.set()
    assert manager.next()["WATCHDOG"] == "1"
    watchdog.stop()


def test_the_agent_itself_is_well_while_it_runs(kiosk: Kiosk, page: KioskPage) -> None:
    checks = kiosk.agent.checks
    assert list(checks) == ["store", "printer", "page"]
    assert all(check() for check in checks.values())
    assert page.ask("POST", "/api/heartbeat", {})[0] == 204
    assert checks["page"]()


def test_the_whole_process_tells_systemd_that_it_is_ready_alive_and_stopping(
    manager: Manager, tmp_path: Path
) -> None:
    command = [
        sys.executable, "-c", "from kiosk.command import kiosk_command; kiosk_command()",
        "--server", "http://127.0.0.1:9", "--printer", "dummy://", "--port", "0",
        "--data", str(tmp_path / "data"),
    ]  # fmt: skip
    environment = {**os.environ, "NOTIFY_SOCKET": manager.name, "WATCHDOG_USEC": "600000"}
    running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        assert manager.next() == {"READY": "1"}
        for _ in range(3):
            assert manager.next()["WATCHDOG"] == "1"
        running.terminate()
        while "STOPPING" not in manager.next():
            pass
        assert running.wait(DEADLINE_S) == 0
    finally:
        running.kill()
        running.wait()
