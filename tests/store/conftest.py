"""Stores of an older version, filled and then brought up to date."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from postgres import PostgresCluster

from server.store import migrate
from server.store.base import Session, Store
from server.store.postgres import PostgresStore
from server.store.sqlite import SqliteStore

Upgraded = Callable[[int, Callable[[Session], None]], Store]
"""The last version before, and what filled the store then."""


@pytest.fixture(params=["sqlite", "postgresql"])
def upgraded(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Upgraded]:
    store: Store
    url = None
    if request.param == "sqlite":
        store = SqliteStore(tmp_path / "motcua.db")
    else:
        cluster: PostgresCluster = request.getfixturevalue("postgres")
        url = cluster.create()
        store = PostgresStore(url)

    def run(before: int, fill: Callable[[Session], None]) -> Store:
        steps = [step for step in migrate.migrations() if step.version <= before]
        with monkeypatch.context() as older:
            older.setattr(migrate, "migrations", lambda: steps)
            store.migrate()
        store.write(fill)
        store.migrate()
        return store

    yield run
    store.close()
    if url is not None:
        cluster.drop(url)
