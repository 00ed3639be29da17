"""An installation of each kind of store, with a life in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import stores
from postgres import PostgresCluster

from server.config import Config, open_store
from server.store.base import Store


@dataclass
class Installation:
    """A configuration, and its store as long as the test wants it open."""

    config: Config
    other: Config
    """A place of the same kind with nothing in it."""

    def store(self) -> Store:
        return open_store(self.config)


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """A small centre in a store of its own, and room for another."""
    urls: list[str | None] = [None, None]
    if request.param == "postgresql":
        cluster: PostgresCluster = request.getfixturevalue("postgres")
        urls = [cluster.create(request.getfixturevalue("migrated")), cluster.create()]
    (tmp_path / "data").mkdir()
    made = Installation(
        Config(tmp_path / "data", database=urls[0]), Config(tmp_path / "other", database=urls[1])
    )
    store = made.store()
    stores.add_centre(store)
    store.close()
    yield made
    for url in urls:
        if url is not None:
            cluster.drop(url)
