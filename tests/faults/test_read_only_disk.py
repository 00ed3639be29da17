"""The disk refuses every write: nobody is told a lie, what was acknowledged stays, and it recovers.

Files marked immutable stand for a disk that the system has mounted read-only after an error. The
log's index is mapped into memory, and a write to it on such a disk may end the process (SIGBUS):
then the service manager starts it again until the disk is back, and kiosks give numbers of their
own meanwhile.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fault_account import check_all, rows
from fault_clients import Desk, Kiosk, Ledger
from load_server import Floor


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


@pytest.mark.faults
def test_a_read_only_disk_loses_nothing_and_recovers(tmp_path: Path) -> None:
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
