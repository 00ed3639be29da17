"""Any order of all commands on both stores, against a model of a few dictionaries.

``MOTCUA_MACHINE_RUNS`` sets how many runs of 60 steps each store gets.
"""

import itertools
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest
from floor_model import (
    ASIDE,
    AT_WORK,
    COUNTERS,
    ENDED,
    MOVES,
    PRIORITIES,
    REPEATED,
    SERVICES,
    SKILLS,
    Model,
    ModelTicket,
)
from floor_offline import KioskWithoutALine
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from stores import NOON, ZONE, Floor, add_centre

from server.core.calling import Head, Rules, choose
from server.core.errors import (
    AlreadyWaiting,
    Forbidden,
    Invalid,
    KeyReused,
    MotcuaError,
    NotAllowedLate,
    NotBooked,
    NotFound,
    NotRateable,
    RecallLimit,
    ServiceClosed,
    TooLate,
    WrongState,
)
from server.core.lifecycle import EVENT_STATES, state_after
from server.core.model import CounterState, Lane, PauseReason, TicketState
from server.core.numbering import format_number, service_day
from server.core.replaying import heads_of, replay
from server.store import counters as counters_of
from server.store import events, queue, tickets
from server.store.base import Row, Session, Store
from server.store.requests import DAY_MS
from server.usecases import aside, leaving, visit
from server.usecases.appointments import Booking, book, cancel_booking, check_in
from server.usecases.call import call_chosen
from server.usecases.counter_state import set_counter_state, set_service_open
from server.usecases.issue import IssueTicket, issue_ticket
from server.usecases.lateness import be_late
from server.usecases.rate import Press, rate
from server.usecases.transfer import Transfer, transfer
from server.usecases.undo import undo_call

RUNS, STEPS = int(os.environ.get("MOTCUA_MACHINE_RUNS", "110")), 60
MAX_CALLS, UNDO_S, LATE_PLACES = 3, 10, 2
OPEN_LANES = (Lane.PRIORITY, Lane.NORMAL, Lane.APPOINTMENT)
PEOPLE = ("012345678901", "987654321")

REASONS = (
    "longest_waiting",
    "longest_weighted",
    "priority_first",
    "normal_turn",
    "only_priority_waits",
    "over_longest_wait",
    "returned",
    "sent_here",
    "appointment_due",
    "helping_out",
)

services = st.sampled_from(sorted(SERVICES))
counters = st.sampled_from(COUNTERS)
keys = st.none() | st.sampled_from([f"k{n}" for n in range(6)])
which = st.integers(0, 10**6)
crowds = st.lists(
    st.tuples(services, st.sampled_from(["none", *PRIORITIES])), min_size=1, max_size=8
)
VISITS = (
    ["serve", "finish"],
    ["recall", "recall", "recall", "no_show", "bring_back"],
    ["serve", "send_away", "time", "come_back"],
    ["serve", "park", "time", "resume", "finish"],
    ["serve", "transfer"],
    ["undo"],
)
visits = st.sampled_from(VISITS) | st.lists(
    st.sampled_from([*sorted(set(MOVES) - {"cancel"}), "time"]), max_size=4
)
plans = st.sampled_from([(), (), (), ("chung-thuc",), ("ho-tich", "chung-thuc")])
people = st.sampled_from([None, None, None, *PEOPLE])

centres = itertools.count(1)
steps: Counter[str] = Counter()


