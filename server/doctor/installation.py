"""The store and what is in it: schema, damage, the audit trail, times, devices, backups."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from ..backup.folder import folder_of, scheduled
from ..backup.presence import is_held
from ..config import STORE_FILE, Config, existing_store
from ..core.errors import MotcuaError
from ..queries.snapshot import Snapshot, look
from ..store import centres, migrate
from ..store.base import Session, Store
from ..usecases import audit
from .findings import Finding, Findings, advice, well, wrong

AHEAD_MS = 60_000
SILENT_MS, GONE_MS = 5 * 60_000, 7 * 86_400_000
OLD_BACKUP_H = 36
LARGE_WAL = 1024**3


def examine(config: Config, now: int) -> Findings:
    if config.database is None and not _has_store(config):
        yield wrong("store.missing", data=config.data)
        return
    store = existing_store(config)
    try:
        for part in (_damage, _schema, _centre):
            try:
                yield from part(store, config, now)
            except MotcuaError as error:
                yield wrong("store.unreadable", reason=error.params.get("reason", error.code))
                return
    finally:
        store.close()
    yield from backups(config, now)


def _has_store(config: Config) -> bool:
    file = config.data / STORE_FILE
    return file.is_file() and file.stat().st_size > 0


def _damage(store: Store, config: Config, _now: int) -> Findings:
    if config.database is not None:
        row = store.read(lambda s: s.one("SELECT current_setting('server_version') AS v"))
        yield well("postgresql.well", version="?" if row is None else row["v"])
        return
    said = store.read(_quick_check)
    if said != ["ok"]:
        yield wrong("store.damaged", reason="; ".join(said[:3]))
    else:
        yield well("store.well")
    log = config.data / f"{STORE_FILE}-wal"
    if log.exists() and log.stat().st_size > LARGE_WAL:
        yield advice("store.large_log", size=f"{log.stat().st_size / 1024**3:.1f}")


def _quick_check(session: Session) -> list[str]:
    return [str(row["quick_check"]) for row in session.all("PRAGMA quick_check(5)")]


def _schema(store: Store, _config: Config, _now: int) -> Findings:
    rows = store.read(lambda s: s.all("SELECT version FROM schema_version"))
    here = {row["version"] for row in rows}
    known = {step.version for step in migrate.migrations()}
    if here - known:
        yield wrong("schema.newer", version=max(here))
    elif known - here:
        yield advice("schema.older", version=max(here, default=0), wanted=max(known))
    else:
        yield well("schema.well", version=max(here))


def _centre(store: Store, config: Config, now: int) -> Findings:
    first = store.read(centres.first)
    if first is None:
        yield advice("centre.missing")
        return

    def query(session: Session) -> list[Finding]:
        seen = look(session, first["id"], now)
        return [found for check in CHECKS for found in check(seen, config)]

    yield from store.read(query)


def _times(seen: Snapshot, _config: Config) -> Findings:
    try:
        ZoneInfo(seen.centre.zone)
    except (KeyError, ValueError, OSError):
        yield wrong("zone.unknown", zone=seen.centre.zone)
    last = seen.session.one("SELECT at FROM event ORDER BY id DESC LIMIT 1")
    if last is not None and last["at"] > seen.now + AHEAD_MS:
        yield wrong("clock.behind", minutes=(last["at"] - seen.now) // 60_000)


def _trail(seen: Snapshot, _config: Config) -> Findings:
    verdict = audit.verify(seen.session, seen.centre.id)
    if verdict.broken_at is not None:
        yield wrong("audit.broken", seq=verdict.broken_at)
    else:
        yield well("audit.well", n=verdict.length)


def _devices(seen: Snapshot, config: Config) -> Findings:
    if not is_held(config.data):
        return
    rows = seen.session.all(
        "SELECT t.label, r.kind, r.reported_at FROM device_report r JOIN token t ON t.id = r.device"
        " WHERE r.centre = :centre AND t.revoked_at IS NULL AND r.reported_at < :silent"
        " AND r.reported_at > :gone ORDER BY r.reported_at LIMIT 50",
        centre=seen.centre.id,
        silent=seen.now - SILENT_MS,
        gone=seen.now - GONE_MS,
    )
    if rows:
        names = ", ".join(row["label"] or row["kind"] for row in rows)
        yield advice("devices.silent", n=len(rows), names=names)


CHECKS: tuple[Callable[[Snapshot, Config], Findings], ...] = (_times, _trail, _devices)


def backups(config: Config, now: int) -> Findings:
    folder = folder_of(config.data)
    made = scheduled(folder)
    if not made:
        yield advice("backup.none", folder=folder)
        return
    age = datetime.fromtimestamp(now / 1000, UTC) - max(made)
    hours = int(age.total_seconds() // 3600)
    if hours > OLD_BACKUP_H:
        yield wrong("backup.old", hours=hours, folder=folder)
    else:
        yield well("backup.well", hours=hours, n=len(made))
    if folder.stat().st_dev == config.data.stat().st_dev:
        yield advice("backup.same_disk", folder=folder)
