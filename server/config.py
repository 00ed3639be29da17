"""What an installation is told from outside: where data are, where to listen, which store."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from .backup.problems import BackupError
from .store.base import Store
from .store.postgres import PostgresStore
from .store.sqlite import SqliteStore

STORE_FILE = "motcua.db"
FACES_FILE = "faces.json"
LOCAL = "127.0.0.1,::1"


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
    proxies: tuple[str, ...] = field(
        default_factory=lambda: tuple(os.environ.get("MOTCUA_PROXIES", LOCAL).split(","))
    )
    """Addresses or networks of proxies whose word on who asks is believed."""
    requests_a_minute: int = field(
        default_factory=lambda: int(os.environ.get("MOTCUA_REQUESTS_A_MINUTE", "30000"))
    )
    """Of one address nobody has signed in at: all phones of a hall may share it."""
    forecast: bool = True
    """Whether waits are forecast, in a process of their own."""


def open_store(config: Config) -> Store:
    """The store of an installation, its schema brought up to date."""
    if config.database is None:
        _make(config.data / STORE_FILE)
    # Imported here: what makes backups knows this module.
    from .backup.presence import check_whole
    from .backup.upgrading import back_up_before

    check_whole(config.data)
    store = existing_store(config)
    back_up_before(config, store)
    store.migrate()
    return store


def _make(file: Path) -> None:
    """Make the store's file where there is none. Raises ``BackupError`` (unwritable)."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # It holds the installation's keys: nobody else on the machine may read it.
        file.touch(mode=0o600)
        file.chmod(0o600)
    except OSError as error:
        raise BackupError("unwritable", file=file, reason=error.strerror) from error


def existing_store(config: Config) -> Store:
    """The store of an installation as it is; somebody else keeps its schema."""
    if config.database is not None:
        return PostgresStore(config.database)
    return SqliteStore(config.data / STORE_FILE)
