"""Backups: made beside a hall at work, whole or not there, put back as they were."""

import stat
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest
import stores
from store_rows import every_row

from server.backup import presence
from server.backup.archive import MANIFEST, Archive
from server.backup.making import make_backup
from server.backup.problems import BackupError
from server.backup.restoring import restore
from server.config import Config, open_store
from server.core.errors import MotcuaError
from server.usecases import audit

NOW = stores.NOON


def live(installation: Any, tickets: int = 30) -> None:
    store = installation.store()
    floor = stores.Floor(store)
    for _ in range(tickets):
        floor.issue()
        floor.pass_time(5)
    floor.call()
    floor.do(lambda c: audit.record(c, "settings_changed"), "admin")
    store.close()
    (installation.config.data / "media").mkdir()
    (installation.config.data / "media" / "a.png").write_bytes(b"picture")
    (installation.config.data / "voice" / "cache").mkdir(parents=True)
    (installation.config.data / "voice" / "cache" / "x.wav").write_bytes(b"made again")
    (installation.config.data / "secret.key").write_bytes(b"key")


def refused(code: str, *args: Any, **kwargs: Any) -> BackupError:
    with pytest.raises(BackupError) as found:
        restore(*args, **kwargs)
    assert found.value.code == code
    assert found.value.text("vi") and found.value.text("en")
    return found.value


def test_what_is_put_back_is_what_there_was(installation: Any, tmp_path: Path) -> None:
    live(installation)
    file = tmp_path / "b.motcua"
    made = make_backup(installation.config, file, NOW)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert made.manifest["counts"]["ticket"] == 30
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    done = restore(installation.other, file, NOW)
    assert done.kept is None
    # The audit trail tells of the restore, in the centre's next version.
    without = ("audit", "centre")
    before, after = (open_store(c) for c in (installation.config, installation.other))
    assert every_row(before, without=without) == every_row(after, without=without)
    assert after.read(lambda s: audit.verify(s, "c1")).broken_at is None
    head = made.manifest["audit"]["c1"]
    kept = after.read(lambda s: s.one("SELECT hash FROM audit WHERE seq = :n", n=head["seq"]))
    assert kept is not None and kept["hash"] == head["hash"]
    # Generated keys go on where they were.
    floor = stores.Floor(after)
    floor.now = NOW + 3_600_000
    assert floor.issue().ticket.number == "A031"
    assert floor.call("2") is not None
    before.close()
    after.close()
    other = installation.other.data
    assert (other / "media" / "a.png").read_bytes() == b"picture"
    assert (other / "secret.key").read_bytes() == b"key"
    assert not (other / "voice" / "cache").exists()


def test_a_backup_under_load_is_one_moment(installation: Any, tmp_path: Path) -> None:
    """Each ticket is in it with its event and its line's count, or not at all."""
    live(installation)
    store, stop, failed = installation.store(), threading.Event(), []

    def load() -> None:
        floor = stores.Floor(store, now=NOW + 600_000)
        try:
            while not stop.is_set():
                floor.issue()
        except MotcuaError as error:
            failed.append(error)

    thread = threading.Thread(target=load)
    thread.start()
    try:
        files = [make_backup(installation.config, tmp_path / f"{n}.m", NOW).path for n in range(3)]
    finally:
        stop.set()
        thread.join(30)
        store.close()
    assert not failed
    restore(installation.other, files[-1], NOW)
    store = open_store(installation.other)
    floor = stores.Floor(store)
    tickets = floor.value("SELECT COUNT(*) AS n FROM ticket")
    assert tickets > 30
    assert floor.value("SELECT COUNT(*) AS n FROM event WHERE kind = 'issued'") == tickets
    assert floor.value("SELECT SUM(issued) AS n FROM line") == tickets
    store.close()


def test_damage_anywhere_is_told_or_harmless(tmp_path: Path) -> None:
    """Each byte of a small archive in turn: what still reads as whole is what was packed."""
    config = Config(tmp_path / "data")
    config.data.mkdir()
    open_store(config).close()
    file = tmp_path / "b.motcua"
    make_backup(config, file, NOW)
    whole = file.read_bytes()
    with Archive(file) as archive:
        members = archive.members
    with zipfile.ZipFile(file) as opened:
        ends = [0, *(one.header_offset for one in opened.infolist()), opened.start_dir, len(whole)]
    # All headers and the manifest lie near these places; the database's middle is all alike.
    places = {at + step for at in ends for step in range(-200, 200)}
    places.update(range(0, len(whole), 997))
    harmed = 0
    for at in sorted(place for place in places if 0 <= place < len(whole)):
        damaged = bytearray(whole)
        damaged[at] ^= 0xFF
        file.write_bytes(damaged)
        try:
            with Archive(file) as archive:
                archive.check()
                assert archive.members == members, at
        except BackupError as error:
            assert error.code in ("broken", "newer"), at
            harmed += 1
    assert harmed > len(places) // 2


