"""Any order of commands on both stores, against a model of a few dictionaries."""

import itertools
from collections import Counter

import pytest
from floor_model import COUNTERS, NEXT, PRIORITIES, REPEATED, SERVICES, Model, ModelTicket
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from stores import NOON, Floor, add_centre

from server.core.errors import KeyReused, NotRateable, ServiceClosed, WrongState
from server.core.lifecycle import state_after
from server.core.model import CounterState
from server.core.numbering import format_number
from server.core.satisfaction import SATISFIED, SCALES, UNSATISFIED
from server.store import events, tickets
from server.store.base import Session, Store
from server.usecases import visit
from server.usecases.counter_state import set_counter_state, set_service_open
from server.usecases.rate import Press, rate

EXAMPLES, STEPS = 80, 50
OPEN_S, CHANGE_S = 120, 10

services = st.sampled_from(sorted(SERVICES))
counters = st.sampled_from(sorted(COUNTERS))
keys = st.none() | st.sampled_from(["k1", "k2", "k3", "k4"])
which = st.integers(0, 10**6)

centres = itertools.count(1)
steps: Counter[str] = Counter()


class FloorMachine(RuleBasedStateMachine):
    """Each run has a centre of its own in the store."""

    store: Store

    def __init__(self) -> None:
        super().__init__()
        self.floor = Floor(self.store, f"c{next(centres)}", NOON)
        # A bound that is reached now and then, so that every reason of a call comes up.
        add_centre(self.store, self.floor.centre, calling={"ratio": 2, "longest_wait_s": 900})
        self.floor.store.write(self._skills)
        self.model = Model()
        self.changed: str | None = None
        self.pressed = itertools.count(1)

    def _skills(self, session: Session) -> None:
        session.run("DELETE FROM counter_service WHERE centre = :c", c=self.floor.centre)
        rows = [{"c": self.floor.centre, "k": k, "s": s} for k, ss in COUNTERS.items() for s in ss]
        session.many("INSERT INTO counter_service VALUES (:c, :k, :s)", rows)

    # What people do.

    @initialize(wishes=st.lists(st.tuples(services, st.sampled_from(PRIORITIES)), max_size=10))
    def a_crowd_is_there_at_the_opening(self, wishes: list[tuple[str, str]]) -> None:
        for service, priority in wishes:
            self.somebody_takes_a_ticket(service, priority, None)

    @rule(seconds=st.sampled_from([0, 0, 1, 9, 60, 500]))
    def time_passes(self, seconds: int) -> None:
        self.floor.pass_time(seconds)

    @rule(service=services, priority=st.sampled_from(PRIORITIES), key=keys)
    def somebody_takes_a_ticket(self, service: str, priority: str, key: str | None) -> None:
        model, wish = self.model, (service, priority)
        if key in model.call_keys or (
            key in model.issue_keys and model.issue_keys[key][1:] != wish
        ):
            with pytest.raises(KeyReused):
                self.floor.issue(service, priority, key)
            return
        if key in model.issue_keys:
            again = self.floor.issue(service, priority, key)
            assert (again.ticket.id, again.repeated) == (model.issue_keys[key][0], True)
            return
        if service in model.closed:
            with pytest.raises(ServiceClosed):
                self.floor.issue(service, priority, key)
            return
        issued = self.floor.issue(service, priority, key)
        assert not issued.repeated
        serial = len(model.numbers(service)) + 1
        assert issued.ticket.number == format_number(SERVICES[service], serial)
        self.changed = id = issued.ticket.id
        model.tickets[id] = ModelTicket(issued.ticket.number, service, priority)
        assert issued.ticket.people_ahead_at_issue == model.ahead(id)
        if key is not None:
            model.issue_keys[key] = (id, *wish)

    @rule(counter=counters, key=keys)
    def a_counter_calls_the_next(self, counter: str, key: str | None) -> None:
        model = self.model
        if key in model.issue_keys or (
            key in model.call_keys and model.call_keys[key][1] != counter
        ):
            with pytest.raises(KeyReused):
                self.floor.call(counter, key)
            return
        if key in model.call_keys:
            again = self.floor.call(counter, key)
            assert again is not None
            assert (again.ticket.id, again.repeated) == (model.call_keys[key][0], True)
            return
        held, heads = model.at_counter[counter], model.heads(counter)
        called = self.floor.call(counter, key)
        if held is not None:
            model.end(held, "finished", self.floor.now)
        model.counter_state[counter] = "open"
        if called is None:
            assert not heads
            return
        assert called.ticket.id in heads
        self._called(called.ticket.id, counter)
        steps[called.reason.code] += 1
        if key is not None:
            model.call_keys[key] = (called.ticket.id, counter)

    @rule(counter=counters)
    def a_counter_calls_four_times(self, counter: str) -> None:
        for _ in range(4):
            self.a_counter_calls_the_next(counter, None)

    def _called(self, id: str, counter: str) -> None:
        ticket = self.model.tickets[id]
        ticket.state, ticket.counter, ticket.calls = "called", counter, 1
        self.model.at_counter[counter] = self.changed = id

    @rule(index=which)
    def an_officer_recalls(self, index: int) -> None:
        id = self._any(index)
        if id is None:
            return
        ticket = self.model.tickets[id]
        if ticket.state != "called":
            with pytest.raises(WrongState):
                self.floor.do(lambda c: visit.recall(c, id, None))
            return
        recalled, _ = self.floor.do(lambda c: visit.recall(c, id, None))
        ticket.calls += 1
        assert recalled.calls == ticket.calls

    @rule(index=which, action=st.sampled_from(["serve", "finish", "no_show"]), busy=st.booleans())
    def an_officer_acts(self, index: int, action: str, busy: bool) -> None:
        id = self._any(index, busy)
        if id is None:
            return
        ticket = self.model.tickets[id]
        usecase = getattr(visit, action)
        to = NEXT.get((ticket.state, action))
        self.changed = id
        if to is None and (ticket.state, action) not in REPEATED:
            with pytest.raises(WrongState):
                self.floor.do(lambda c: usecase(c, id))
            return
        done = self.floor.do(lambda c: usecase(c, id))
        assert done.state.value == (to or ticket.state)
        if to in ("finished", "no_show"):
            self.model.end(id, to, self.floor.now)
        elif to is not None:
            ticket.state = to

    @rule(counter=counters, value=st.sampled_from(SCALES[4]), repeat=st.booleans())
    def somebody_rates(self, counter: str, value: str, repeat: bool) -> None:
        now, id = self.floor.now, self.model.finished_at.get(counter)
        made = Press(None, value, 4, (), 0, "pad", "boot", next(self.pressed))
        rated = self._press(counter, made)
        ticket = self.model.tickets[id] if id else None
        held = self.model.at_counter[counter]
        next_is_served = held is not None and self.model.tickets[held].state == "serving"
        too_late = ticket is None or now > ticket.ended_at + OPEN_S * 1000
        if too_late or next_is_served:
            assert (rated.status, rated.number) == ("unbound", None)
        elif ticket.rating is None:
            # Pressed while nobody else is served here yet, and in time.
            assert (rated.status, rated.number) == ("counted", ticket.number)
            ticket.rating, ticket.rated_at = value, now
        elif ticket.rating == value:
            assert rated.status == "repeated"
        elif now <= ticket.rated_at + CHANGE_S * 1000:
            assert rated.status == "changed"
            ticket.rating = value
        else:
            assert rated.status == "unbound"
        if repeat:
            assert self._press(counter, made).status == "repeated"

    @rule(counter=counters)
    def somebody_presses_without_a_number_at_a_sleeping_terminal(self, counter: str) -> None:
        if counter not in self.model.finished_at:
            with pytest.raises(NotRateable):
                self._press(counter, Press(None, "satisfied", 3, (), 0, None, None, None))

    def _press(self, counter: str, made: Press):
        return self.floor.do(lambda c: rate(c, counter, made), "terminal", counter=counter)

    @rule(counter=counters, state=st.sampled_from(CounterState))
    def a_counter_opens_pauses_or_closes(self, counter: str, state: CounterState) -> None:
        busy = self.model.at_counter[counter] is not None
        same = self.model.counter_state[counter] == state.value
        if busy and state is CounterState.CLOSED and not same:
            with pytest.raises(WrongState):
                self.floor.do(lambda c: set_counter_state(c, counter, state))
            return
        self.floor.do(lambda c: set_counter_state(c, counter, state))
        self.model.counter_state[counter] = state.value

    @rule(service=services, open=st.booleans())
    def a_service_opens_or_closes(self, service: str, open: bool) -> None:
        assert self.floor.do(lambda c: set_service_open(c, service, open))
        (self.model.closed.discard if open else self.model.closed.add)(service)

    def _any(self, index: int, busy: bool = True) -> str | None:
        """Any ticket; ``busy`` prefers those at a counter."""
        at_work = [id for id in self.model.at_counter.values() if id]
        ids = at_work if busy and at_work else list(self.model.tickets)
        return ids[index % len(ids)] if ids else None

    # What must stay true.

    @invariant()
    def the_store_agrees_with_the_model(self) -> None:
        steps["steps"] += 1
        self.floor.store.read(self._compare)

    def _compare(self, session: Session) -> None:
        centre, model = self.floor.centre, self.model
        rows = session.all("SELECT * FROM ticket WHERE centre = :c ORDER BY serial", c=centre)
        assert [r["id"] for r in rows] == list(model.tickets)
        for row in rows:
            ticket = model.tickets[row["id"]]
            seen = tuple(row[n] for n in ("number", "service", "state", "counter", "calls"))
            assert seen == (
                ticket.number, ticket.service, ticket.state, ticket.counter, ticket.calls
            )  # fmt: skip
        self._numbers(rows)
        self._counters(session)
        self._lines(session)
        self._tallies(session)
        if self.changed is not None:
            self._history(session, self.changed)

    def _numbers(self, rows) -> None:
        assert len({r["number"] for r in rows}) == len(rows)
        for service, prefix in SERVICES.items():
            numbers = [r["number"] for r in rows if r["service"] == service]
            assert numbers == [format_number(prefix, n + 1) for n in range(len(numbers))]

    def _counters(self, session: Session) -> None:
        rows = session.all(
            "SELECT id, state, ticket FROM counter WHERE centre = :c", c=self.floor.centre
        )
        held = {r["id"]: r["ticket"] for r in rows}
        assert held == self.model.at_counter
        assert {r["id"]: r["state"] for r in rows} == self.model.counter_state
        busy = [id for id in held.values() if id]
        assert len(busy) == len(set(busy))
        at_work = {id for id, t in self.model.tickets.items() if t.state in ("called", "serving")}
        assert set(busy) == at_work

    def _lines(self, session: Session) -> None:
        rows = session.all("SELECT * FROM line WHERE centre = :c", c=self.floor.centre)
        for row in rows:
            waiting = (row["waiting_priority"], row["waiting_normal"])
            lanes = [self.model.line(row["service"], urgent) for urgent in (True, False)]
            assert waiting == tuple(map(len, lanes))
            assert row["last_serial"] == len(self.model.numbers(row["service"]))

    def _tallies(self, session: Session) -> None:
        rows = session.all("SELECT kind, n FROM tally WHERE centre = :c", c=self.floor.centre)
        counted: Counter[str] = Counter()
        for row in rows:
            counted[row["kind"]] += row["n"]
        rated = [t.rating for t in self.model.tickets.values() if t.rating]
        expected = {
            "called": sum(t.calls > 0 for t in self.model.tickets.values()),
            "served": self.model.count(state="finished"),
            "no_show": self.model.count(state="no_show"),
            "rated": len(rated),
            "satisfied": sum(r in SATISFIED for r in rated),
            "unsatisfied": sum(r in UNSATISFIED for r in rated),
        }
        assert {kind: n for kind, n in counted.items() if n} == {
            kind: n for kind, n in expected.items() if n
        }

    def _history(self, session: Session, id: str) -> None:
        ticket = tickets.get(session, self.floor.centre, id)
        assert ticket is not None
        kinds = [row["kind"] for row in events.of_ticket(session, id)]
        assert state_after(kinds) is ticket.state
        assert kinds.count("called") + kinds.count("recalled") == ticket.calls
        if ticket.state == "waiting":
            assert tickets.ahead(session, ticket) == self.model.ahead(id)

    def teardown(self) -> None:
        self.floor.store.read(self._whole)

    def _whole(self, session: Session) -> None:
        """Every ticket's history and place, and every head, once at the end."""
        for id in self.model.tickets:
            self._history(session, id)
        for counter in COUNTERS:
            heads = tickets.heads(session, self.floor.centre, "2026-11-26", counter)
            assert {h.ticket for h in heads} == self.model.heads(counter)
        calls = session.all("SELECT COUNT(*) AS n FROM call WHERE centre = :c", c=self.floor.centre)
        assert calls[0]["n"] == sum(t.calls for t in self.model.tickets.values())


# A failure is made small for up to five minutes before it is told.
@pytest.mark.timeout(480)
def test_any_order_of_commands_keeps_the_floor_true(store: Store) -> None:
    steps.clear()
    machine = type("FloorMachineOnStore", (FloorMachine,), {"store": store})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert steps["steps"] >= 3_000
    # The run was worth something: people were called, and for more than one reason.
    assert {"longest_waiting", "priority_first", "only_priority_waits"} <= set(steps)
