"""The store's file is damaged: the server says so, nobody is told a lie, and a backup mends it."""

import subprocess
import sys
from pathlib import Path

import pytest
from fault_account import rows
from fault_clients import Kiosk, Ledger
from load_flood import count_faults
from load_server import ROOT, Floor

from server.config import STORE_FILE

PAGE = 4_096


def command(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "server.cli", *map(str, words)],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "MOTCUA_LANG": "en", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def lived(floor: Floor, ledger: Ledger, tickets: int) -> str:
    """Let people draw numbers; the kiosk's token."""
    token = floor.token("kiosk")
    kiosk = Kiosk(floor.port, token, floor.services[0], ledger)
    with floor.server:
        for _ in range(tickets):
            assert kiosk.step().status == 201
    return token


def flip_pages(store: Path, table: str, floor: Floor) -> None:
    """Turn every bit of the page a table begins at."""
    (root,) = rows(floor, f"SELECT rootpage FROM sqlite_master WHERE name = '{table}'")
    at = (root["rootpage"] - 1) * PAGE
    with store.open("r+b") as file:
        file.seek(at)
        page = file.read(PAGE)
        file.seek(at)
        file.write(bytes(byte ^ 0xFF for byte in page))


@pytest.mark.faults
def test_a_flipped_page_is_told_and_mended_by_a_backup(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "b.motcua"
    data.mkdir()
    floor, ledger = Floor(data), Ledger()
    token = lived(floor, ledger, 5)
    assert command("backup", file, "--data", data).returncode == 0
    flip_pages(data / STORE_FILE, "ticket", floor)
    with floor.server:
        kiosk = Kiosk(floor.port, token, floor.services[0], ledger)
        refused = kiosk.step()
        assert refused.status == 503
        assert refused.json()["error"]["code"] == "store_damaged"
        told = command("restore", file, "--data", data, "--force")
        assert told.returncode == 1 and "server is at work" in told.stderr
    found = command("doctor", "--data", data, "--port", floor.port)
    assert found.returncode == 1 and "damaged" in found.stdout
    # What is damaged never becomes a backup.
    worse = command("backup", file, "--data", data)
    assert worse.returncode == 1 and "damaged" in worse.stderr
    mended = command("restore", file, "--data", data, "--force")
    assert mended.returncode == 0, mended.stderr
    assert list(data.glob("replaced-*/motcua.db"))
    stored = {row["id"] for row in rows(floor, "SELECT id FROM ticket")}
    assert stored == {ticket["id"] for ticket in ledger.tickets.values()}
    with floor.server:
        assert Kiosk(floor.port, token, floor.services[0], ledger).step().status == 201
    assert count_faults(r["number"] for r in rows(floor, "SELECT number FROM ticket")) == (0, 0)


@pytest.mark.faults
def test_a_file_that_is_no_store_is_told_at_the_start(tmp_path: Path) -> None:
    (tmp_path / STORE_FILE).write_bytes(b"this is not a database\n" * 1_000)
    told = command("serve", "--data", tmp_path, "--port", "1")
    assert told.returncode == 1
    assert "damaged" in told.stderr and "restore a backup" in told.stderr
    found = command("doctor", "--data", tmp_path)
    assert found.returncode == 1 and "cannot be read" in found.stdout


@pytest.mark.faults
def test_a_log_cut_short_loses_its_end_only(tmp_path: Path) -> None:
    """What a disk that lied about writing leaves: the store goes on from a whole commit."""
    floor, ledger = Floor(tmp_path), Ledger()
    token = floor.token("kiosk")
    kiosk = Kiosk(floor.port, token, floor.services[0], ledger)
    floor.server.start()
    for _ in range(40):
        assert kiosk.step().status == 201
    floor.server.kill()
    log = tmp_path / f"{STORE_FILE}-wal"
    whole = log.stat().st_size
    with log.open("r+b") as file:
        file.truncate(whole * 9 // 10 + 7)
    with floor.server:
        assert Kiosk(floor.port, token, floor.services[0], ledger).step().status == 201
    stored = rows(floor, "SELECT number FROM ticket ORDER BY serial")
    assert 20 < len(stored) < 41
    assert count_faults(row["number"] for row in stored) == (0, 0)
    assert command("doctor", "--data", tmp_path).stdout.count("✗") == 0
