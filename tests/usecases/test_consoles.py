"""Consoles that are looked at together show what each would be told by itself."""

import random
from collections.abc import Callable

import pytest
from stores import Floor

from server.core.errors import MotcuaError
from server.queries.desk import SHOWN_MISSED, desk_view
from server.queries.snapshot import Json, look
from server.store import consoles, counters, queue
from server.store.base import Session
from server.store.remembering import Remembering
from server.usecases import aside, visit
from server.usecases.transfer import Transfer, transfer

COUNTERS = ("1", "2", "3")
OFFICER = "p1"
STEPS = 90


class Busy:
    """A day on which everything happens, in an order told by ``seed``."""

    def __init__(self, floor: Floor, seed: int) -> None:
        self.floor, self.rng = floor, random.Random(seed)
        floor.store.write(_reserve)
        self.gone: list[str] = []

    def step(self) -> None:
        self.floor.pass_time(self.rng.choice((1, 20, 200)))
        if self.rng.random() < 0.5:
            service = self.rng.choice(("ho-tich", "chung-thuc"))
            self.floor.issue(service, self.rng.choice(("none", "none", "elderly")))
            return
        self.end(self.rng.choice(COUNTERS[:2]))

    def end(self, counter: str) -> None:
        ticket = self.floor.value("SELECT ticket FROM counter WHERE id = :id", id=counter)
        if ticket is None:
            self.floor.call(counter)
            return
        other = self.rng.choice(COUNTERS[:2])
        acts: list[Callable[..., object]] = [
            lambda c: visit.finish(c, ticket),
            lambda c: visit.no_show(c, ticket),
            lambda c: aside.park(c, ticket, "", None),
            lambda c: aside.send_away(c, ticket, None),
            lambda c: transfer(c, ticket, Transfer("chung-thuc", other, None, None)),
            lambda c: aside.come_back(c, self.rng.choice(self.gone)),
        ]
        try:
            self.floor.do(lambda c: visit.serve(c, ticket))
            self.floor.do(self.rng.choice(acts))
        except (MotcuaError, IndexError):
            return  # not in this state
        self.gone.append(ticket)


def _reserve(session: Session) -> None:
    """One line is one officer's, who sits at counter 2."""
    session.run("INSERT INTO service_officer VALUES ('c1', 'chung-thuc', :id)", id=OFFICER)
    session.run("UPDATE counter SET officer = :id WHERE id = '2'", id=OFFICER)


def views(floor: Floor) -> dict[str, Json]:
    """All consoles, from one look."""

    def job(session: Session) -> dict[str, Json]:
        seen = look(Remembering(session), "c1", floor.now)
        return {counter: desk_view(seen, counter) or {} for counter in COUNTERS}

    return floor.store.read(job)


def ids(floor: Floor, counter: str, states: str, order: str) -> list[str]:
    sql = f"SELECT id FROM ticket WHERE counter = :counter AND state IN ({states})"
    return [row["id"] for row in floor.rows(f"{sql} ORDER BY {order}", counter=counter)]


@pytest.mark.parametrize("seed", range(3))
def test_each_shows_its_own_and_promises_whom_a_call_brings(floor: Floor, seed: int) -> None:
    day = Busy(floor, seed)
    promised = 0
    for _ in range(STEPS):
        day.step()
        shown = views(floor)
        for counter, view in shown.items():
            last = ids(floor, counter, "'finished'", "ended_at DESC, serial DESC")[:1]
            missed = ids(floor, counter, "'no_show'", "called_at DESC, serial DESC")
            put_aside = ids(floor, counter, "'parked', 'away'", "called_at, serial")
            assert ([view["last"]["id"]] if view["last"] else []) == last
            assert [t["id"] for t in view["missed"]] == missed[:SHOWN_MISSED]
            assert [t["id"] for t in view["aside"]] == put_aside
            assert len(view["waiting"]) == view["waiting_total"]
        counter = day.rng.choice(COUNTERS)
        wanted = shown[counter]["next"]
        if day.rng.random() < 0.3:
            called = floor.call(counter)
            assert (called.ticket.id if called else None) == (wanted["id"] if wanted else None)
            promised += wanted is not None
    assert promised > 3


@pytest.mark.parametrize("seed", range(3))
def test_the_heads_among_those_shown_are_those_a_call_looks_at(floor: Floor, seed: int) -> None:
    day = Busy(floor, seed)
    found = 0
    for _ in range(STEPS):
        day.step()

        def both(session: Session) -> list[tuple[set[object], set[object]]]:
            today = look(session, "c1", floor.now).day
            rows = consoles.waiting(session, "c1", today, 1)
            reserved = consoles.reserved(session, "c1")
            pairs: list[tuple[set[object], set[object]]] = []
            for counter in counters.listing(session, "c1"):
                skills = counters.skills(session, "c1").get(counter.id, {})
                own = [
                    row
                    for row in rows
                    if (row["for_counter"] or counter.id) == counter.id
                    and (row["for_counter"] or row["service"] in skills)
                ]
                ours = consoles.heads(own, reserved, counter.id, counter.officer)
                theirs = queue.heads(session, "c1", today, counter.id, counter.officer)
                pairs.append((set(ours), set(theirs)))
            return pairs

        for ours, theirs in floor.store.read(both):
            assert ours == theirs
            found += len(ours)
    assert found > STEPS


def test_ten_consoles_ask_no_more_than_one(floor: Floor) -> None:
    floor.issue()
    floor.issue("chung-thuc")
    floor.call("1")
    asked: list[str] = []

    class Counting:
        def __init__(self, session: Session) -> None:
            self._session = session

        def __getattr__(self, name: str) -> object:
            ask = getattr(self._session, name)

            def counted(sql: str, *values: object, **params: object) -> object:
                asked.append(sql)
                return ask(sql, *values, **params)

            return counted

    def of(wanted: tuple[str, ...]) -> int:
        asked.clear()

        def job(session: Session) -> None:
            seen = look(Remembering(Counting(session)), "c1", floor.now)  # type: ignore[arg-type]
            for counter in wanted:
                desk_view(seen, counter)

        floor.store.read(job)
        return len(asked)

    assert of(COUNTERS) == of(("1",)) > 5
