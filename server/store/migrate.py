"""Numbered migrations, the same texts for every store."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from importlib import resources

from .base import Session

_ONLY = re.compile(r"\$only (\w+)\s+")
VERSION_TABLE = (
    "CREATE TABLE IF NOT EXISTS schema_version "
    "(version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """The words that differ between stores: its name, integer type, generated key, table suffix."""

    name: str
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

    def statements(self, text: str) -> list[str]:
        """A migration's statements for this store: one that begins ``$only sqlite`` or ``$only
        postgresql`` is for that store alone."""
        found = ((_ONLY.match(one), one) for one in _statements(self.render(text)))
        return [
            one if only is None else one[only.end() :]
            for only, one in found
            if only is None or only[1] == self.name
        ]


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


def apply(session: Session, dialect: Dialect, only: Collection[int] | None = None) -> list[str]:
    """Apply what is pending, or those of it whose version is in ``only``; the steps' names."""
    steps = [step for step in pending(session) if only is None or step.version in only]
    for step in steps:
        for statement in dialect.statements(step.text):
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
