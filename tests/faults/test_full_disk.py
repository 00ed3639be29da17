"""The disk is full: a clear refusal, nothing that was acknowledged is lost, and it recovers.

The worker's limit on the size of files stands for the disk: a write beyond it fails as a write to
a full disk does, and raising it is making room.
"""

import resource
from pathlib import Path

import pytest
from fault_account import check_all, rows
from fault_clients import Desk, Kiosk, Ledger
from load_http import Reply
from load_server import Floor
from ports import wait_until

ROOM = 256 * 1024
TRIES = 5_000


def limit_files(floor: Floor, size: int) -> None:
    """The worker cannot write beyond ``size`` bytes of any file from now on."""
    for worker in floor.server.workers():
        _, hard = resource.prlimit(worker, resource.RLIMIT_FSIZE)
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (size, hard))


def largest_file(folder: Path) -> int:
    return max(file.stat().st_size for file in folder.iterdir())


@pytest.mark.faults
def test_a_full_disk_refuses_clearly_loses_nothing_and_recovers(tmp_path: Path) -> None:
    floor, ledger = Floor(tmp_path), Ledger()
    with floor.server:
        kiosk = Kiosk(floor.port, floor.token("kiosk"), floor.services[0], ledger)
        desk = Desk(
            floor.port, floor.token("staff", "1"), floor.token("terminal", "1"), "1", ledger
        )
        for _ in range(20):
            kiosk.step()
            desk.step()
        limit_files(floor, largest_file(tmp_path) + ROOM)
        refused = issue_until_refused(kiosk)
        error = refused.json()["error"]
        assert error["code"] == "store_unavailable"
        assert error["action"]["vi"] and error["action"]["en"]
        assert b"retry-after" in refused.head.lower()
        check_all(floor, ledger)

        limit_files(floor, resource.RLIM_INFINITY)
        (key,) = ledger.open_keys
        service = ledger.open_keys[key]
        wait_until(lambda: kiosk.press(key, service).status == 201, 10, "the server recovers")
        again = kiosk.press(key, service)
        assert again.replayed and again.json() == ledger.tickets[key]
        kiosk.step()
        desk.step()
        check_all(floor, ledger)
        assert len(rows(floor, "SELECT id FROM ticket")) == len(ledger.tickets)


def issue_until_refused(kiosk: Kiosk) -> Reply:
    """Issue until the disk is full; the refusal."""
    for _ in range(TRIES):
        reply = kiosk.step()
        if reply.status != 201:
            assert reply.status == 503
            return reply
    raise AssertionError(f"{TRIES} tickets and the disk is not full")
