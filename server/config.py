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
    push_hosts: frozenset[str] = frozenset()
    """Push services (``host:port``) that are called wherever they are: tests, one of one's own."""
    alert_hosts: frozenset[str] = frozenset()
    """Receivers of alerts (``host:port``) that are called wherever they are."""
    check_answers: bool = False
    """Validate every answer against the type that documents it (tests)."""
    forecast: bool = True
    """Whether waits are forecast, in a process of their own."""


def open_store(config: Config) -> Store:
    """The store of an installation, its schema brought up to date."""
    if config.database is None:
        config.data.mkdir(parents=True, exist_ok=True)
        file = config.data / STORE_FILE
        # It holds the installation's keys: nobody else on the machine may read it.
        file.touch(mode=0o600)
        file.chmod(0o600)
    store = existing_store(config)
    store.migrate()
    return store


def existing_store(config: Config) -> Store:
    """The store of an installation as it is; somebody else keeps its schema."""
    if config.database is not None:
        return PostgresStore(config.database)
    return SqliteStore(config.data / STORE_FILE)
