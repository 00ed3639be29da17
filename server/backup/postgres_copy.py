"""A PostgreSQL store as rows, taken in one snapshot and put back in one transaction.

Rows are the text that PostgreSQL's own COPY makes. ``pg_dump`` is not used: it refuses a server
newer than itself and is on few of the machines that run the product, and putting rows into the
schema that the product's own migrations make needs nothing but the driver.
"""

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg import IsolationLevel, sql
from psycopg.rows import dict_row

from ..store import migrate
from ..store.postgres import CONNECT_TIMEOUT_S, DIALECT, MIGRATION_LOCK, PostgresSession
from .archive import Archive, Progress, Writer, silent
from .problems import BackupError

FOLDER = "rows"
SCHEMA = "public"

Connection = psycopg.Connection[dict[str, Any]]


@contextlib.contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection without a bound on how long a statement may take. Raises ``BackupError``."""
    try:
        with psycopg.connect(
            url,
            autocommit=True,
            row_factory=dict_row,
            connect_timeout=CONNECT_TIMEOUT_S,
            options="-c timezone=UTC",
        ) as connection:
            yield connection
    except psycopg.Error as error:
        raise BackupError("unreadable", reason=str(error).strip()) from error


@contextlib.contextmanager
def snapshot(url: str) -> Iterator[Connection]:
    """A connection on which everything read is of one moment; nobody who writes waits."""
    with connected(url) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        with connection.transaction():
            yield connection


def tables(connection: Connection) -> list[str]:
    """The product's tables, but for the one that names the schema's version."""
    rows = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        " AND tablename <> 'schema_version' ORDER BY tablename"
    )
    return [row["tablename"] for row in rows]


def size(connection: Connection) -> int:
    """About how many bytes the rows take (without indexes): for showing progress."""
    row = connection.execute(
        "SELECT COALESCE(SUM(pg_table_size(c.oid)), 0) AS n FROM pg_class c"
        " JOIN pg_namespace s ON s.oid = c.relnamespace"
        " WHERE s.nspname = current_schema() AND c.relkind = 'r'"
    ).fetchone()
    return 0 if row is None else int(row["n"])


def write_rows(connection: Connection, archive: Writer, progress: Progress = silent) -> Any:
    """Every table's rows into the archive; the columns of each, in order. Call in a snapshot."""
    columns: dict[str, list[str]] = {}
    for table in tables(connection):
        columns[table] = _columns(connection, table)
        statement = _copy(table, columns[table], "TO STDOUT")
        with (
            archive.member(f"{FOLDER}/{table}") as put,
            connection.cursor().copy(statement) as rows,
        ):
            for chunk in rows:
                put(bytes(chunk))
                progress(len(chunk))
    return columns


def read_rows(
    connection: Connection, archive: Archive, aside: str, progress: Progress = silent
) -> None:
    """Make the schema as it was, put the rows in, and bring it up to date: all or nothing.

    What is there now is kept as a schema named ``aside``.
    """
    with connection.transaction():
        session = PostgresSession(connection)
        session.all("SELECT pg_advisory_xact_lock(:lock)", lock=MIGRATION_LOCK)
        if tables(connection):
            _put_aside(connection, aside)
        migrate.apply(session, DIALECT, {row["version"] for row in archive.manifest["schema"]})
        for table, columns in archive.manifest["columns"].items():
            _fill(connection, archive, table, columns, progress)
        migrate.apply(session, DIALECT)


def _put_aside(connection: Connection, aside: str) -> None:
    name, kept = sql.Identifier(SCHEMA), sql.Identifier(aside)
    connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(name, kept))
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(name))


def _fill(
    connection: Connection, archive: Archive, table: str, columns: Sequence[str], progress: Progress
) -> None:
    # What a migration itself has put into an empty schema.
    if table != "audit":
        connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
    with connection.cursor().copy(_copy(table, columns, "FROM STDIN")) as rows:
        for chunk in archive.read(f"{FOLDER}/{table}"):
            rows.write(chunk)
            progress(len(chunk))
    _go_on_counting(connection, table)


def _go_on_counting(connection: Connection, table: str) -> None:
    """The next generated key comes after the highest one there is."""
    found = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name = %s AND is_identity = 'YES'",
        (table,),
    ).fetchall()
    for row in found:
        connection.execute(
            sql.SQL(
                "SELECT setval(pg_get_serial_sequence({name}, {column}),"
                " COALESCE((SELECT MAX({key}) FROM {table}), 0) + 1, false)"
            ).format(
                name=sql.Literal(table),
                column=sql.Literal(row["column_name"]),
                key=sql.Identifier(row["column_name"]),
                table=sql.Identifier(table),
            )
        )


def others_connected(connection: Connection) -> int:
    """How many others are at work in this database."""
    row = connection.execute(
        "SELECT COUNT(*) AS n FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    ).fetchone()
    return 0 if row is None else int(row["n"])


def _columns(connection: Connection, table: str) -> list[str]:
    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = %s ORDER BY ordinal_position",
        (table,),
    )
    return [row["column_name"] for row in rows]


def _copy(table: str, columns: Sequence[str], direction: str) -> sql.Composed:
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) " + direction).format(sql.Identifier(table), listed)
