"""What an officer does to the ticket in front of her."""

import itertools

import pytest
from stores import Floor

from server.core.errors import KeyReused, TicketNotFound, WrongCounter, WrongState
from server.core.lifecycle import state_after
from server.core.model import TicketState
from server.store import events, tickets
from server.usecases import rooms
from server.usecases.visit import finish, no_show, recall, serve

ACTIONS = {"serve": serve, "finish": finish, "no_show": no_show}


def act(floor: Floor, action: str, id: str):
    return floor.do(lambda c: ACTIONS[action](c, id))


def called_ticket(floor: Floor) -> str:
    floor.issue()
    called = floor.call("1")
    assert called is not None
    return called.ticket.id


def kinds(floor: Floor, id: str) -> list[str]:
    return [row["kind"] for row in floor.store.read(lambda s: events.of_ticket(s, id))]


def test_a_visit_from_call_to_end(floor: Floor) -> None:
    id = called_ticket(floor)
    floor.pass_time(30)
    served = act(floor, "serve", id)
    floor.pass_time(300)
    done = act(floor, "finish", id)
    assert (served.state, done.state) == (TicketState.SERVING, TicketState.FINISHED)
    assert (done.ended_at - done.started_at, done.started_at - done.called_at) == (300_000, 30_000)
    assert kinds(floor, id) == ["issued", "called", "started", "finished"]
    assert floor.value("SELECT ticket FROM counter WHERE id = '1'") is None
    assert rooms.terminal("1") in floor.rooms


@pytest.mark.parametrize("actions", list(itertools.product(ACTIONS, ACTIONS)))
def test_a_repeat_changes_nothing_and_what_the_table_forbids_is_refused(
    floor: Floor, actions: tuple[str, str]
) -> None:
    first, second = actions
    id = called_ticket(floor)
    before = act(floor, first, id)
    seen = kinds(floor, id)
    floor.pass_time(5)
    if first == second:
        assert act(floor, second, id) == before
        assert kinds(floor, id) == seen
        assert floor.rooms == frozenset()
    elif (first, second) == ("serve", "finish"):
        assert act(floor, second, id).state is TicketState.FINISHED
    else:
        with pytest.raises(WrongState):
            act(floor, second, id)
        assert kinds(floor, id) == seen
    stored = floor.store.read(lambda s: tickets.get(s, "c1", id))
    assert stored is not None
    assert state_after(kinds(floor, id)) is stored.state


def test_every_recall_is_a_call_of_its_own(floor: Floor) -> None:
    id = called_ticket(floor)
    for attempt in (2, 3):
        ticket, repeated = floor.do(lambda c: recall(c, id, None))
        assert (ticket.calls, repeated) == (attempt, False)
    rows = floor.rows("SELECT attempt, ticket FROM call ORDER BY id")
    assert [(r["attempt"], r["ticket"]) for r in rows] == [(1, id), (2, id), (3, id)]
    # The wait ended with the first call.
    assert floor.value("SELECT called_at FROM ticket") == floor.value(
        "SELECT called_at FROM call WHERE attempt = 1"
    )


def test_a_repeated_recall_is_announced_once_and_answered_alike(floor: Floor) -> None:
    id = called_ticket(floor)
    first = floor.do(lambda c: recall(c, id, "k"))
    floor.do(lambda c: recall(c, id, "other"))
    act(floor, "finish", id)
    again = floor.do(lambda c: recall(c, id, "k"))
    assert again == (first[0], True)
    assert floor.value("SELECT COUNT(*) AS n FROM call") == 3
    other = called_ticket(floor)
    with pytest.raises(KeyReused):
        floor.do(lambda c: recall(c, other, "k"))


def test_recalls_do_not_count_as_turns_of_a_lane(floor: Floor) -> None:
    floor.issue(priority="elderly"), floor.issue(priority="elderly"), floor.issue()
    called = floor.call("1")
    assert called is not None
    floor.do(lambda c: recall(c, called.ticket.id, None))
    second = floor.call("1")
    assert second is not None
    assert second.reason.code == "priority_first"


def test_nobody_is_recalled_while_being_served(floor: Floor) -> None:
    id = called_ticket(floor)
    act(floor, "serve", id)
    with pytest.raises(WrongState):
        floor.do(lambda c: recall(c, id, None))


def test_a_ticket_nobody_called_cannot_be_acted_on(floor: Floor) -> None:
    id = floor.issue().ticket.id
    for action in ACTIONS:
        with pytest.raises(WrongState):
            act(floor, action, id)
    with pytest.raises(TicketNotFound):
        act(floor, "finish", "no-such-ticket")


def test_another_counters_officer_may_not_act(floor: Floor) -> None:
    id = called_ticket(floor)
    for usecase in (serve, finish, no_show, lambda c, i: recall(c, i, None)):
        with pytest.raises(WrongCounter):
            floor.do(lambda c, u=usecase: u(c, id), "staff", counter="2")
    assert floor.do(lambda c: serve(c, id), "staff", counter="1").state is TicketState.SERVING


def test_no_shows_are_counted_apart(floor: Floor) -> None:
    act(floor, "no_show", called_ticket(floor))
    act(floor, "finish", called_ticket(floor))
    counted = {r["kind"]: r["n"] for r in floor.rows("SELECT kind, n FROM tally")}
    assert counted == {"called": 2, "no_show": 1, "served": 1}
