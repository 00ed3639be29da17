"""Stores as former versions left them: the first migrations only, with rows in every table."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from server.store import migrate
from server.store.base import Session

ROWS = 3
Rows = dict[str, list[dict[str, Any]]]
MOVED = {"setting_change": "configuration_change"}
"""Tables that are no more, and where their rows went."""
CHANGED = {
    "setting_change": {"id", "before", "after"},
    "configuration_change": {"id"},
    "result_phone": {"dossier"},
}
"""Columns that a later version wrote otherwise: such rows are known by their other columns."""


@dataclass(frozen=True)
class Column:
    name: str
    number: bool
    required: bool


def versions() -> list[int]:
    return [step.version for step in migrate.migrations()]


def at_version(session: Session, dialect: migrate.Dialect, version: int) -> None:
    """Apply the migrations up to ``version``."""
    migrate.apply(session, dialect, {n for n in versions() if n <= version})


def fill(session: Session) -> Rows:
    """Put rows into every table there is; what was put."""
    filled: Rows = {}
    for table in tables(session):
        columns = columns_of(session, table)
        filled[table] = [dict(_values(table, columns, n)) for n in range(1, ROWS + 1)]
        names = ", ".join(f'"{column.name}"' for column in columns)
        values = ", ".join(f":{column.name}" for column in columns)
        session.many(f'INSERT INTO "{table}" ({names}) VALUES ({values})', filled[table])
    return filled


def _values(table: str, columns: list[Column], n: int) -> Iterator[tuple[str, Any]]:
    for column in columns:
        # What may be missing is missing in the last row.
        missing = not column.required and n == ROWS
        value = 100 + n if column.number else f"{table}.{column.name} {n} ế"
        yield column.name, None if missing else value


def kept(session: Session, filled: Rows) -> dict[str, list[dict[str, Any]]]:
    """The rows that were put there and are there now."""
    present = set(tables(session))
    found = {}
    for table, rows in filled.items():
        known = [name for name in rows[0] if name not in CHANGED.get(table, ())]
        names = ", ".join(f'"{name}"' for name in known)
        there = table if table in present else MOVED[table]
        now = [dict(row) for row in session.all(f'SELECT {names} FROM "{there}"')]
        found[table] = [row for row in rows if {name: row[name] for name in known} in now]
    return found


def tables(session: Session) -> list[str]:
    if _is_sqlite(session):
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    else:
        sql = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    return sorted({row["name"] for row in session.all(sql)} - {"schema_version"})


def columns_of(session: Session, table: str) -> list[Column]:
    if _is_sqlite(session):
        rows = session.all("SELECT name, type, [notnull], pk FROM pragma_table_info(:t)", t=table)
        return [Column(r["name"], r["type"] != "TEXT", bool(r["notnull"] or r["pk"])) for r in rows]
    rows = session.all(
        "SELECT column_name AS name, data_type AS type, is_nullable AS nullable"
        " FROM information_schema.columns WHERE table_schema = 'public' AND table_name = :t"
        " ORDER BY ordinal_position",
        t=table,
    )
    return [Column(r["name"], r["type"] != "text", r["nullable"] == "NO") for r in rows]


def _is_sqlite(session: Session) -> bool:
    return type(session).__name__ == "SqliteSession"