class FloorMachine(KioskWithoutALine, RuleBasedStateMachine):
    """Each run has a centre of its own in the store, with rules of its own."""

    store: Store
    steps = steps

    def __init__(self) -> None:
        super().__init__()
        self.floor = Floor(self.store, f"c{next(centres)}", NOON)
        self.model = Model()
        self.changed: set[str] = set()
        self.focus: str | None = None
        self.pressed = itertools.count(1)
        self.bookings: list[tuple[str, str, int, int]] = []
        self.arrived: dict[str, str] = {}
        self.key_days: dict[str, int] = {}
        self.cancelled: set[str] = set()
        self.numbered: Counter[tuple[str, str]] = Counter()

    @property
    def day(self) -> str:
        return service_day(self.floor.now, ZONE)

    # What people do.

    @initialize(
        ratio=st.integers(1, 3),
        bring_back=st.sampled_from(["front", "middle", "end"]),
        keeps=st.booleans(),
        wishes=crowds,
    )
    def a_crowd_is_there_at_the_opening(
        self, ratio: int, bring_back: str, keeps: bool, wishes: list[tuple[str, str]]
    ) -> None:
        # Bounds that are reached now and then, so that every reason of a call comes up.
        calling = {
            "ratio": ratio,
            "longest_wait_s": 1500,
            "max_calls": MAX_CALLS,
            "undo_s": UNDO_S,
            "help_after_idle_s": 60,
            "help_when_waited_s": 900,
            "bring_back": bring_back,
            "transfer_keeps_wait": keeps,
        }
        self.rules = Rules(**calling)  # type: ignore[arg-type]
        phone = {"late_places": LATE_PLACES}
        add_centre(self.store, self.floor.centre, calling=calling, phone=phone)
        self.store.write(self._skills)
        self.a_bus_arrives(wishes)

    @rule(wishes=crowds)
    def a_bus_arrives(self, wishes: list[tuple[str, str]]) -> None:
        for service, priority in wishes:
            self.somebody_takes_a_ticket(service, priority, None, (), None)

    def _skills(self, session: Session) -> None:
        for counter, skills in SKILLS.items():
            counters_of.set_skills(session, self.floor.centre, counter, skills)

    @rule(seconds=st.sampled_from([0, 1, 9, 11, 60, 300, 1000]))
    def time_passes(self, seconds: int) -> None:
        self.floor.pass_time(seconds)

    @rule(sure=st.integers(0, 7))
    def a_night_passes(self, sure: int) -> None:
        if sure:
            return
        self.floor.pass_time(86_400)
        ended = self.floor.do(leaving.expire_old, "system")
        old = [t for t in self.model.tickets.values() if t.state in ("waiting", *ASIDE)]
        for ticket in old:
            ticket.state = "expired"
            self.changed.add(ticket.id)
        assert ended == len(old)
        steps["nights"] += 1

    @rule(
        service=services, priority=st.sampled_from(PRIORITIES), key=keys, plan=plans, person=people
    )
    def somebody_takes_a_ticket(
        self,
        service: str,
        priority: str,
        key: str | None,
        plan: tuple[str, ...],
        person: str | None,
    ) -> None:
        command = IssueTicket(service, None, priority, "vi", key, plan, person)

        def issue() -> Any:
            return self.floor.do(lambda c: issue_ticket(c, command), "kiosk")

        known = self._known(key, command.fingerprint, issue)
        if known is not None:
            assert known.ticket.id == self.model.keys[key or ""][1]
            return
        if self._clash:
            return
        live = person and any(
            (t.identity, t.service, t.day) == (person, service, self.day) and t.state not in ENDED
            for t in self.model.tickets.values()
        )
        if service in self.model.closed:
            self._refused(ServiceClosed, issue)
        elif live:
            self._refused(AlreadyWaiting, issue)
        else:
            issued = issue()
            self._joined(issued.ticket.id, service, priority, self.floor.now, None)
            ticket = self.model.tickets[issued.ticket.id]
            ticket.plan, ticket.identity = plan, person
            assert issued.ticket.number == ticket.number
            assert issued.ticket.people_ahead_at_issue == self.model.ahead(ticket)
            self._used(key, command.fingerprint, ticket.id)

    def _joined(self, id: str, service: str, priority: str, place: int, due: int | None) -> None:
        prefix = SERVICES[service]
        self.numbered[self.day, prefix] += 1
        ticket = ModelTicket(
            id,
            format_number(prefix, self.numbered[self.day, prefix]),
            self.day,
            service,
            priority,
            len(self.model.tickets),
            place,
            self.floor.now,
            Lane.NORMAL,
            due=due,
        )
        ticket.lane = ticket.own_lane if due is None else Lane.APPOINTMENT
        self.model.tickets[id] = ticket
        self.changed.add(id)

    @rule(counter=counters, key=keys)
    def a_counter_calls_the_next(self, counter: str, key: str | None) -> None:
        model, fingerprint = self.model, f"call-next|{counter}"
        known = self._known(key, fingerprint, lambda: self.floor.call(counter, key))
        if known is not None:
            assert known.ticket.id == model.keys[key or ""][1]
            return
        if self._clash:
            return
        self._ready(counter)
        heads, now = model.heads(counter, self.day), self.floor.now
        recent = model.recent(counter, self.day, self.rules.ratio)
        expected = choose(heads, model.desk(counter), recent, now, self.rules)
        called = self.floor.call(counter, key)
        if expected is None or called is None:
            assert called is expected is None
            return
        self._replayed(called.ticket.id, heads, recent, model.desk(counter).free_since)
        assert (called.ticket.id, called.reason) == (expected.head.ticket, expected.reason)
        model.call(model.tickets[called.ticket.id], counter, now, self.day)
        self.changed.add(called.ticket.id)
        steps[called.reason.code] += 1
        self._used(key, fingerprint, called.ticket.id)

    def _ready(self, counter: str) -> None:
        """What calling says about the visit before, and about the counter."""
        model, held = self.model, self.model.at_counter[counter]
        if held is not None:
            model.finish(model.tickets[held], self.floor.now, self.day)
            self.changed.add(held)
        if model.counter_state[counter] != "open":
            model.counter_state[counter] = "open"
            model.free_since[counter] = self.floor.now

    def _replayed(
        self, id: str, heads: list[Head], recent: list[Lane], free_since: int | None
    ) -> None:
        """The call's event holds what the rule had to see, and the rule says the same again."""
        row = self._events(id)[-1]
        seen = json.loads(row["data"])["seen"]
        assert row["kind"] == "called"
        order = {t.id: t.order for t in self.model.tickets.values()}
        shown = [replace(h, serial=order[h.ticket]) for h in heads_of(seen)]
        assert sorted(shown, key=lambda h: h.serial) == sorted(heads, key=lambda h: h.serial)
        assert (seen["recent"], seen["free_since"]) == ([lane.value for lane in recent], free_since)
        assert replay(seen, row["at"]) == id

    @rule(counter=counters)
    def a_counter_calls_three_times(self, counter: str) -> None:
        for _ in range(3):
            self.a_counter_calls_the_next(counter, None)

    @rule(counter=counters, seconds=st.sampled_from([61, 901]))
    def a_counter_that_was_free_for_a_while_calls(self, counter: str, seconds: int) -> None:
        self.a_counter_opens_pauses_or_closes(counter, CounterState.OPEN)
        self.floor.pass_time(seconds)
        self.a_counter_calls_the_next(counter, None)

    @rule(counter=counters, index=which, key=keys, officer=st.booleans())
    def a_counter_calls_a_chosen_one(
        self, counter: str, index: int, key: str | None, officer: bool
    ) -> None:
        ticket = self._any(index, ("waiting",))
        if ticket is None:
            return

        def call() -> Any:
            return self.floor.do(
                lambda c: call_chosen(c, counter, ticket.id, "vì sao", key),
                "staff" if officer else "manager",
                counter=counter,
            )

        if officer:
            self._refused(Forbidden, call)
            return
        fingerprint = f"call|{counter}|{ticket.id}"
        known = self._known(key, fingerprint, call)
        if known is not None or self._clash:
            return
        if ticket.state != "waiting":
            self._refused(WrongState, call)
            return
        self._ready(counter)
        called = call()
        assert (called.ticket.id, called.reason.code) == (ticket.id, "chosen")
        self.model.call(ticket, counter, self.floor.now, self.day)
        self.changed.add(ticket.id)
        self._used(key, fingerprint, ticket.id)
        steps["chosen"] += 1

    @rule(counter=counters, doing=visits, index=which, key=keys)
    def a_counter_works(self, counter: str, doing: list[str], index: int, key: str | None) -> None:
        """One citizen after the other, so that runs get far into visits."""
        self.a_counter_calls_the_next(counter, key)
        self.focus = self.model.at_counter[counter]
        for what in doing:
            match what:
                case "finish":
                    self.an_officer_finishes(index)
                case "recall":
                    self.an_officer_recalls(index, None)
                case "undo":
                    self.an_officer_takes_a_call_back(index, key)
                case "bring_back":
                    self.a_no_show_turns_up(index, key)
                case "resume":
                    self.an_officer_goes_on_with_a_parked_one(index)
                case "come_back":
                    self.somebody_is_back_with_better_papers(index)
                case "transfer":
                    to = sorted(SERVICES)[index % 2], COUNTERS[index % 3]
                    self.an_officer_sends_somebody_on(
                        index, to[0], None if index % 4 else to[1], key
                    )
                case "time":
                    self.time_passes(60)
                case _:
                    self.an_officer_acts(index, what)
            self.the_store_agrees_with_the_model()
        self.focus = None

    @rule(index=which, action=st.sampled_from(["serve", "no_show", "park", "send_away"]))
    def an_officer_acts(self, index: int, action: str) -> None:
        usecases: dict[str, Callable[[Any, str], Any]] = {
            "serve": visit.serve,
            "no_show": visit.no_show,
            "park": lambda c, id: aside.park(c, id, "chờ ký", 15),
            "send_away": lambda c, id: aside.send_away(c, id, "thiếu bản sao"),
        }
        ticket = self._any(index, (*AT_WORK, *ASIDE))
        if ticket is None:
            return
        done = self._move(ticket, action, lambda c: usecases[action](c, ticket.id))
        if done is None:
            return
        ticket.state = MOVES[action][1]
        if action != "serve":
            self.model.release(ticket.id, self.floor.now)

    @rule(index=which)
    def an_officer_finishes(self, index: int) -> None:
        ticket = self._any(index, AT_WORK)
        if ticket is not None and self._move(
            ticket, "finish", lambda c: visit.finish(c, ticket.id)
        ):
            self.model.finish(ticket, self.floor.now, self.day)

    @rule(index=which, key=keys)
    def an_officer_recalls(self, index: int, key: str | None) -> None:
        ticket = self._any(index, ("called",))
        if ticket is None or ticket.counter is None:
            return

        def recall() -> Any:
            return self.floor.do(lambda c: visit.recall(c, ticket.id, key))

        fingerprint = f"recall|{ticket.id}"
        if self._known(key, fingerprint, recall) is not None or self._clash:
            return
        if ticket.state == "called" and ticket.calls >= MAX_CALLS:
            self._refused(RecallLimit, recall)
        elif self._move(ticket, "recall", lambda c: visit.recall(c, ticket.id, key)):
            ticket.calls += 1
            self._used(key, fingerprint, ticket.id)

    @rule(index=which, key=keys)
    def an_officer_takes_a_call_back(self, index: int, key: str | None) -> None:
        ticket = self._any(index, ("called",))
        if ticket is None:
            return

        def undo(change: Any) -> Any:
            return undo_call(change, ticket.id, key)

        fingerprint = f"undo-call|{ticket.id}"
        if self._known(key, fingerprint, lambda: self.floor.do(undo)) or self._clash:
            return
        late = self.floor.now - ticket.called_at > UNDO_S * 1000
        if ticket.state == "called" and late:
            self._refused(TooLate, lambda: self.floor.do(undo))
        elif self._move(ticket, "undo", undo):
            self.model.undo(ticket, self.floor.now)
            self._used(key, fingerprint, ticket.id)

    @rule(index=which, key=keys)
    def a_no_show_turns_up(self, index: int, key: str | None) -> None:
        ticket = self._any(index, ("no_show",))
        if ticket is None:
            return

        def bring(change: Any) -> Any:
            return leaving.bring_back(change, ticket.id, key)

        fingerprint = f"bring-back|{ticket.id}"
        if self._known(key, fingerprint, lambda: self.floor.do(bring)) or self._clash:
            return
        if self._stands(ticket, "bring_back", ticket.service, bring):
            place = self._place_back(ticket)
            self.model.stand(ticket, ticket.service, ticket.own_lane, place, self.floor.now)
            self._used(key, fingerprint, ticket.id)

    def _place_back(self, ticket: ModelTicket) -> int:
        line = self.model.line(ticket.day, ticket.service, ticket.own_lane)
        if not line or self.rules.bring_back == "end":
            return self.floor.now
        skip = 0 if self.rules.bring_back == "front" else len(line) // 2
        return line[skip].place - 1

    @rule(index=which)
    def an_officer_goes_on_with_a_parked_one(self, index: int) -> None:
        ticket = self._any(index, ("parked",))
        if ticket is None:
            return
        counter = ticket.counter or ""

        def resume(change: Any) -> Any:
            return aside.resume(change, ticket.id)

        if ticket.state == "parked" and self.model.at_counter[counter] is not None:
            self._refused(Invalid, lambda: self.floor.do(resume))
        elif self._move(ticket, "resume", resume):
            ticket.state = "serving"
            self.model.at_counter[counter] = ticket.id

    @rule(index=which)
    def somebody_is_back_with_better_papers(self, index: int) -> None:
        ticket = self._any(index, ("away",))
        if ticket is None:
            return
        if self._stands(
            ticket, "come_back", ticket.service, lambda c: aside.come_back(c, ticket.id)
        ):
            now = self.floor.now
            self.model.stand(ticket, ticket.service, Lane.RETURNED, now, now, ticket.counter)

    @rule(
        index=which,
        service=st.none() | services,
        counter=st.none() | counters,
        key=keys,
    )
    def an_officer_sends_somebody_on(
        self, index: int, service: str | None, counter: str | None, key: str | None
    ) -> None:
        ticket = self._any(index, (*AT_WORK, "parked"))
        if ticket is None:
            return
        to = Transfer(service, counter, None, key)

        def send(change: Any) -> Any:
            return transfer(change, ticket.id, to)

        if service is None and counter is None:
            self._refused(Invalid, lambda: self.floor.do(send))
            return
        fingerprint = f"transfer|{ticket.id}|{to.fingerprint}"
        if self._known(key, fingerprint, lambda: self.floor.do(send)) or self._clash:
            return
        wanted = service or ticket.service
        if self._stands(ticket, "transfer", wanted, send):
            self.model.release(ticket.id, self.floor.now)
            since = ticket.since if self.rules.transfer_keeps_wait else self.floor.now
            lane = ticket.own_lane if counter is None else Lane.DIRECT
            self.model.stand(ticket, wanted, lane, since, since, counter)
            self._used(key, fingerprint, ticket.id)

    @rule(index=which)
    def somebody_gives_the_place_up(self, index: int) -> None:
        ticket = self._any(index, ("waiting",)) if index % 3 else None
        if ticket is not None and self._move(
            ticket, "cancel", lambda c: leaving.cancel(c, ticket.id)
        ):
            ticket.state = "cancelled"

    @rule(index=which, key=keys)
    def somebody_is_late(self, index: int, key: str | None) -> None:
        ticket = self._any(index, ("waiting",))
        if ticket is None:
            return

        def late(change: Any) -> Any:
            return be_late(change, ticket.id, key)

        fingerprint = f"late|{ticket.id}"
        if self._known(key, fingerprint, lambda: self.floor.do(late)) or self._clash:
            return
        if ticket.state != "waiting":
            self._refused(WrongState, lambda: self.floor.do(late))
            return
        line = self.model.line(ticket.day, ticket.service, ticket.lane)
        behind = line[line.index(ticket) + 1 :]
        if ticket.late or ticket.lane not in (Lane.PRIORITY, Lane.NORMAL) or not behind:
            self._refused(NotAllowedLate, lambda: self.floor.do(late))
            return
        self.floor.do(late)
        ticket.place, ticket.late = behind[:LATE_PLACES][-1].place + 1, True
        # A ticket of this very millisecond would still count the late one as before it.
        self.floor.pass_time(0.002)
        self.changed.add(ticket.id)
        self._used(key, fingerprint, ticket.id)
        steps["late"] += 1

    @rule(service=services, ahead_s=st.sampled_from([0, 120, 900]), comes=st.booleans())
    def somebody_books_a_time(self, service: str, ahead_s: int, comes: bool) -> None:
        begins = self.floor.now + ahead_s * 1000
        booking = Booking(service, None, begins, begins + 600_000)
        row = self.floor.do(lambda c: book(c, booking))
        self.bookings.append((row["id"], row["code"], begins, booking.ends_at))
        if comes:
            self._check_in(*self.bookings[-1])

    @rule(index=which, cancel=st.booleans())
    def somebody_comes_to_an_appointment_or_cancels_it(self, index: int, cancel: bool) -> None:
        if not self.bookings:
            return
        id, code, begins, ends = self.bookings[index % len(self.bookings)]
        if cancel:
            if id in self.arrived:
                self._refused(NotBooked, lambda: self.floor.do(lambda c: cancel_booking(c, id)))
                return
            assert self.floor.do(lambda c: cancel_booking(c, id))["state"] == "cancelled"
            self.cancelled.add(id)
            return
        self._check_in(id, code, begins, ends)

    def _check_in(self, id: str, code: str, begins: int, ends: int) -> None:
        def arrive() -> Any:
            return self.floor.do(lambda c: check_in(c, code, "vi", None), "kiosk")

        service = self._service_of(id)
        if service_day(begins, ZONE) != self.day:
            self._refused(NotFound, arrive)
        elif id in self.arrived and self.floor.now <= ends:
            assert arrive().ticket.id == self.arrived[id]
        elif id in self.arrived:
            return
        elif id in self.cancelled:
            self._refused(NotBooked, arrive)
        elif service in self.model.closed:
            self._refused(ServiceClosed, arrive)
        else:
            ticket = arrive().ticket
            due = begins if self.floor.now <= ends else None
            self._joined(ticket.id, service, "none", due or self.floor.now, due)
            self.arrived[id] = ticket.id
            steps["appointments"] += 1

    def _service_of(self, booking: str) -> str:
        value = self.floor.value("SELECT service FROM appointment WHERE id = :id", id=booking)
        return str(value)

    @rule(counter=counters, state=st.sampled_from(CounterState))
    def a_counter_opens_pauses_or_closes(self, counter: str, state: CounterState) -> None:
        model = self.model
        reason = PauseReason.BREAK if state is CounterState.PAUSED else None
        busy, same = model.at_counter[counter], model.counter_state[counter] == state.value

        def move() -> Any:
            return self.floor.do(lambda c: set_counter_state(c, counter, state, reason))

        if busy is not None and state is CounterState.CLOSED and not same:
            self._refused(WrongState, move)
            return
        move()
        if state is CounterState.OPEN and not same:
            model.free_since[counter] = self.floor.now
        model.counter_state[counter] = state.value

    @rule(service=services, open=st.sampled_from([True, True, False]))
    def a_service_opens_or_closes(self, service: str, open: bool) -> None:
        assert self.floor.do(lambda c: set_service_open(c, service, open))
        (self.model.closed.discard if open else self.model.closed.add)(service)

    @rule(counter=counters, value=st.sampled_from(["very_satisfied", "unsatisfied"]))
    def somebody_rates(self, counter: str, value: str) -> None:
        made = Press(None, value, 3, (), 0, "pad", "boot", next(self.pressed))
        first, second = (
            self.floor.do(lambda c: rate(c, counter, made), "terminal", counter=counter).status
            for _ in range(2)
        )
        assert first in ("counted", "changed", "repeated", "unbound", "late")
        assert second == "repeated"

    @rule(counter=counters)
    def somebody_presses_where_nothing_was_finished(self, counter: str) -> None:
        if not self.model.turns[counter]:
            made = Press(None, "satisfied", 3, (), 0, None, None, None)
            with pytest.raises(NotRateable):
                self.floor.do(lambda c: rate(c, counter, made), "terminal", counter=counter)

    # Small steps of the rules above.

    def _any(self, index: int, likely: tuple[str, ...]) -> ModelTicket | None:
        """The one in focus; else one in a likely state, and now and then any of today's."""
        if self.focus is not None:
            return self.model.tickets[self.focus]
        todays = [t for t in self.model.tickets.values() if t.day == self.day]
        if "called" in likely and not any(self.model.at_counter.values()):
            self.a_counter_calls_the_next(COUNTERS[index % len(COUNTERS)], None)
        fitting = [t for t in todays if t.state in likely]
        found = fitting if fitting and index % 5 else todays
        return found[index % len(found)] if found else None

    def _known(self, key: str | None, fingerprint: str, act: Callable[[], Any]) -> Any:
        """What a repeated key gives. ``_clash``: the key was another command's, and is refused."""
        self._clash = False
        if key is None or key not in self.model.keys:
            return None
        if self.key_days[key] < self.floor.now // DAY_MS - 1:
            # A key is good for today and yesterday; after that it is a new one.
            del self.model.keys[key]
            return None
        if self.model.keys[key][0] != fingerprint:
            self._clash = True
            self._refused(KeyReused, act)
            return None
        steps["repeated"] += 1
        return act()

    def _used(self, key: str | None, fingerprint: str, ticket: str) -> None:
        if key is not None:
            self.model.keys[key] = (fingerprint, ticket)
            self.key_days[key] = self.floor.now // DAY_MS

    def _refused(self, error: type[MotcuaError], act: Callable[[], Any]) -> None:
        with pytest.raises(error):
            act()
        steps["refused"] += 1

    def _move(self, ticket: ModelTicket, action: str, usecase: Callable[[Any], Any]) -> Any:
        """Do it if the ticket's state allows it; None when it was refused or a mere repeat."""
        self.changed.add(ticket.id)
        from_states, _ = MOVES[action]
        unknown_counter = ticket.counter is None and action not in ("cancel", "come_back")
        if ticket.state in from_states and not unknown_counter:
            steps[action] += 1
            return self.floor.do(usecase)
        if (ticket.state, action) in REPEATED and not unknown_counter:
            self.floor.do(usecase)
            return None
        self._refused(WrongState, lambda: self.floor.do(usecase))
        return None

    def _stands(
        self, ticket: ModelTicket, action: str, service: str, usecase: Callable[[Any], Any]
    ) -> Any:
        """As ``_move``, for what puts a ticket into a line where its holder may stand already."""
        if ticket.state in MOVES[action][0] and self.model.twin(ticket, service):
            self._refused(AlreadyWaiting, lambda: self.floor.do(usecase))
            return None
        return self._move(ticket, action, usecase)

    # What must stay true.

    @invariant()
    def the_store_agrees_with_the_model(self) -> None:
        steps["steps"] += 1
        self.floor.store.read(self._compare)

    def _compare(self, session: Session) -> None:
        rows = session.all(
            "SELECT * FROM ticket WHERE centre = :c ORDER BY serial", c=self.floor.centre
        )
        assert [r["id"] for r in rows] == list(self.model.tickets)
        for row in rows:
            self._same(row, self.model.tickets[row["id"]])
        numbers = [(r["day"], r["number"]) for r in rows]
        assert len(set(numbers)) == len(numbers)
        self._places(session, rows)
        self._lines(session, rows)
        for id in self.changed:
            self._history(session, id)
        self.changed.clear()

    def _same(self, row: Row, ticket: ModelTicket) -> None:
        names = ("number", "service", "state", "counter", "calls", "for_counter", "place")
        expected = tuple(getattr(ticket, name) for name in names)
        assert tuple(row[name] for name in names) == expected
        assert row["lane"] == ticket.lane.value
        if ticket.state == "waiting":
            assert row["waiting_since"] == ticket.since

    def _places(self, session: Session, rows: Iterable[Row]) -> None:
        """No ticket at two counters, and every ticket in exactly one place."""
        held = session.all(
            "SELECT id, state, ticket FROM counter WHERE centre = :c", c=self.floor.centre
        )
        assert {r["id"]: r["ticket"] for r in held} == self.model.at_counter
        assert {r["id"]: r["state"] for r in held} == self.model.counter_state
        busy = [r["ticket"] for r in held if r["ticket"]]
        assert len(busy) == len(set(busy))
        for row in rows:
            places = [
                row["state"] == "waiting",
                row["id"] in busy,
                row["state"] in ASIDE,
                row["state"] in ENDED,
            ]
            assert places.count(True) == 1, (row["number"], row["state"], busy)
            assert (row["state"] in AT_WORK) == (row["id"] in busy)

    def _lines(self, session: Session, rows: Iterable[Row]) -> None:
        """The counts of each line are the rows counted."""
        counted = Counter(
            (r["day"], r["service"], r["lane"]) for r in rows if r["state"] == "waiting"
        )
        kept: Counter[tuple[str, str, str]] = Counter()
        for line in session.all("SELECT * FROM line WHERE centre = :c", c=self.floor.centre):
            on = (line["day"], line["service"])
            for lane in OPEN_LANES:
                kept[(*on, lane.value)] = line[f"waiting_{lane.value}"]
            reserved = sum(counted.pop((*on, lane), 0) for lane in ("returned", "direct"))
            assert line["waiting_reserved"] == reserved
            assert min(v for n, v in dict(line).items() if n.startswith("waiting_")) >= 0
        assert +kept == +counted

    def _events(self, id: str) -> list[Row]:
        return self.store.read(lambda s: events.of_ticket(s, id))

    def _history(self, session: Session, id: str) -> None:
        """State, service and calls rebuilt from the events are those of the ticket."""
        ticket = tickets.get(session, self.floor.centre, id)
        assert ticket is not None
        rows = events.of_ticket(session, id)
        assert state_after([row["kind"] for row in rows]) is ticket.state
        service, calls = "", 0
        for row in rows:
            data = json.loads(row["data"])
            service = data.get("service", service)
            if row["kind"] in ("called", "recalled"):
                calls += 1
            elif EVENT_STATES.get(row["kind"]) is TicketState.WAITING:
                calls = 0
        assert (service, calls) == (ticket.service, ticket.calls)
        mine = self.model.tickets[id]
        if mine.state == "waiting" and mine.lane in OPEN_LANES:
            assert queue.ahead(session, ticket) == self.model.ahead(mine)

    def teardown(self) -> None:
        if self.model.tickets:
            self.floor.store.read(self._whole)

    def _whole(self, session: Session) -> None:
        """Every ticket's history, and the day's counts from the events, once at the end."""
        for id in self.model.tickets:
            self._history(session, id)
        told = session.all(
            "SELECT kind, counter FROM event WHERE centre = :c AND ticket IS NOT NULL",
            c=self.floor.centre,
        )
        meant = {
            "called": ("called", 1),
            "call_undone": ("called", -1),
            "finished": ("served", 1),
            "continued": ("served", 1),
            "no_show": ("no_show", 1),
            "brought_back": ("no_show", -1),
            "cancelled": ("cancelled", 1),
            "transferred": ("transferred", 1),
            "rated": ("rated", 1),
        }
        expected: Counter[tuple[str, str]] = Counter()
        for row in told:
            if row["kind"] in meant:
                kind, n = meant[row["kind"]]
                expected[kind, row["counter"] or ""] += n
        kept: Counter[tuple[str, str]] = Counter()
        for row in session.all("SELECT * FROM tally WHERE centre = :c", c=self.floor.centre):
            if row["kind"] not in ("satisfied", "unsatisfied"):
                kept[row["kind"], row["counter"]] += row["n"]
        assert {k: n for k, n in kept.items() if n} == {k: n for k, n in expected.items() if n}


# A failure is made small for up to five minutes before it is told.
@pytest.mark.timeout(480)
def test_any_order_of_commands_keeps_the_floor_true(store: Store) -> None:
    steps.clear()
    machine = type("FloorMachineOnStore", (FloorMachine,), {"store": store})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            # A failing run is printed as it was found: shrinking one takes many minutes.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    print(dict(steps))
    assert steps["steps"] >= RUNS * STEPS * 0.7
    if RUNS < 100:
        return
    # The run was worth something: nearly every operation happened, calls for nearly every reason.
    assert len(set(MOVES) - set(steps)) <= 1
    assert {"chosen", "repeated", "refused", "nights", "appointments", "late"} <= set(steps)
    assert {"handed in", "renumbered"} <= set(steps)
    assert len(set(REASONS) - set(steps)) <= 2
