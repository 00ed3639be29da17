"""Bringing the schema up to date."""

import threading

from fixture_types import MakeStore
from stores import SMALL

from server.core.model import Centre
from server.store import centres, migrate
from server.store.base import Store
from server.store.postgres import PostgresStore
from server.store.sqlite import SqliteStore


def test_migrating_again_changes_nothing(make_store: MakeStore) -> None:
    store = make_store()
    store.write(lambda s: centres.add(s, Centre("c1", SMALL.name, "x", "UTC"), "{}", 0))
    assert store.migrate() == []
    assert make_store().migrate() == []
    versions = store.read(lambda s: s.all("SELECT version, name FROM schema_version"))
    assert [(r["version"], r["name"]) for r in versions] == [
        (m.version, m.name) for m in migrate.migrations()
    ]
    assert store.read(lambda s: centres.get(s, "c1")) is not None


def test_each_migration_has_a_number_of_its_own() -> None:
    steps = migrate.migrations()
    versions = [m.version for m in steps]
    assert versions[0] == 1 and versions == sorted(set(versions))
    assert all(m.name and m.text for m in steps)


def _together(stores: list[Store]) -> list[list[str]]:
    start = threading.Barrier(len(stores))
    done: list[list[str]] = []
    failed: list[Exception] = []

    def run(store: Store) -> None:
        start.wait(10)
        try:
            done.append(store.migrate())
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failed
    return done


def test_processes_that_start_together_migrate_sqlite_once(tmp_path) -> None:
    stores: list[Store] = [SqliteStore(tmp_path / "motcua.db") for _ in range(6)]
    done = _together(stores)
    assert sorted(map(len, done)) == [0] * 5 + [len(migrate.migrations())]
    for store in stores:
        store.close()


def test_processes_that_start_together_migrate_postgresql_once(postgres) -> None:
    url = postgres.create()
    stores: list[Store] = [PostgresStore(url) for _ in range(6)]
    done = _together(stores)
    assert sorted(map(len, done)) == [0] * 5 + [len(migrate.migrations())]
    for store in stores:
        store.close()
    postgres.drop(url)
