"""`motcua dossiers watch`: files that departments drop, taken in once, even through a kill -9."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import stores
from click.testing import CliRunner
from dossier_sync import enter
from ports import wait_until
from running import ROOT
from second_centre import ID as OTHER
from second_centre import second_centre_tokens
from stores import Floor

from server.config import STORE_FILE
from server.dossier_folder import QUIET_S, DroppedFiles
from server.dossiers_command import dossiers_command
from server.usecases.dossiers.told_files import TakenFile, take_file

CODES = [f"H16.15-261001-{n:05d}" for n in range(1, 41)]
GOOD = [{"code": code, "state": "resolved", "at": "20261002100000"} for code in CODES[:3]]
BAD = {"code": "H16.15-261001-00001", "state": "lost", "at": "20261002100000"}


@pytest.fixture
def floor(tmp_path: Path) -> Floor:
    """The small centre in a data folder, with dossiers of the department."""
    (tmp_path / "data").mkdir()
    store = stores.sqlite_store(tmp_path / "data" / STORE_FILE)
    stores.add_centre(store)
    floor = Floor(store)
    enter(floor, CODES)
    return floor


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "tu-phap").mkdir(parents=True)
    return folder


def drop(inbox: Path, name: str, content: bytes, department: str = "tu-phap") -> Path:
    """A file as it is after it has lain there for a while."""
    file = inbox / department / name
    file.write_bytes(content)
    old = time.time() - QUIET_S - 1
    os.utime(file, (old, old))
    return file


def dropped(floor: Floor, inbox: Path) -> DroppedFiles:
    def take(department: str, name: str, data: bytes) -> TakenFile:
        return floor.do(lambda c: take_file(c, department, name, data), "system")

    return DroppedFiles(inbox, take)


def look_twice(files: DroppedFiles) -> list[Any]:
    return [one for _ in range(2) for one in files.look({"tu-phap"})]


def listed(inbox: Path, where: str) -> list[str]:
    folder = inbox / "tu-phap" / where
    return sorted(os.listdir(folder)) if folder.is_dir() else []


def told(floor: Floor) -> int:
    return int(floor.value("SELECT COUNT(*) AS n FROM dossier_message"))


def workbook() -> bytes:
    book, written = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (["Mã hồ sơ", "Trạng thái", "Thời điểm"], [CODES[5], "resolved", "20261005100000"]):
        book.active.append(row)
    book.save(written)
    return written.getvalue()


def test_each_form_is_taken_in_and_put_away_with_its_bad_rows(floor: Floor, inbox: Path) -> None:
    drop(inbox, "a.json", json.dumps({"messages": [*GOOD, BAD]}).encode())
    drop(inbox, "b.csv", f"code;state;at\n{CODES[4]};resolved;20261003\n=1+1;resolved;x\n".encode())
    drop(inbox, "c.XLSX", workbook())
    drop(inbox, "d.json", b'{"messages": [')
    drop(inbox, "e.part", b"unfinished")
    found = look_twice(dropped(floor, inbox))
    assert [(one.name, one.taken and one.taken.accepted) for one in found] == [
        ("a.json", 3), ("b.csv", 1), ("c.XLSX", 1), ("d.json", None)
    ]  # fmt: skip
    assert listed(inbox, "done") == ["a.json", "a.json.errors.csv", "b.csv", "b.csv.errors.csv",
                                     "c.XLSX"]  # fmt: skip
    assert listed(inbox, "failed") == ["d.json", "d.json.errors.csv"]
    report = (inbox / "tu-phap/done/a.json.errors.csv").read_text("utf-8-sig").splitlines()
    assert report[0] == "Dòng,Mã hồ sơ,Cột,Lỗi,Lỗi (tiếng Anh)"
    assert report[1].startswith('4,H16.15-261001-00001,state,"Trạng thái không có trong danh sách')
    assert ",'=1+1," in (inbox / "tu-phap/done/b.csv.errors.csv").read_text("utf-8-sig")
    assert told(floor) == 5
    assert listed(inbox, "") == [".taking", "done", "e.part", "failed"]
    assert listed(inbox, ".taking") == []


def test_the_same_contents_are_never_taken_in_twice(floor: Floor, inbox: Path) -> None:
    files = dropped(floor, inbox)
    for name in ("a.json", "a.json", "again.json"):
        drop(inbox, name, json.dumps([*GOOD, BAD]).encode())
        (one,) = look_twice(files)
        assert one.taken.accepted == 3
    assert one.taken.before
    assert told(floor) == 3
    assert floor.value("SELECT COUNT(*) AS n FROM told_file") == 1
    assert "a (2).json" in listed(inbox, "done")
    assert "again.json.errors.csv" in listed(inbox, "done")


def test_a_file_is_left_alone_until_it_is_whole(floor: Floor, inbox: Path) -> None:
    files = dropped(floor, inbox)
    file = drop(inbox, "slow.json", json.dumps(GOOD).encode()[:-1])
    assert list(files.look({"tu-phap"})) == []
    with file.open("ab") as opened:
        opened.write(b"]")
    # Another size, and just written to.
    assert list(files.look({"tu-phap"})) == []
    assert list(files.look({"tu-phap"})) == []
    drop(inbox, "slow.json", file.read_bytes())
    assert [one.name for one in look_twice(files)] == ["slow.json"]
    assert told(floor) == 3


def test_what_another_try_may_mend_is_tried_again(floor: Floor, inbox: Path) -> None:
    def away(department: str, name: str, data: bytes) -> TakenFile:
        raise OSError("the share is away")

    drop(inbox, "a.json", json.dumps(GOOD).encode())
    files = DroppedFiles(inbox, away)
    with pytest.raises(OSError):
        look_twice(files)
    assert listed(inbox, ".taking") == ["a.json"]
    (one,) = dropped(floor, inbox).look({"tu-phap"})
    assert one.taken is not None and listed(inbox, "done") == ["a.json"]


def test_a_crash_between_the_commit_and_the_move_takes_nothing_in_again(
    floor: Floor, inbox: Path
) -> None:
    def dies(department: str, name: str, data: bytes) -> TakenFile:
        floor.do(lambda c: take_file(c, department, name, data), "system")
        raise SystemExit

    drop(inbox, "a.json", json.dumps([*GOOD, BAD]).encode())
    with pytest.raises(SystemExit):
        look_twice(DroppedFiles(inbox, dies))
    (one,) = dropped(floor, inbox).look({"tu-phap"})
    assert one.taken is not None and one.taken.before
    assert listed(inbox, "done") == ["a.json", "a.json.errors.csv"]
    assert told(floor) == 3


def test_what_is_no_plain_file_is_not_followed(floor: Floor, inbox: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text(json.dumps(GOOD))
    (inbox / "tu-phap" / "link.json").symlink_to(secret)
    (inbox / "tu-phap" / "folder.csv").mkdir()
    os.mkfifo(inbox / "tu-phap" / "pipe.csv")
    assert look_twice(dropped(floor, inbox)) == []


def test_killed_at_any_moment_each_file_is_taken_in_once(
    floor: Floor, inbox: Path, tmp_path: Path
) -> None:
    (inbox / "nobody").mkdir()
    names = [f"f{n:02d}.json" for n in range(12)]
    for n, name in enumerate(names):
        rows = [{**BAD, "state": "resolved", "code": code, "seq": n} for code in CODES]
        drop(inbox, name, json.dumps([*rows, BAD]).encode())
    command = [sys.executable, "-m", "server.cli", "dossiers", "watch", str(inbox), "--every",
               "0.1", "--data", str(tmp_path / "data")]  # fmt: skip
    done = inbox / "tu-phap" / "done"
    for after in (2, 5, 12):
        running = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"MOTCUA_LANG": "en"},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            wait_until(partial(_holds, done, after), 60, "files are not taken in")
        finally:
            running.send_signal(signal.SIGKILL)
            output, _ = running.communicate(timeout=30)
    assert "nobody: no department has this id" in output
    assert listed(inbox, "done") == sorted([*names, *(f"{name}.errors.csv" for name in names)])
    assert told(floor) == len(names) * len(CODES)
    assert floor.value("SELECT COUNT(*) AS n FROM told_file") == len(names)
    assert floor.value("SELECT COUNT(*) AS n FROM dossier WHERE resolved_at IS NULL") == 0


def _holds(folder: Path, many: int) -> bool:
    return folder.is_dir() and len(list(folder.glob("*.json"))) >= many


def test_each_centre_has_a_folder_of_its_own(floor: Floor, inbox: Path, tmp_path: Path) -> None:
    second_centre_tokens(floor.store)
    for place in ("c1/tu-phap", f"{OTHER}/xa", f"{OTHER}/nobody"):
        (inbox / place).mkdir(parents=True)
    drop(inbox, "b.json", json.dumps(GOOD[1:2]).encode(), "c1/tu-phap")
    drop(inbox, "c.json", json.dumps(GOOD).encode(), f"{OTHER}/xa")
    command = ["watch", str(inbox), "--once", "--data", str(tmp_path / "data")]
    said = CliRunner().invoke(dossiers_command, command)
    assert said.exit_code == 0, said.output
    assert f"{OTHER}/nobody" in said.stderr
    rows = floor.rows("SELECT centre, COUNT(*) AS n FROM dossier_message GROUP BY centre")
    assert {row["centre"]: row["n"] for row in rows} == {"c1": 1, OTHER: 3}
