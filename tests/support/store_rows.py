"""Every row of a store, to compare two of them."""

from typing import Any

from server.store.base import Session, Store


def table_names(session: Session) -> list[str]:
    if type(session).__name__ == "SqliteSession":
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    else:
        sql = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    return sorted(row["name"] for row in session.all(sql))


def every_row(store: Store, *, without: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """Sorted rows by table; ``without`` names tables to leave out."""

    def read(session: Session) -> dict[str, list[Any]]:
        return {
            table: sorted(
                (sorted(dict(row).items()) for row in session.all(f'SELECT * FROM "{table}"')),
                key=repr,
            )
            for table in table_names(session)
            if table not in (*without, "schema_version")
        }

    return store.read(read)
