"""What an installation is told from outside: where data are, where to listen, which store."""

from dataclasses import dataclass
from pathlib import Path

from .store.base import Store
from .store.postgres import PostgresStore
from .store.sqlite import SqliteStore

STORE_FILE = "motcua.db"
FACES_FILE = "faces.json"


@dataclass(frozen=True, slots=True)
class Config:
    """``database`` is a PostgreSQL URI, or None for SQLite in ``data``."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8080
    database: str | None = None
    redis: str | None = None
    public_url: str | None = None
    check_answers: bool = False
    """Validate every answer against the type that documents it (tests)."""


def open_store(config: Config) -> Store:
    """The store of an installation, its schema brought up to date."""
    store: Store
    if config.database is not None:
        store = PostgresStore(config.database)
    else:
        config.data.mkdir(parents=True, exist_ok=True)
        store = SqliteStore(config.data / STORE_FILE)
    store.migrate()
    return store
