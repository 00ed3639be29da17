"""From every former schema to today's: rows stay, a backup is made first, the floor goes on."""

import os
from pathlib import Path

import old_schemas
import pytest
import stores
from postgres import PostgresCluster

from server.backup.archive import Archive
from server.backup.problems import BackupError
from server.config import STORE_FILE, Config, open_store
from server.store import migrate, postgres, sqlite
from server.store.base import Session
from server.store.postgres import PostgresStore
from server.store.sqlite import SqliteStore


class Undone(Exception):
    """Everything was well; nothing of it stays."""


OLD_FLOOR = (
    "INSERT INTO centre VALUES ('c1', 'Trung tâm', 'Centre', 'Asia/Ho_Chi_Minh', '{}', 7, 1)",
    "INSERT INTO department VALUES ('c1', 'tu-phap', 'Tư pháp', 'Justice', 0)",
    "INSERT INTO service (centre, id, department, name, name_en, prefix, open, nominal_s, position)"
    " VALUES ('c1', 'ho-tich', 'tu-phap', 'Hộ tịch', 'Civil status', 'A', 1, 480, 0)",
    "INSERT INTO counter (centre, id, number, name, name_en, state, state_since)"
    " VALUES ('c1', '1', 1, 'Quầy 1', 'Counter 1', 'open', 1)",
    "INSERT INTO counter_service (centre, counter, service) VALUES ('c1', '1', 'ho-tich')",
    "INSERT INTO line (centre, service, day, last_serial, waiting_priority, waiting_normal)"
    " VALUES ('c1', 'ho-tich', '2026-11-26', 1, 0, 1)",
    "INSERT INTO ticket (id, centre, day, service, number, priority, lane, place, state, language,"
    " calls, people_ahead_at_issue, issued_at)"
    " VALUES ('t1', 'c1', '2026-11-26', 'ho-tich', 'A001', 'none', 'normal', 5, 'waiting', 'vi',"
    " 0, 0, 5)",
    "INSERT INTO event (centre, at, kind, ticket, actor, data)"
    " VALUES ('c1', 5, 'issued', 't1', 'kiosk', '{}')",
)
"""A floor as the first version left it."""


POSTGRES = postgres.DIALECT
EVERY = old_schemas.versions()
ON_POSTGRESQL = EVERY if os.environ.get("MOTCUA_ALL_SCHEMAS") == "1" else EVERY[::8] + EVERY[-1:]
"""``MOTCUA_ALL_SCHEMAS=1`` begins from every one (half a minute)."""


def old_floor(session: Session, dialect: migrate.Dialect, day: str) -> None:
    old_schemas.at_version(session, dialect, 1)
    for sql in OLD_FLOOR:
        session.run(sql.replace("2026-11-26", day))


def check_all_stay(session: Session, dialect: migrate.Dialect, version: int) -> None:
    old_schemas.at_version(session, dialect, version)
    filled = old_schemas.fill(session)
    migrate.apply(session, dialect)
    assert old_schemas.kept(session, filled) == filled, version
    newest = session.one("SELECT MAX(version) AS n FROM schema_version")
    assert newest is not None and newest["n"] == old_schemas.versions()[-1]


@pytest.mark.parametrize("version", old_schemas.versions())
def test_every_row_of_every_former_schema_stays_on_sqlite(tmp_path: Path, version: int) -> None:
    store = SqliteStore(tmp_path / "old.db")
    store.write(lambda s: check_all_stay(s, sqlite.DIALECT, version))
    store.close()


def test_every_row_of_every_former_schema_stays_on_postgresql(postgres: PostgresCluster) -> None:
    url = postgres.create()
    store = PostgresStore(url)
    for version in ON_POSTGRESQL:

        def walk(session: Session, version: int = version) -> None:
            check_all_stay(session, POSTGRES, version)
            raise Undone  # the next one begins with an empty schema again

        with pytest.raises(Undone):
            store.write(walk)
    store.close()
    postgres.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Config:
    """An installation of the first version, with a ticket waiting."""
    day = "2026-11-26"
    assert stores.NOON // 86_400_000 == 20_783  # the day above, in Hanoi as in UTC
    if request.param == "postgresql":
        cluster: PostgresCluster = request.getfixturevalue("postgres")
        config = Config(tmp_path, database=cluster.create())
        assert config.database is not None
        store: SqliteStore | PostgresStore = PostgresStore(config.database)
        store.write(lambda s: old_floor(s, POSTGRES, day))
    else:
        config = Config(tmp_path)
        store = SqliteStore(tmp_path / STORE_FILE)
        store.write(lambda s: old_floor(s, sqlite.DIALECT, day))
    store.close()
    return config


def test_an_old_floor_is_backed_up_and_goes_on(old: Config) -> None:
    store = open_store(old)
    floor = stores.Floor(store)
    assert floor.issue().ticket.number == "A002"
    called = floor.call("1")
    assert called is not None and called.ticket.number == "A001"
    store.close()
    (made,) = (old.data / "backups").iterdir()
    assert made.name.startswith("before-upgrade-0001-")
    with Archive(made) as archive:
        archive.check()
        assert archive.manifest["counts"]["ticket"] == 1
        assert [row["version"] for row in archive.manifest["schema"]] == [1]
    open_store(old).close()
    assert len(list((old.data / "backups").iterdir())) == 1


def test_without_a_backup_there_is_no_upgrade(old: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_BACKUPS", "/proc/nowhere")
    with pytest.raises(BackupError) as found:
        open_store(old)
    assert found.value.code == "upgrade"
    store: SqliteStore | PostgresStore = (
        PostgresStore(old.database) if old.database else SqliteStore(old.data / STORE_FILE)
    )
    seen = store.read(lambda s: s.all("SELECT version FROM schema_version"))
    assert [row["version"] for row in seen] == [1]
    store.close()
    monkeypatch.delenv("MOTCUA_BACKUPS")
    open_store(old).close()
