"""Making a backup: the store at one moment, and the files of the data folder that belong to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ..config import FACES_FILE, STORE_FILE, Config
from ..store.base import Session, Store
from ..store.postgres import PostgresSession
from ..store.sqlite import SqliteStore
from ..usecases.vault import KEY_FILE
from . import postgres_copy, sqlite_copy
from .archive import Archive, Json, Writer, writing
from .problems import BackupError

STORE_MEMBER = "store/motcua.db"
FILES = "files"
FOLDERS = ("media", "voice")
SINGLE = (FACES_FILE, KEY_FILE)
"""Without its key what is sealed in the store cannot be opened again."""
CACHES = frozenset({"cache"})
"""Folders whose content is made again."""

Tell = Callable[[str, float], None]
"""Told what is being done, and the share of it (0 to 1) that is done."""


def unwatched(_phase: str, _share: float) -> None:
    """For those who do not watch."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: its file, length in bytes and manifest."""

    path: Path
    size: int
    manifest: Json


def make_backup(
    config: Config, target: Path, now: int, tell: Tell = unwatched, passphrase: str | None = None
) -> Made:
    """Back an installation up into the file ``target``, which is whole or not there; sealed where
    there is a ``passphrase``.

    ``now`` is epoch ms. Raises ``BackupError``; ``OSError`` where the file cannot be written.
    """
    with writing(target, passphrase, config.data) as archive:
        facts = _postgres(config, archive, tell) if config.database else _sqlite(
            config, archive, tell
        )  # fmt: skip
        for path in files_of(config.data):
            archive.add(f"{FILES}/{path.relative_to(config.data).as_posix()}", path)
        archive.finish({"program": program(), "made_at": moment(now), **facts})
        tell("verify", 0)
    tell("verify", 1)
    with Archive(target, passphrase) as made:
        return Made(target, target.stat().st_size, made.manifest)


def files_of(data: Path) -> Iterator[Path]:
    """What belongs to an installation beside its store; what is made again is left out."""
    for folder in FOLDERS:
        for path in sorted((data / folder).rglob("*")):
            inside = path.relative_to(data).parts
            hidden = any(part.startswith(".") for part in inside)
            if path.is_file() and not hidden and not CACHES & set(inside):
                yield path
    for name in SINGLE:
        if (data / name).is_file():
            yield data / name


def _sqlite(config: Config, archive: Writer, tell: Tell) -> Json:
    source, copy = config.data / STORE_FILE, archive.scratch
    if not source.is_file() or not source.stat().st_size:
        raise BackupError("no_store", data=config.data)
    sqlite_copy.copy_store(source, copy, lambda left, all: tell("copy", 1 - left / max(all, 1)))
    copy.chmod(0o600)
    tell("check", 0)
    sqlite_copy.check_store(copy)
    tell("check", 1)
    store = SqliteStore(copy)
    facts = _facts(store, "sqlite")
    store.close()
    sqlite_copy.settle(copy)
    archive.add(STORE_MEMBER, copy, _share(tell, copy.stat().st_size))
    return facts


def _postgres(config: Config, archive: Writer, tell: Tell) -> Json:
    assert config.database is not None
    with postgres_copy.snapshot(config.database) as connection:
        whole = postgres_copy.size(connection)
        facts = facts_of(PostgresSession(connection), postgres_copy.tables(connection))
        columns = postgres_copy.write_rows(connection, archive, _share(tell, whole))
    return {"store": "postgresql", "columns": columns, **facts}


def _share(tell: Tell, whole: int) -> Callable[[int], None]:
    done = 0

    def progress(many: int) -> None:
        nonlocal done
        done += many
        tell("pack", min(1.0, done / max(whole, 1)))

    return progress


def _facts(store: Store, kind: str) -> Json:
    def read(session: Session) -> Json:
        rows = session.all(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name <> 'schema_version' ORDER BY name"
        )
        return facts_of(session, [row["name"] for row in rows])

    return {"store": kind, **store.read(read)}


def facts_of(session: Session, tables: list[str]) -> Json:
    """What a manifest says of a store: schema, rows of each table, centres, heads of the audit
    trail, the last event's time (epoch ms)."""
    schema = session.all("SELECT version, name FROM schema_version ORDER BY version")
    counts = {}
    for table in tables:
        row = session.one(f'SELECT COUNT(*) AS n FROM "{table}"')
        counts[table] = 0 if row is None else int(row["n"])
    last = session.one("SELECT MAX(at) AS at FROM event")
    return {
        "schema": [dict(row) for row in schema],
        "counts": counts,
        "centres": [dict(row) for row in session.all("SELECT id, name FROM centre ORDER BY id")],
        "audit": _heads(session) if "audit" in tables else {},
        "last_event": None if last is None else last["at"],
    }


def _heads(session: Session) -> Json:
    rows = session.all(
        "SELECT a.centre, a.seq, a.hash FROM audit a WHERE a.seq ="
        " (SELECT MAX(b.seq) FROM audit b WHERE b.centre = a.centre)"
    )
    return {row["centre"]: {"seq": row["seq"], "hash": row["hash"]} for row in rows}


def program() -> str:
    """The program's version."""
    try:
        return version("motcua")
    except PackageNotFoundError:
        return "?"


def moment(now: int) -> str:
    """Epoch ms as RFC 3339 in UTC with seconds."""
    return f"{datetime.fromtimestamp(now // 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"
