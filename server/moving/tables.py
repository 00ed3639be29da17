"""Which rows of which tables belong to a centre, and in which order both stores name them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NOT_MOVED = frozenset(
    {"schema_version", "process_lease", "moved_centre", "sign_in_try", "sign_in_trouble"}
)
"""What belongs to the store itself, or is of the moment only."""
PARENTS = {
    "person": ("person", "id"),
    "feedback_case": ("feedback_case", "id"),
}
"""Columns that lead from a table without a ``centre`` to one that has it."""
REFERENCES = {
    ("closed_period", "last_event"): "dossier_event",
    ("closed_period", "last_message"): "dossier_message",
    ("closed_dossier", "period"): "closed_period",
}
"""Columns that hold another table's generated key."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the file has it. ``key`` are the columns of its primary key, in order;
    ``generated`` the one the store makes by itself, if there is one."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    generated: str | None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def scope(self) -> str | None:
        """The condition for a centre's rows (``:centre``); None where rows belong to nobody."""
        if self.name == "centre":
            return "id = :centre"
        if self.name == "place":
            return None
        if "centre" in self.names:
            return "centre = :centre"
        for column, (parent, key) in PARENTS.items():
            if column in self.names:
                return f"{column} IN (SELECT {key} FROM {parent} WHERE centre = :centre)"
        return None

    def shifted(self, shifts: Mapping[str, int]) -> Sequence[int]:
        """What is added to each column: keys that another store has given already make way."""
        found = []
        for column in self.columns:
            of = self.name if column.name == self.generated else None
            of = of or REFERENCES.get((self.name, column.name))
            found.append(shifts.get(of, 0) if of else 0)
        return found

    def sorting(self, collation: str) -> str:
        """The primary key as an order that both stores agree on."""
        types = {column.name: column.type for column in self.columns}
        return ", ".join(n + (collation if types[n] == "TEXT" else "") for n in self.key)


def tables_of(connection: Any) -> list[Table]:
    """The tables of an SQLite file, by name."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " ORDER BY name"
    ).fetchall()
    return [_table(connection, row[0]) for row in names if row[0] not in NOT_MOVED]


def _table(connection: Any, name: str) -> Table:
    rows = connection.execute(f"PRAGMA table_info('{name}')").fetchall()
    key = tuple(row[1] for row in sorted(rows, key=lambda r: int(r[5])) if row[5])
    columns = tuple(Column(row[1], row[2].upper()) for row in rows)
    only = columns[[c.name for c in columns].index(key[0])] if len(key) == 1 else None
    generated = only.name if only is not None and only.type == "INTEGER" else None
    return Table(name, columns, key or tuple(c.name for c in columns), generated)
