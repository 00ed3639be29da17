"""The disk refuses every write: nobody is told a lie, what was acknowledged stays, and it recovers.

A file system of its own finds an error and goes read-only, as ext4 does: the server refuses each
change clearly, and goes on showing. Where no disk can be mounted, files marked immutable stand for
it; there a write to the log's index, which is mapped into memory, may end the process (SIGBUS), and
the service manager starts it again.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from failing_disk import FailingDisk
from fault_account import check_all, rows
from fault_clients import Desk, Kiosk, Ledger
from load_server import Floor
from postgres import Missing


def marked(folder: Path, sign: str) -> bool:
    """Mark (+i) or free (-i) everything in a folder."""
    done = subprocess.run(["chattr", "-R", sign, str(folder)], capture_output=True, timeout=20)
    return done.returncode == 0


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    try:
        if not marked(folder, "+i"):
            pytest.skip("this system cannot mark files as immutable")
        yield
    finally:
        marked(folder, "-i")


def try_to_issue(kiosk: Kiosk) -> None:
    try:
        answer = kiosk.step()
    except OSError:
        return  # the server is away: the kiosk goes on by itself
    assert answer.status == 503
    error = answer.json()["error"]
    assert error["code"] == "store_unavailable" and error["action"]["vi"]


def known(url: str) -> dict[str, object]:
    """The server's health."""
    answer = requests.get(f"{url}/healthz", timeout=30)
    return {"status": answer.status_code, **answer.json()}


@pytest.mark.faults
def test_a_read_only_disk_is_told_clearly_and_loses_nothing(tmp_path: Path) -> None:
    try:
        disk = FailingDisk(tmp_path).__enter__()
    except Missing:
        # Mounting needs rights; this needs fewer.
        _files_are_immutable(tmp_path)
        return
    try:
        _disk_fails(disk)
    finally:
        disk.__exit__()


def _disk_fails(disk: FailingDisk) -> None:
    floor, ledger = Floor(disk.folder), Ledger()
    kiosk_token = floor.token("kiosk")
    desk_tokens = floor.token("staff", "1"), floor.token("terminal", "1")
    service, url = floor.services[0], f"http://127.0.0.1:{floor.port}"
    floor.server.start()
    try:
        kiosk = Kiosk(floor.port, kiosk_token, service, ledger)
        desk = Desk(floor.port, *desk_tokens, "1", ledger)
        for _ in range(5):
            kiosk.step()
            desk.step()
        before, workers = len(ledger.tickets), floor.server.workers()
        disk.fail()
        for _ in range(3):
            answer = kiosk.step()
            assert answer.status == 503
            error = answer.json()["error"]
            assert error["code"] == "store_unavailable" and error["action"]["vi"]
        # Citizens see the hall and their waits; operators are told what it is.
        for page in ("/api/v1/public/waits", "/api/v1/public/hall", "/hall"):
            assert requests.get(url + page, timeout=30).status_code < 500
        assert known(url)["reasons"] == ["disk"]
        assert floor.server.workers() == workers, "no process ended"
        floor.server.kill()
        disk.repair()
        floor.server.start()
        kiosk = Kiosk(floor.port, kiosk_token, service, ledger)
        for key in list(ledger.open_keys):
            assert kiosk.press(key, service).status == 201
        check_all(floor, ledger)
        assert len(rows(floor, "SELECT id FROM ticket")) == before + 3
    finally:
        floor.server.kill()


def _files_are_immutable(tmp_path: Path) -> None:
    floor, ledger = Floor(tmp_path), Ledger()
    kiosk_token = floor.token("kiosk")
    desk_tokens = floor.token("staff", "1"), floor.token("terminal", "1")
    service = floor.services[0]
    floor.server.start()
    try:
        kiosk = Kiosk(floor.port, kiosk_token, service, ledger)
        desk = Desk(floor.port, *desk_tokens, "1", ledger)
        for _ in range(5):
            kiosk.step()
            desk.step()
        before = len(ledger.tickets)
        with read_only(tmp_path):
            for _ in range(3):
                try_to_issue(kiosk)
        assert len(ledger.tickets) == before
        # As a service manager does.
        floor.server.kill()
        floor.server.start()
        kiosk = Kiosk(floor.port, kiosk_token, service, ledger)
        for key in list(ledger.open_keys):
            assert kiosk.press(key, service).status == 201
        kiosk.step()
        Desk(floor.port, *desk_tokens, "1", ledger).step()
        check_all(floor, ledger)
    finally:
        floor.server.kill()
    assert len(rows(floor, "SELECT id FROM ticket")) == len(ledger.tickets) == before + 4
