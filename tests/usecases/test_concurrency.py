"""Many kiosks and counters at once, straight on the store, each with connections of its own."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pytest
from fixture_types import MakeStore
from stores import NOON, Floor

from server.core.calling import Skill
from server.core.errors import Unavailable
from server.core.model import Counter as Desk
from server.core.model import CounterState, Service
from server.store import centres, counters, services
from server.store.base import Session, Store
from server.usecases.call import Called
from server.usecases.change import Change
from server.usecases.seed import create_centre

KIOSKS, DESKS, EACH = 16, 12, 12
PATIENCE_S = 60
T = TypeVar("T")
LINES = ("a", "b", "c")


class PatientFloor(Floor):
    """Asks again when the store was busy too long: nothing was changed then.

    Twenty-eight writers of one SQLite file take turns by chance; on a loaded machine one of them
    may miss its turn for longer than it waits. (A server has one writer, and its clients wait.)
    """

    def do(self, usecase: Callable[[Change], T], role: str = "manager", **who: Any) -> T:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                return super().do(usecase, role, **who)
            except Unavailable:
                if time.monotonic() > deadline:
                    raise


def open_centre(store: Store) -> None:
    """Three lines, twelve counters that serve all of them."""

    def job(session: Session) -> None:
        create_centre(session, NOON, "Trung tâm", "Centre", "Asia/Ho_Chi_Minh")
        for position, id in enumerate(LINES):
            made = Service(id, id, id, id.upper(), "d", True, 60)
            services.add(session, "c1", made, position)
        for n in range(1, DESKS + 1):
            desk = Desk(str(n), n, f"Quầy {n}", f"Counter {n}", CounterState.OPEN, NOON, None, None)
            counters.add(session, "c1", desk)
            counters.set_skills(session, "c1", str(n), dict.fromkeys(LINES, Skill()))

    store.write(job)


def at_once(jobs: Sequence[Callable[[], None]], seconds: float = 90) -> None:
    """Run all jobs in threads that start together; any error fails the test."""
    start = threading.Barrier(len(jobs))
    failed: list[BaseException] = []

    def run(job: Callable[[], None]) -> None:
        try:
            start.wait(30)
            job()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(job,), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)
        assert not thread.is_alive(), "still at work"
    assert not failed, failed[:3]


def issue_all(store: Store, kiosk: int, shown: list[str]) -> Callable[[], None]:
    def job() -> None:
        floor = PatientFloor(store)
        for n in range(EACH):
            priority = "elderly" if (kiosk + n) % 5 == 0 else "none"
            key = f"{kiosk}-{n}"
            ticket = floor.issue(LINES[(kiosk + n) % 3], priority, key).ticket
            shown.append(ticket.number)
            if n % 4 == 0:  # a lost answer: the kiosk asks again
                assert floor.issue(LINES[(kiosk + n) % 3], priority, key).ticket.id == ticket.id

    return job


def check_numbers(shown: list[str], floor: Floor) -> None:
    assert len(shown) == len(set(shown)) == KIOSKS * EACH
    stored = [r["number"] for r in floor.rows("SELECT number FROM ticket")]
    assert sorted(stored) == sorted(shown)
    for line in LINES:
        serials = sorted(int(n[1:]) for n in shown if n[0] == line.upper())
        assert serials == list(range(1, len(serials) + 1))


def check_line_counts(floor: Floor) -> None:
    counted = Counter(
        (r["service"], r["lane"])
        for r in floor.rows("SELECT service, lane FROM ticket WHERE state = 'waiting'")
    )
    for row in floor.rows("SELECT * FROM line"):
        assert row["waiting_priority"] == counted[row["service"], "priority"]
        assert row["waiting_normal"] == counted[row["service"], "normal"]


@pytest.fixture
def floors(make_store: MakeStore) -> Floor:
    store = make_store()
    open_centre(store)
    return Floor(store)


def test_no_number_is_given_twice_and_none_is_skipped(make_store: MakeStore, floors: Floor) -> None:
    shown: list[str] = []
    at_once([issue_all(make_store(), kiosk, shown) for kiosk in range(KIOSKS)])
    check_numbers(shown, floors)
    check_line_counts(floors)


def test_two_counters_never_get_the_same_ticket(make_store: MakeStore, floors: Floor) -> None:
    for n in range(40):
        floors.issue(LINES[n % 3], "elderly" if n % 4 == 0 else "none")
    got: dict[str, list[Called]] = {str(n): [] for n in range(1, DESKS + 1)}

    def call_all(store: Store, desk: str) -> Callable[[], None]:
        def job() -> None:
            floor = PatientFloor(store)
            while (called := floor.call(desk)) is not None:
                got[desk].append(called)

        return job

    at_once([call_all(make_store(), desk) for desk in got])
    called = [c.ticket.id for calls in got.values() for c in calls]
    assert len(called) == len(set(called)) == 40
    assert len({c.call for calls in got.values() for c in calls}) == 40
    for desk, calls in got.items():
        assert all(c.ticket.counter == desk for c in calls)
    check_line_counts(floors)


def test_kiosks_and_counters_at_work_together_stay_true(
    make_store: MakeStore, floors: Floor
) -> None:
    shown: list[str] = []
    called: list[str] = []
    working = threading.Event()

    def issue(kiosk: int) -> Callable[[], None]:
        return issue_all(make_store(), kiosk, shown)

    def call(desk: str) -> Callable[[], None]:
        store = make_store()

        def job() -> None:
            floor, idle, n = PatientFloor(store), 0, 0
            while idle < 3:
                n += 1
                made = floor.call(desk, f"call-{desk}-{n}")
                if made is None:
                    idle += working.is_set()
                    working.wait(0.01)
                    continue
                called.append(made.ticket.id)
                again = floor.call(desk, f"call-{desk}-{n}")
                assert again is not None
                assert again.call == made.call

        return job

    kiosks = [issue(k) for k in range(KIOSKS)]
    left = threading.Semaphore(0)

    def counted(job: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                job()
            finally:
                left.release()

        return run

    def watch() -> None:
        for _ in kiosks:
            assert left.acquire(timeout=80)
        working.set()

    at_once([watch, *map(counted, kiosks), *(call(str(n)) for n in range(1, DESKS + 1))])
    check_numbers(shown, floors)
    assert len(called) == len(set(called)) == KIOSKS * EACH
    at_counters = [r["ticket"] for r in floors.rows("SELECT ticket FROM counter") if r["ticket"]]
    assert len(at_counters) == len(set(at_counters))
    check_line_counts(floors)
    row = floors.store.read(lambda s: centres.get(s, "c1"))
    assert row is not None
    assert row["version"] >= 1 + 2 * KIOSKS * EACH  # every change raised it


def test_one_press_sent_by_many_at_once_is_one_ticket(make_store: MakeStore, floors: Floor) -> None:
    got: list[tuple[str, bool]] = []

    def press(store: Store) -> Callable[[], None]:
        def job() -> None:
            issued = PatientFloor(store).issue("a", "none", "one-press")
            got.append((issued.ticket.id, issued.repeated))

        return job

    at_once([press(make_store()) for _ in range(8)])
    assert len({id for id, _ in got}) == 1
    assert sorted(repeated for _, repeated in got) == [False] + [True] * 7
    assert floors.value("SELECT COUNT(*) AS n FROM ticket") == 1
