"""Putting a backup back. What it replaces is kept beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..config import STORE_FILE, Config, existing_store
from ..forecast.worker import FOLDER as FORECAST
from ..store import centres, migrate
from ..store.base import Session
from ..usecases import audit
from ..usecases.change import Actor, begin
from . import postgres_copy, sqlite_copy
from .archive import Archive, Json, sync_folder
from .making import FILES, FOLDERS, SINGLE, STORE_MEMBER, Tell, unwatched
from .presence import RESTORING, alone
from .problems import BackupError

LOGS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and where what it replaced is (a folder, a schema's name, or nothing)."""

    manifest: Json
    kept: str | None


def restore(
    config: Config, file: Path, now: int, *, force: bool = False, tell: Tell = unwatched,
    passphrase: str | None = None,
) -> Restored:  # fmt: skip
    """Put a backup back into an installation that is not running.

    Raises ``BackupError``: broken, sealed with another passphrase, newer than the program, of the
    other kind of store, a server at work, or something there already and not ``force``.
    """
    with Archive(file, passphrase) as archive:
        _check(archive, config)
        config.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with alone(config.data):
            done = 0

            def progress(many: int) -> None:
                nonlocal done
                done += many
                tell("verify", min(1.0, done / max(archive.total, 1)))

            archive.check(progress)
            kept = _put_back(config, archive, now, force, tell)
            _note(config, file, archive.manifest, now)
        return Restored(archive.manifest, kept)


def _check(archive: Archive, config: Config) -> None:
    wanted = "postgresql" if config.database else "sqlite"
    if archive.manifest["store"] != wanted:
        raise BackupError("other_store", file=archive.path, store=archive.manifest["store"])
    known = {step.version for step in migrate.migrations()}
    if {row["version"] for row in archive.manifest["schema"]} - known:
        raise BackupError("newer", file=archive.path)


def _put_back(config: Config, archive: Archive, now: int, force: bool, tell: Tell) -> str | None:
    stamp = f"{datetime.fromtimestamp(now // 1000, UTC):%Y%m%dT%H%M%SZ}"
    if config.database is None:
        return _into_folder(config.data, archive, stamp, force, tell)
    with postgres_copy.connected(config.database) as connection:
        if postgres_copy.others_connected(connection):
            raise BackupError("connected")
        there = bool(postgres_copy.tables(connection))
        if there and not force:
            raise BackupError("not_empty", place="PostgreSQL")
        aside = f"before_restore_{stamp.lower()}"
        postgres_copy.read_rows(connection, archive, aside)
    _files(config.data, archive, config.data / f"replaced-{stamp}")
    return aside if there else None


def _into_folder(data: Path, archive: Archive, stamp: str, force: bool, tell: Tell) -> str | None:
    store, aside, fresh = data / STORE_FILE, data / f"replaced-{stamp}", data / ".restored.db"
    there = _is_used(store)
    if there and not force:
        raise BackupError("not_empty", place=store)
    fresh.unlink(missing_ok=True)
    archive.extract(STORE_MEMBER, fresh)
    tell("check", 0)
    sqlite_copy.check_store(fresh)
    tell("check", 1)
    # From here on the folder is neither the old nor the new one: a server refuses to start.
    (data / RESTORING).touch(mode=0o600)
    sync_folder(data)
    _move([data / f"{STORE_FILE}{end}" for end in ("", *LOGS)], aside)
    fresh.replace(store)
    _files(data, archive, aside)
    sync_folder(data)
    (data / RESTORING).unlink()
    sync_folder(data)
    return str(aside) if aside.exists() else None


def _is_used(store: Path) -> bool:
    """Whether there is a store with something in it; one that cannot be read counts as such."""
    return store.exists() and store.stat().st_size > 0


def _files(data: Path, archive: Archive, aside: Path) -> None:
    """The files beside the store as they were. What forecasts had learnt since is learnt again."""
    _move([data / name for name in (*FOLDERS, *SINGLE, FORECAST)], aside)
    for name in archive.members:
        if name.startswith(f"{FILES}/"):
            archive.extract(name, _inside(data, name.removeprefix(f"{FILES}/")))


def _inside(data: Path, name: str) -> Path:
    """Where a file of the archive belongs. Raises ``BackupError`` for one that is not ours."""
    path = (data / name).resolve()
    parts = Path(name).parts
    ours = parts[0] in FOLDERS or name in SINGLE
    if not ours or not path.is_relative_to(data.resolve()):
        raise BackupError("broken", file=name, reason=name)
    return path


def _move(paths: Iterable[Path], aside: Path) -> None:
    for path in paths:
        if path.exists():
            aside.mkdir(exist_ok=True, mode=0o700)
            path.rename(aside / path.name)


def _note(config: Config, file: Path, manifest: Json, now: int) -> None:
    """Bring the schema up to date, and put into the audit trail what was done."""
    store = existing_store(config)

    def note(session: Session) -> None:
        for centre in centres.all_ids(session):
            change = begin(session, Actor("admin", centre, "cli"), now)
            facts = {"made_at": manifest["made_at"], "program": manifest["program"]}
            audit.record(change, "backup_restored", file.name, facts)

    try:
        store.migrate()
        store.write(note)
    finally:
        store.close()
