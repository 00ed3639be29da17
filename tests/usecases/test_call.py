"""Calling the next ticket to a counter."""

import json

import pytest
from stores import Floor, add_centre

from server.core.errors import CounterNotFound, KeyReused, WrongCounter
from server.core.model import TicketState
from server.core.replaying import heads_of, replay
from server.store import counters, tickets
from server.store.base import Store
from server.usecases import rooms
from server.usecases.call import call_next
from server.usecases.visit import serve


def state(floor: Floor, id: str) -> TicketState:
    ticket = floor.store.read(lambda s: tickets.get(s, "c1", id))
    assert ticket is not None
    return ticket.state


def test_nobody_waits_nobody_is_called_and_the_counter_opens(floor: Floor) -> None:
    assert floor.call("1") is None
    assert floor.value("SELECT state FROM counter WHERE id = '1'") == "open"
    assert floor.value("SELECT COUNT(*) AS n FROM call") == 0


def test_the_first_who_came_is_called_first_with_the_reason_kept(floor: Floor) -> None:
    first = floor.issue().ticket
    floor.issue()
    floor.pass_time(180)
    called = floor.call("1")
    assert called is not None
    assert (called.ticket.id, called.attempt) == (first.id, 1)
    assert called.ticket.state is TicketState.CALLED
    assert called.ticket.counter == "1"
    assert (called.reason.code, called.reason.params) == ("longest_waiting", {"minutes": 3})
    data = json.loads(floor.value("SELECT data FROM event WHERE kind = 'called'"))
    assert data["call"] == called.call
    assert data["reason"] == {"code": "longest_waiting", "params": {"minutes": 3}}
    # What the rule saw is kept too, so that the call can be asked for again.
    assert [h.ticket for h in heads_of(data["seen"])] == [first.id]
    assert replay(data["seen"], floor.now) == first.id


def test_a_counter_calls_only_what_it_handles(floor: Floor) -> None:
    floor.issue("chung-thuc")
    assert floor.call("1") is None
    assert floor.call("3") is None
    called = floor.call("2")
    assert called is not None
    assert called.ticket.service == "chung-thuc"


def test_two_priority_calls_then_a_normal_one(floor: Floor) -> None:
    for priority in ("none", "elderly", "child", "merit", "pregnant", "none"):
        floor.issue(priority=priority)
        floor.pass_time(1)
    called = [floor.call("1") for _ in range(6)]
    assert [c.ticket.priority for c in called if c] == [
        "elderly", "child", "none", "merit", "pregnant", "none"
    ]  # fmt: skip
    assert [c.reason.code for c in called if c] == [
        "priority_first", "priority_first", "normal_turn",
        "priority_first", "priority_first", "longest_waiting",
    ]  # fmt: skip


def test_the_centres_own_rules_are_followed(store: Store) -> None:
    add_centre(store, calling={"ratio": 1, "longest_wait_s": 600})
    floor = Floor(store)
    for priority in ("none", "none", "elderly", "elderly"):
        floor.issue(priority=priority)
    called = [floor.call("1") for _ in range(2)]
    assert [c.ticket.priority for c in called if c] == ["elderly", "none"]
    floor.pass_time(601)
    late = floor.call("1")
    assert late is not None
    assert (late.reason.code, late.ticket.priority) == ("over_longest_wait", "none")


def test_calling_the_next_finishes_the_one_before(floor: Floor) -> None:
    one, two = floor.issue().ticket, floor.issue().ticket
    floor.call("1")
    floor.do(lambda c: serve(c, one.id))
    called = floor.call("1")
    assert called is not None
    assert called.ticket.id == two.id
    assert state(floor, one.id) is TicketState.FINISHED
    assert floor.value("SELECT ticket FROM counter WHERE id = '1'") == two.id
    assert floor.value("SELECT n FROM tally WHERE kind = 'served'") == 1


def test_a_repeated_key_gets_the_same_call_and_calls_nobody_else(floor: Floor) -> None:
    floor.issue(), floor.issue()
    first = floor.call("1", key="k1")
    again = floor.call("1", key="k1")
    assert first is not None and again is not None
    assert (again.call, again.ticket, again.repeated) == (first.call, first.ticket, True)
    assert floor.value("SELECT COUNT(*) AS n FROM call") == 1
    other = floor.call("1", key="k2")
    late = floor.call("1", key="k1")  # asked again after the visit was over
    assert other is not None and late is not None
    assert late.ticket == first.ticket
    assert floor.value("SELECT COUNT(*) AS n FROM call") == 2


def test_a_key_of_one_counter_is_no_key_of_another(floor: Floor) -> None:
    floor.issue()
    floor.call("1", key="k1")
    with pytest.raises(KeyReused):
        floor.call("2", key="k1")
    with pytest.raises(KeyReused):
        floor.issue(key="k1")


def test_asking_again_when_nobody_waited_calls_whoever_came(floor: Floor) -> None:
    assert floor.call("1", key="k1") is None
    floor.issue()
    assert floor.call("1", key="k1") is not None


def test_an_officer_calls_at_her_own_counter_only(floor: Floor) -> None:
    floor.issue()
    for counter in ("2", None):
        with pytest.raises(WrongCounter):
            floor.do(lambda c: call_next(c, "1", None), "staff", counter=counter)
    assert floor.value("SELECT COUNT(*) AS n FROM call") == 0
    called = floor.do(lambda c: call_next(c, "1", None), "staff", counter="1", person="p1")
    assert called is not None
    assert called.ticket.officer == "p1"


def test_an_unknown_counter_is_named(floor: Floor) -> None:
    with pytest.raises(CounterNotFound):
        floor.call("99")


def test_yesterdays_tickets_are_not_called_today(floor: Floor) -> None:
    floor.issue()
    floor.pass_time(86_400)
    assert floor.call("1") is None
    today = floor.issue().ticket
    called = floor.call("1")
    assert called is not None
    assert called.ticket.id == today.id
    assert called.ticket.people_ahead_at_issue == 0


def test_centres_in_one_store_do_not_see_each_other(store: Store) -> None:
    add_centre(store, "c1")
    add_centre(store, "c2")
    here, there = Floor(store, "c1"), Floor(store, "c2")
    here.issue(key="k"), there.issue(key="k"), here.issue()
    called = there.call("1", key="c")
    assert called is not None
    assert (called.ticket.number, called.ticket.centre) == ("A001", "c2")
    assert there.call("1") is None
    other = here.call("1", key="c")
    assert other is not None
    assert (other.ticket.centre, other.repeated) == ("c1", False)
    assert store.read(lambda s: counters.listing(s, "c1"))[0].ticket == other.ticket.id
    assert store.read(lambda s: tickets.get(s, "c2", other.ticket.id)) is None


def test_a_call_touches_every_room_that_shows_it(floor: Floor) -> None:
    ticket = floor.issue().ticket
    floor.call("1")
    assert floor.rooms >= {
        rooms.HALL, rooms.MANAGER, rooms.KIOSK, rooms.counter("1"), rooms.desk("1"),
        rooms.service("ho-tich"), rooms.line("ho-tich"), rooms.ticket(ticket.id),
    }  # fmt: skip
