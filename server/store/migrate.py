"""Numbered migrations, the same texts for every store."""

from dataclasses import dataclass
from importlib import resources

from .base import Session

VERSION_TABLE = (
    "CREATE TABLE IF NOT EXISTS schema_version "
    "(version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """The words that differ between stores: integer type, generated key, table suffix."""

    integer: str
    key: str
    strict: str

    def render(self, text: str) -> str:
        """Fill ``$int``, ``$key`` and ``$strict`` in a migration's text."""
        return (
            text.replace("$int", self.integer)
            .replace("$key", self.key)
            .replace("$strict", self.strict)
        )


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step; ``0001_floor.sql`` has version 1 and name ``floor``."""

    version: int
    name: str
    text: str


def migrations() -> list[Migration]:
    """All migrations, in order."""
    folder = resources.files("server.store") / "migrations"
    files = sorted(f.name for f in folder.iterdir() if f.name.endswith(".sql"))
    return [Migration(int(f[:4]), f[5:-4], (folder / f).read_text(encoding="utf-8")) for f in files]


def pending(session: Session) -> list[Migration]:
    """The migrations this store has not seen. Call inside the transaction that applies them."""
    session.run(VERSION_TABLE)
    done = {row["version"] for row in session.all("SELECT version FROM schema_version")}
    return [m for m in migrations() if m.version not in done]


def apply(session: Session, dialect: Dialect) -> list[str]:
    """Apply what is pending; the names of the steps applied."""
    steps = pending(session)
    for step in steps:
        for statement in _statements(dialect.render(step.text)):
            session.run(statement)
        session.run(
            "INSERT INTO schema_version (version, name, applied_at)"
            " VALUES (:version, :name, CURRENT_TIMESTAMP)",
            version=step.version,
            name=step.name,
        )
    return [step.name for step in steps]


def _statements(text: str) -> list[str]:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("--")]
    return [s for s in (part.strip() for part in "\n".join(lines).split(";\n")) if s.strip("; \n")]
