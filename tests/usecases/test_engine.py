"""Where requests meet the store: order, groups, news after the commit."""

import threading
from collections.abc import Sequence
from pathlib import Path

import gevent
import pytest
from stores import NOON, SMALL, sqlite_store

import server.engine
from server.core.errors import Invalid, Overloaded
from server.core.model import Centre
from server.engine import DirectLanes, Engine, GeventLanes
from server.store import centres
from server.store.base import Job, Outcome, Session
from server.store.sqlite import SqliteStore
from server.usecases.change import Actor, Change


class Counting(SqliteStore):
    """Remembers how many jobs each commit had."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.groups: list[int] = []

    def write_group(self, jobs: Sequence[Job]) -> list[Outcome]:
        self.groups.append(len(jobs))
        return super().write_group(jobs)


@pytest.fixture(autouse=True)
def _loop_knows_the_time() -> None:
    # Outside a server the loop stands still between tests; a deadline would count from then.
    gevent.get_hub().loop.update_now()


@pytest.fixture
def store(tmp_path: Path) -> Counting:
    sqlite_store(tmp_path / "motcua.db").close()
    made = Counting(tmp_path / "motcua.db")
    made.write(lambda s: centres.add(s, Centre("c1", SMALL.name, "x", "UTC"), "{}", NOON))
    made.groups.clear()
    return made


def raise_version(session: Session) -> int:
    row = centres.lock(session, "c1")
    assert row is not None
    return int(row["version"])


def test_commands_that_wait_together_share_commits_and_keep_their_order(store: Counting) -> None:
    lanes = GeventLanes(store)
    jobs = [gevent.spawn(lanes.write, raise_version) for _ in range(50)]
    gevent.joinall(jobs, timeout=30, raise_error=True)
    assert [job.value for job in jobs] == list(range(2, 52))
    assert sum(store.groups) == 50
    assert len(store.groups) < 25


def test_a_refused_command_does_not_disturb_its_neighbours(store: Counting) -> None:
    lanes = GeventLanes(store)

    def refuse(session: Session) -> None:
        centres.lock(session, "c1")
        raise Invalid(field="x")

    jobs = [gevent.spawn(lanes.write, refuse if n % 3 else raise_version) for n in range(9)]
    gevent.joinall(jobs, timeout=30)
    assert [j.value for j in jobs if j.exception is None] == [2, 3, 4]
    assert {type(j.exception) for j in jobs if j.exception} == {Invalid}


def test_a_crash_of_one_command_alone_reaches_its_caller(store: Counting) -> None:
    lanes = GeventLanes(store)
    with pytest.raises(ZeroDivisionError):
        lanes.write(lambda s: 1 / 0)
    assert lanes.write(raise_version) == 2
    with pytest.raises(ZeroDivisionError):
        lanes.read(lambda s: 1 / 0)


def test_reads_go_on_while_the_writer_is_busy(store: Counting) -> None:
    lanes = GeventLanes(store)
    began, hold = threading.Event(), threading.Event()

    def slow(session: Session) -> int:
        began.set()
        assert hold.wait(10)
        return raise_version(session)

    writing = gevent.spawn(lanes.write, slow)
    with gevent.Timeout(10):
        while not began.is_set():
            gevent.sleep(0.005)
    version = lanes.read(lambda s: s.one("SELECT version FROM centre"))
    assert version is not None
    assert version["version"] == 1
    assert not writing.ready()
    hold.set()
    assert writing.get(timeout=10) == 2


def test_too_many_waiting_commands_are_turned_away(
    store: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.engine, "MAX_WAITING", 5)
    lanes = GeventLanes(store)
    jobs = [gevent.spawn(lanes.write, raise_version) for _ in range(20)]
    gevent.joinall(jobs, timeout=30)
    turned_away = [j for j in jobs if isinstance(j.exception, Overloaded)]
    assert len(turned_away) == 15
    assert lanes.write(raise_version) == 7


def test_a_command_waits_for_the_store_only_so_long(
    store: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.engine, "DEADLINE_S", 0.2)
    lanes, hold = GeventLanes(store), threading.Event()
    stuck = gevent.spawn(lanes.write, lambda s: hold.wait(10))
    gevent.sleep(0.05)
    with pytest.raises(Overloaded):
        lanes.write(raise_version)
    hold.set()
    stuck.join(10)


def test_news_go_out_after_the_commit_and_never_for_a_refusal(store: Counting) -> None:
    told: list[tuple[str, frozenset[str], int]] = []

    def publish(centre: str, rooms: frozenset[str]) -> None:
        row = store.read(lambda s: centres.get(s, "c1"))
        assert row is not None
        told.append((centre, rooms, row["version"]))

    engine = Engine(DirectLanes(store), publish)
    actor = Actor("manager", "c1", "test")

    def touch(change: Change) -> str:
        change.touch("hall", "counter/1")
        return "done"

    def refuse(change: Change) -> None:
        change.touch("hall")
        raise Invalid(field="x")

    assert engine.change(actor, touch) == "done"
    with pytest.raises(Invalid):
        engine.change(actor, refuse)
    engine.change(actor, lambda change: None)
    assert told == [("c1", frozenset({"hall", "counter/1"}), 2)]