def test_a_backup_that_fails_leaves_the_one_before(installation: Any, tmp_path: Path) -> None:
    file = tmp_path / "b.motcua"
    make_backup(installation.config, file, NOW)
    kept = file.read_bytes()

    def broken(phase: str, _share: float) -> None:
        if phase == "pack":
            raise OSError("the disk is full")

    with pytest.raises(OSError):
        make_backup(installation.config, file, NOW, broken)
    assert file.read_bytes() == kept
    assert [p.name for p in tmp_path.iterdir() if "part" in p.name] == []


def test_a_damaged_file_is_refused_and_nothing_changes(installation: Any, tmp_path: Path) -> None:
    live(installation)
    file = tmp_path / "b.motcua"
    make_backup(installation.config, file, NOW)
    whole = file.read_bytes()
    store = installation.store()
    before = every_row(store)
    store.close()
    with zipfile.ZipFile(file) as archive:
        largest = max(archive.infolist(), key=lambda one: one.compress_size)
    damaged = bytearray(whole)
    damaged[largest.header_offset + 60 + largest.compress_size // 2] ^= 0xFF
    for content in (whole[: len(whole) // 2], b"", b"garbage" * 100, bytes(damaged)):
        file.write_bytes(content)
        refused("broken", installation.config, file, NOW, force=True)
    # Not even one whose parts fit their own checksums and not the manifest.
    file.write_bytes(whole)
    swapped = tmp_path / "swapped.motcua"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(swapped, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data if name == MANIFEST else data + b"x")
    refused("broken", installation.config, swapped, NOW, force=True)
    store = installation.store()
    assert every_row(store) == before
    store.close()


def test_what_is_there_is_replaced_only_when_told_and_kept(
    installation: Any, tmp_path: Path
) -> None:
    file = tmp_path / "b.motcua"
    make_backup(installation.config, file, NOW)
    live(installation, 3)
    refused("not_empty", installation.config, file, NOW)
    done = restore(installation.config, file, NOW, force=True)
    assert done.kept
    store = installation.store()
    assert stores.Floor(store).value("SELECT COUNT(*) AS n FROM ticket") == 0
    if installation.config.database is None:
        assert (Path(done.kept) / "motcua.db").stat().st_size > 0
        assert (Path(done.kept) / "media" / "a.png").is_file()
    else:
        kept = f'SELECT COUNT(*) AS n FROM "{done.kept}".ticket'
        assert stores.Floor(store).value(kept) == 3
    store.close()


def test_a_running_server_is_not_replaced(installation: Any, tmp_path: Path) -> None:
    file = tmp_path / "b.motcua"
    make_backup(installation.config, file, NOW)
    with presence.hold(installation.config.data):
        refused("running", installation.config, file, NOW, force=True)
    if installation.config.database is not None:
        store = open_store(installation.config)
        refused("connected", installation.config, file, NOW, force=True)
        store.close()
    restore(installation.config, file, NOW, force=True)


def test_a_server_does_not_start_on_a_restore_that_was_broken_off(
    installation: Any, tmp_path: Path
) -> None:
    file = tmp_path / "b.motcua"
    make_backup(installation.config, file, NOW)
    (installation.config.data / presence.RESTORING).touch()
    with pytest.raises(BackupError) as found:
        open_store(installation.config)
    assert found.value.code == "interrupted"
    restore(installation.config, file, NOW, force=True)
    (installation.config.data / presence.RESTORING).unlink(missing_ok=True)
    open_store(installation.config).close()


def test_a_backup_of_a_newer_program_is_refused(installation: Any, tmp_path: Path) -> None:
    file = tmp_path / "b.motcua"
    store = installation.store()
    store.write(
        lambda s: s.run(
            "INSERT INTO schema_version (version, name, applied_at) VALUES (9999, 'later', 'x')"
        )
    )
    store.close()
    make_backup(installation.config, file, NOW)
    refused("newer", installation.other, file, NOW)


def test_a_backup_can_be_looked_into(installation: Any, tmp_path: Path) -> None:
    live(installation)
    file = tmp_path / "b.motcua"
    make_backup(installation.config, file, NOW)
    with Archive(file) as archive:
        archive.check()
        assert archive.manifest["centres"] == [{"id": "c1", "name": stores.SMALL.name}]
        assert archive.total > 0
