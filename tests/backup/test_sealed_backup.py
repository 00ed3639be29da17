"""Backups that only a passphrase opens: put back as they were, or told clearly what is wrong."""

import io
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import stores
from running import ROOT
from store_rows import every_row

from server.backup import sealed
from server.backup.archive import Archive
from server.backup.making import make_backup
from server.backup.problems import BackupError
from server.backup.restoring import restore
from server.backup.sealed import PIECE, TAG, SealedReader, SealingWriter
from server.config import Config, open_store

NOW, WORD = stores.NOON, "mật khẩu đủ dài"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guesses cost little here: a file says itself what they cost."""
    monkeypatch.setattr(sealed, "COST", 4)


def seal(file: Path, plain: bytes, step: int = 100_003) -> None:
    with file.open("wb") as out:
        writer = SealingWriter(out, WORD)
        for at in range(0, len(plain), step):
            writer.write(plain[at : at + step])
        writer.finish()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
def test_any_place_reads_as_it_was_written(tmp_path: Path, size: int) -> None:
    chance, file = random.Random(size), tmp_path / "f"
    plain = chance.randbytes(size)
    seal(file, plain)
    with io.BufferedReader(SealedReader(file, WORD), 1_000) as opened:
        assert opened.read() == plain
        for _ in range(20):
            at, many = chance.randint(0, size + 5), chance.randint(0, 2 * PIECE)
            opened.seek(at)
            assert opened.read(many) == plain[at : at + many]
    assert plain[:64] not in file.read_bytes() or size < 64


def test_pieces_cannot_be_cut_off_moved_or_doubled(tmp_path: Path) -> None:
    file = tmp_path / "f"
    seal(file, random.Random(1).randbytes(3 * PIECE))
    whole, each = file.read_bytes(), PIECE + TAG
    head, pieces = whole[: sealed.HEADER], whole[sealed.HEADER :]
    one, two, three = (pieces[n * each : (n + 1) * each] for n in range(3))
    for wrong in (one + two, one, b"", two + one + three, one + one + three, pieces + three):
        file.write_bytes(head + wrong)
        with pytest.raises((OSError, BackupError)):
            io.BufferedReader(SealedReader(file, WORD)).read()


def test_what_was_sealed_is_put_back(installation: Any, tmp_path: Path) -> None:
    store = installation.store()
    stores.Floor(store).issue()
    store.close()
    away = tmp_path / "stick"
    file, seen = away / "b.motcua", set()

    def tell(_phase: str, _share: float) -> None:
        seen.update(path.name for path in away.iterdir())

    make_backup(installation.config, file, NOW, tell, WORD)
    assert not zipfile.is_zipfile(file) and b"SQLite format 3" not in file.read_bytes()
    # Nothing open lay on the other disk meanwhile, and nothing is left here.
    assert seen and {name.rpartition(".")[2] for name in seen} <= {"part", "motcua"}
    assert [p.name for p in installation.config.data.iterdir() if "part" in p.name] == []
    restore(installation.other, file, NOW, passphrase=WORD)
    # The audit trail tells of the restore, in the centre's next version.
    without = ("audit", "centre")
    before = _rows(installation.config, without)
    assert before == _rows(installation.other, without) and before["ticket"]


def test_no_passphrase_or_another_one_changes_nothing(installation: Any, tmp_path: Path) -> None:
    store = installation.store()
    stores.Floor(store).issue()
    store.close()
    file = tmp_path / "b.motcua"
    make_backup(installation.config, file, NOW, passphrase=WORD)
    kept = _rows(installation.config)
    for given, code in ((None, "sealed"), ("another passphrase", "passphrase")):
        with pytest.raises(BackupError) as found:
            restore(installation.config, file, NOW, force=True, passphrase=given)
        assert found.value.code == code
        assert found.value.text("vi") != found.value.text("en")
    assert _rows(installation.config) == kept


def _rows(config: Config, without: tuple[str, ...] = ()) -> Any:
    store = open_store(config)
    try:
        return every_row(store, without=without)
    finally:
        store.close()


def test_a_damaged_byte_anywhere_is_told(tmp_path: Path) -> None:
    config = Config(tmp_path / "data")
    config.data.mkdir()
    open_store(config).close()
    file = tmp_path / "b.motcua"
    make_backup(config, file, NOW, passphrase=WORD)
    whole = file.read_bytes()
    places = {*range(150), *range(0, len(whole), 499), *range(len(whole) - 50, len(whole))}
    for at in sorted(places):
        damaged = bytearray(whole)
        damaged[at] ^= 0x40
        file.write_bytes(damaged)
        with pytest.raises(BackupError) as found, Archive(file, WORD) as archive:
            archive.check()
        assert found.value.code == "broken", at


def test_the_command_seals_by_option_or_environment(tmp_path: Path) -> None:
    config = Config(tmp_path / "data")
    config.data.mkdir()
    open_store(config).close()
    word, short, file = tmp_path / "word", tmp_path / "short", tmp_path / "b.motcua"
    word.write_text(f"{WORD}\nwhat is below does not count\n")
    short.write_text("short\n")

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "server.cli", *words], cwd=ROOT, capture_output=True, text=True,
            env=os.environ | {"MOTCUA_LANG": "en"} | environment, timeout=60,
        )  # fmt: skip

    data = ("--data", str(config.data))
    made = run("backup", str(file), "--quiet", *data, MOTCUA_BACKUP_PASSPHRASE_FILE=str(word))
    assert made.returncode == 0, made.stderr
    assert sealed.is_sealed(file)
    assert run("restore", str(file), "--check", "--passphrase-file", str(word)).returncode == 0
    refused = run("backup", str(file), "--passphrase-file", str(short), *data)
    assert refused.returncode == 1 and "at least 12" in refused.stderr
