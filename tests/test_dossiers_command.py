"""`motcua dossiers import` as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import stores
from running import ROOT

from server.config import STORE_FILE

HEADER = "code,procedure,department,channel,received_at,due_at,resolved_at,recorded_at\n"
GOOD = HEADER + (
    "H16.15-171218-0001,1.001,tu-phap,in_person,2017-12-18T08:00:00+07:00,2017-12-20,"
    "2017-12-20T16:00:00+07:00,2018-02-01T08:00:00+07:00\n"
    "H16.15-171218-0002,9.999,Sở Xây dựng,online,2017-12-18T01:30:00Z,,,\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with the small centre."""
    store = stores.sqlite_store(tmp_path / STORE_FILE)
    stores.add_centre(store)
    store.close()
    return tmp_path


def run(folder: Path, content: str, *options: str) -> subprocess.CompletedProcess[str]:
    file = folder / "file.csv"
    file.write_text(content, "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "server.cli", "dossiers", "import", str(file),
         "--data", str(folder), *options],
        cwd=ROOT,
        env=os.environ | {"MOTCUA_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=120,
    )  # fmt: skip


def count(folder: Path) -> int:
    store = stores.sqlite_store(folder / STORE_FILE)
    found = store.read(lambda s: s.one("SELECT COUNT(*) AS n FROM dossier"))
    store.close()
    assert found is not None
    return int(found["n"])


def test_a_dry_run_changes_nothing_then_it_is_brought_in_and_again_it_is_the_same(
    folder: Path,
) -> None:
    done = run(folder, GOOD, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "2 dossiers: 2 new" in done.stdout and "--dry-run" in done.stdout
    assert "without a due date: 1" in done.stdout
    assert count(folder) == 0
    done = run(folder, GOOD)
    assert "Done: 2 new, 0 changed, 0 unchanged" in done.stdout
    assert "2 of 2" in done.stderr
    assert "0 new, 0 changed, 2 unchanged" in run(folder, GOOD).stdout
    assert count(folder) == 2


def test_one_bad_row_and_nothing_is_brought_in(folder: Path) -> None:
    done = run(folder, GOOD + "H16.15-171218-0003,,,,soon,,,\n")
    assert done.returncode == 1
    assert "row 4, received_at" in done.stderr and "Traceback" not in done.stderr
    assert count(folder) == 0


def test_the_help_has_an_example_and_a_file(folder: Path) -> None:
    done = run(folder, "", "--help")
    assert "motcua dossiers import dossiers.csv --dry-run" in done.stdout
    assert HEADER.strip() in done.stdout
