"""What the kiosk last knew of its centre, for when it starts or goes on without the server."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kiosk.sqlite_file import SqliteFile

_PASSING = ("waiting",)
"""Of a service: changes with every ticket, and is old news after a restart."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS kept (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS procedure (
  code TEXT PRIMARY KEY,
  item TEXT NOT NULL,
  detail TEXT
) STRICT
"""
_UPSERT = "ON CONFLICT (name) DO UPDATE SET value = excluded.value"


class Cache:
    """In one file of an existing folder; can be made again, so no commit waits for the disk."""

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path, _SCHEMA, "NORMAL")
        self._view: dict[str, Any] = json.loads(self._value("view") or "{}")

    def view(self) -> dict[str, Any]:
        """The kiosk room's view as it was last kept, the lengths of lines left out."""
        return self._view

    def keep_view(self, view: Mapping[str, Any]) -> None:
        """Keep it, if anything has changed that is worth keeping: most changes are not."""
        lasting = {**view, "services": [_lasting(s) for s in view.get("services") or []]}
        if lasting != self._view:
            self._keep("view", json.dumps(lasting, ensure_ascii=False))
            self._view = lasting

    @property
    def version(self) -> str:
        """Of the catalogue kept here; empty when there is none, or not all of it."""
        return self._value("catalogue") or ""

    def keep_version(self, version: str) -> None:
        self._keep("catalogue", version)

    def items(self) -> list[dict[str, Any]]:
        """Every procedure as the server lists it, by code."""
        rows = self._file.rows("SELECT item FROM procedure ORDER BY code")
        return [json.loads(row[0]) for row in rows]

    def replace_items(self, items: Iterable[Mapping[str, Any]]) -> None:
        """The catalogue as it is now; details of what has not changed stay."""
        told = [(i["code"], json.dumps(dict(i), ensure_ascii=False, sort_keys=True)) for i in items]
        with self._file.transaction() as connection:
            connection.execute("CREATE TEMP TABLE IF NOT EXISTS listed (code TEXT PRIMARY KEY)")
            connection.execute("DELETE FROM listed")
            connection.executemany("INSERT OR IGNORE INTO listed VALUES (?)", [t[:1] for t in told])
            connection.execute("DELETE FROM procedure WHERE code NOT IN (SELECT code FROM listed)")
            connection.executemany(
                "INSERT INTO procedure (code, item) VALUES (?, ?) ON CONFLICT (code) DO UPDATE"
                " SET item = excluded.item",
                told,
            )

    def codes(self) -> list[str]:
        """Every code, those whose details are missing first."""
        sql = "SELECT code FROM procedure ORDER BY detail IS NOT NULL, code"
        return [row[0] for row in self._file.rows(sql)]

    def keep_detail(self, code: str, detail: Mapping[str, Any]) -> None:
        self._file.run(
            "UPDATE procedure SET detail = ? WHERE code = ?",
            (json.dumps(dict(detail), ensure_ascii=False), code),
        )

    def detail(self, code: str) -> dict[str, Any] | None:
        """A procedure with its documents; without them where those were not copied yet."""
        rows = self._file.rows("SELECT detail, item FROM procedure WHERE code = ?", (code,))
        if not rows:
            return None
        found: dict[str, Any] = json.loads(rows[0][0] or rows[0][1])
        return found

    def close(self) -> None:
        self._file.close()

    def _value(self, name: str) -> str | None:
        rows = self._file.rows("SELECT value FROM kept WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def _keep(self, name: str, value: str) -> None:
        self._file.run(f"INSERT INTO kept (name, value) VALUES (?, ?) {_UPSERT}", (name, value))


def _lasting(service: Mapping[str, Any]) -> dict[str, Any]:
    return {name: 0 if name in _PASSING else value for name, value in service.items()}
