"""What both stores promise about transactions."""

import contextlib
import threading

import psycopg
import pytest
from fixture_types import MakeStore

from server.core.errors import Invalid, MotcuaError, Unavailable
from server.store import centres
from server.store.base import Session, Store
from server.store.driver import sqlite
from server.store.sqlite import SqliteStore


def add(id: str):
    def job(session: Session) -> str:
        session.run(
            "INSERT INTO centre (id, name, name_en, zone, settings, version, created_at)"
            " VALUES (:id, 'x', 'x', 'UTC', '{}', 1, 0)",
            id=id,
        )
        return id

    return job


def refuse(session: Session) -> None:
    add("half")(session)
    raise Invalid(field="test")


def crash(session: Session) -> None:
    add("half")(session)
    raise ZeroDivisionError


def break_sql(session: Session) -> None:
    add("half")(session)
    session.run("INSERT INTO no_such_table VALUES (1)")


def kept(store: Store) -> list[str]:
    rows = store.read(lambda s: s.all("SELECT id FROM centre ORDER BY id"))
    return [row["id"] for row in rows]


def test_a_written_value_is_returned_and_kept_for_every_connection(make_store: MakeStore) -> None:
    assert make_store().write(add("a")) == "a"
    assert kept(make_store()) == ["a"]


@pytest.mark.parametrize(
    ("job", "error"),
    [(refuse, Invalid), (crash, ZeroDivisionError), (break_sql, Unavailable)],
)
def test_a_job_that_raises_leaves_nothing(store: Store, job, error: type[Exception]) -> None:
    with pytest.raises(error):
        store.write(job)
    assert kept(store) == []
    assert store.write(add("a")) == "a"  # the connection is fit for use again


@pytest.mark.parametrize(("job", "error"), [(refuse, Invalid), (crash, ZeroDivisionError)])
def test_a_failing_job_of_a_group_undoes_only_itself(store: Store, job, error) -> None:
    outcomes = store.write_group([add("a"), job, add("b"), job, add("c")])
    assert [o.value for o in outcomes if o.error is None] == ["a", "b", "c"]
    assert [type(o.error) for o in outcomes] == [type(None), error, type(None), error, type(None)]
    assert kept(store) == ["a", "b", "c"]


def test_a_group_of_one_reports_its_refusal_like_any_other(store: Store) -> None:
    (outcome,) = store.write_group([refuse])
    assert isinstance(outcome.error, MotcuaError)
    assert kept(store) == []


def test_a_later_job_of_a_group_sees_what_an_earlier_one_wrote(store: Store) -> None:
    def count(session: Session) -> int:
        row = session.one("SELECT COUNT(*) AS n FROM centre")
        assert row is not None
        return int(row["n"])

    outcomes = store.write_group([add("a"), count, add("b"), count])
    assert [o.value for o in outcomes] == ["a", 1, "b", 2]


def test_a_store_error_in_a_shared_commit_fails_all_and_keeps_nothing(tmp_path) -> None:
    store = SqliteStore(tmp_path / "motcua.db")
    store.migrate()
    with pytest.raises(Unavailable):
        store.write_group([add("a"), break_sql, add("b")])
    assert kept(store) == []
    store.write(add("c"))
    assert kept(store) == ["c"]
    store.close()


def test_postgresql_reports_a_store_error_for_the_job_that_met_it(postgres, migrated) -> None:
    from stores import postgres_store

    url = postgres.create(migrated)
    store = postgres_store(url)
    outcomes = store.write_group([add("a"), break_sql, add("b")])
    assert [type(o.error) for o in outcomes] == [type(None), Unavailable, type(None)]
    assert kept(store) == ["a", "b"]
    store.close()
    postgres.drop(url)


def test_a_read_sees_one_moment(make_store: MakeStore) -> None:
    reader, writer = make_store(), make_store()
    writer.write(add("a"))

    def job(session: Session) -> tuple[int, int]:
        before = len(session.all("SELECT id FROM centre"))
        written = threading.Thread(target=lambda: writer.write(add("b")))
        written.start()
        written.join(10)
        assert not written.is_alive()  # a reader never holds up the writer
        return before, len(session.all("SELECT id FROM centre"))

    assert reader.read(job) == (1, 1)
    assert kept(reader) == ["a", "b"]


def test_a_read_cannot_leave_anything_behind(store: Store) -> None:
    with contextlib.suppress(Unavailable):  # PostgreSQL says so at once
        store.read(add("a"))
    assert kept(store) == []


def test_raising_the_version_holds_the_centre_until_the_end(make_store: MakeStore) -> None:
    first, second = make_store(), make_store()
    first.write(add("a"))
    order: list[str] = []
    locked, go_on = threading.Event(), threading.Event()

    def slow(session: Session) -> None:
        centres.lock(session, "a")
        locked.set()
        assert go_on.wait(10)
        order.append("slow")

    def quick(session: Session) -> int:
        row = centres.lock(session, "a")
        assert row is not None
        order.append("quick")
        return int(row["version"])

    versions: list[int] = []
    threads = [threading.Thread(target=lambda: first.write(slow)),
               threading.Thread(target=lambda: versions.append(second.write(quick)))]  # fmt: skip
    threads[0].start()
    assert locked.wait(10)
    threads[1].start()
    threads[1].join(0.3)
    assert threads[1].is_alive()
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert order == ["slow", "quick"]
    assert versions == [3]


def test_a_broken_file_is_told_as_unavailable(tmp_path) -> None:
    path = tmp_path / "motcua.db"
    path.write_bytes(b"not a database at all" * 500)
    with pytest.raises(Unavailable):
        SqliteStore(path).migrate()


def test_sqlite_keeps_what_it_acknowledged_through_a_power_cut(tmp_path) -> None:
    store = SqliteStore(tmp_path / "motcua.db")
    store.migrate()
    modes = store.read(lambda s: (s.all("PRAGMA journal_mode"), s.all("PRAGMA synchronous")))
    assert modes[0][0]["journal_mode"] == "wal"
    assert modes[1][0]["synchronous"] == 2  # FULL
    store.close()


def test_sqlite_in_use_is_free_of_the_wal_reset_race() -> None:
    assert tuple(sqlite.sqlite_version_info) >= (3, 51, 3)


def test_postgresql_comes_back_after_its_server_was_restarted(postgres, migrated) -> None:
    from stores import postgres_store

    url = postgres.create(migrated)
    store = postgres_store(url)
    store.write(add("a"))
    with psycopg.connect(postgres.url(), autocommit=True) as chief:
        chief.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [url.rsplit("/", 1)[-1]],
        )
    # A line that died unseen costs one refused request at most; nothing is half done.
    try:
        store.write(add("b"))
    except Unavailable:
        assert kept(store) == ["a"]
        store.write(add("b"))
    assert kept(store) == ["a", "b"]
    store.close()
    postgres.drop(url)
