"""A PostgreSQL database that tests find empty one after the other: much faster than new ones."""

import psycopg

from server.store.postgres import PostgresStore


class SharedDatabase:
    """A database with the schema. ``store`` keeps its connections from test to test: a new one has
    to read what every table looks like."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.store = PostgresStore(url)
        self._wiper = psycopg.connect(url, autocommit=True)
        # Not even the audit trail's triggers stand in the way.
        self._wiper.execute("SET session_replication_role = replica")
        tables = self._wiper.execute(
            "SELECT tablename FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename <> 'schema_version'"
        )
        names = ", ".join(
            f"CASE WHEN EXISTS (SELECT FROM \"{name}\") THEN '{name}' END" for (name,) in tables
        )
        self._filled = f"SELECT unnest(array_remove(ARRAY[{names}], NULL))"

    def wipe(self) -> None:
        """Take every row but the schema's version out of it."""
        filled = self._wiper.execute(self._filled)  # type: ignore[call-overload]
        deletions = "; ".join(f'DELETE FROM "{name}"' for (name,) in filled)
        if deletions:
            self._wiper.execute(deletions)  # type: ignore[call-overload]

    def another(self) -> PostgresStore:
        """A store with connections of its own."""
        return PostgresStore(self._url)

    def close(self) -> None:
        self.store.close()
        self._wiper.close()
