"""`motcua catalogue import` as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import stores
from running import ROOT

from server.config import STORE_FILE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with the small centre."""
    store = stores.sqlite_store(tmp_path / STORE_FILE)
    stores.add_centre(store)
    store.close()
    return tmp_path


def run(folder: Path, content: bytes, *options: str) -> subprocess.CompletedProcess[str]:
    file = folder / "file.csv"
    file.write_bytes(content)
    words = ["catalogue", "import", str(file), "--data", str(folder), *options]
    return subprocess.run(
        [sys.executable, "-m", "server.cli", *words],
        cwd=ROOT,
        env=os.environ | {"MOTCUA_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=60,
    )


def codes(folder: Path) -> list[str]:
    store = stores.sqlite_store(folder / STORE_FILE)
    found = [r["code"] for r in store.read(lambda s: s.all("SELECT code FROM procedure"))]
    store.close()
    return sorted(found)


GOOD = "code;name;field\n1.001;Đăng ký khai sinh;Hộ tịch\n1.009;Mới;Đất đai\n".encode()


def test_a_look_changes_nothing_and_says_how_to_go_on(folder: Path) -> None:
    done = run(folder, GOOD)
    assert done.returncode == 0, done.stderr
    for said in ("New: 1", "1.009  Mới", "No longer in the file: 2", "Unchanged: 1", "--apply"):
        assert said in done.stdout
    assert "Đất đai" in done.stdout
    assert "Reading the file" in done.stderr
    assert codes(folder) == ["1.001", "1.002", "1.003"]


def test_applied_it_is_in_the_catalogue_and_again_it_is_all_the_same(folder: Path) -> None:
    assert "1 new" in run(folder, GOOD, "--apply").stdout
    assert codes(folder) == ["1.001", "1.002", "1.003", "1.009"]
    done = run(folder, GOOD, "--apply", "--remove-gone")
    assert "0 new, 0 changed, 2 removed, 2 unchanged" in done.stdout
    assert codes(folder) == ["1.001", "1.009"]


def test_a_file_with_errors_fails_and_names_the_rows(folder: Path) -> None:
    done = run(folder, GOOD + b";;\n1.010;;x\n", "--apply")
    assert done.returncode == 1
    assert "row 5, name" in done.stderr
    assert codes(folder) == ["1.001", "1.002", "1.003"]


def test_what_is_no_table_is_one_clear_line(folder: Path) -> None:
    done = run(folder, b"\xff\xfe\x00", "--apply")
    assert done.returncode == 1
    assert "cannot be read" in done.stderr and "Traceback" not in done.stderr


def test_the_help_has_an_example(folder: Path) -> None:
    done = run(folder, b"", "--help")
    assert "motcua catalogue import procedures.csv --apply" in done.stdout
