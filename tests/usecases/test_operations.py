"""What else an officer does with a ticket: undo, bring back, put aside, send on, go on."""

import pytest
from stores import Floor, add_centre

from server.core.errors import AlreadyWaiting, TooLate, WrongState
from server.core.model import Lane, Ticket, TicketState
from server.store import calls, consoles, tickets
from server.store.base import Store
from server.usecases import aside, leaving, visit
from server.usecases.appointments import Booking, book, check_in
from server.usecases.call import call_chosen
from server.usecases.issue import Issued, IssueTicket, issue_ticket
from server.usecases.transfer import Transfer, transfer
from server.usecases.undo import undo_call

PERSON = "012345678901"


def issue(floor: Floor, service: str = "ho-tich", **more: object) -> Ticket:
    command = IssueTicket(service, None, "none", "vi", None, **more)  # type: ignore[arg-type]
    issued: Issued = floor.do(lambda c: issue_ticket(c, command), "kiosk")
    return issued.ticket


def called(floor: Floor, counter: str = "1") -> str:
    made = floor.call(counter)
    assert made is not None
    return made.ticket.id


def ticket_of(floor: Floor, id: str) -> Ticket:
    found = floor.store.read(lambda s: tickets.get(s, "c1", id))
    assert found is not None
    return found


def test_an_undone_call_gives_the_exact_place_back(floor: Floor) -> None:
    first = issue(floor)
    floor.pass_time(60)
    issue(floor)
    assert called(floor) == first.id
    floor.pass_time(10)
    undone = floor.do(lambda c: undo_call(c, first.id, None))
    assert (undone.state, undone.place, undone.calls) == (TicketState.WAITING, first.place, 0)
    assert called(floor) == first.id
    floor.pass_time(10.001)
    with pytest.raises(TooLate):
        floor.do(lambda c: undo_call(c, first.id, None))


def test_undoing_leaves_the_calls_of_services_that_are_done(floor: Floor) -> None:
    ticket = issue(floor, then=("chung-thuc",))
    called(floor, "1")
    floor.do(lambda c: visit.finish(c, ticket.id))
    assert called(floor, "2") == ticket.id
    floor.do(lambda c: undo_call(c, ticket.id, None))
    shown = floor.store.read(lambda s: calls.recent(s, "c1", ticket.day, 10))
    assert [row["counter"] for row in shown] == ["1"]


def test_an_appointment_between_two_priority_calls_begins_no_new_run(floor: Floor) -> None:
    for priority in ("elderly", "elderly", "elderly", "none"):
        floor.issue(priority=priority)
    first = floor.call("1")
    floor.call("1")
    row = floor.do(lambda c: book(c, Booking("ho-tich", None, floor.now, floor.now + 60_000)))
    floor.do(lambda c: check_in(c, row["code"], "vi", None), "kiosk")
    appointment, third = floor.call("1"), floor.call("1")
    assert first is not None and appointment is not None and third is not None
    assert [c.reason.code for c in (first, appointment, third)] == [
        "priority_first",
        "appointment_due",
        "normal_turn",
    ]


def test_several_services_are_one_number_and_a_repeated_finish_ends_one_of_them(
    floor: Floor,
) -> None:
    ticket = issue(floor, then=("chung-thuc", "ho-tich"))
    called(floor, "2")
    for _ in range(2):  # the answer was lost, so it is asked for again
        floor.do(lambda c: visit.finish(c, ticket.id, "k1"))
    waiting = ticket_of(floor, ticket.id)
    assert (waiting.state, waiting.service, waiting.number) == (
        TicketState.WAITING,
        "chung-thuc",
        ticket.number,
    )
    assert called(floor, "2") == ticket.id
    floor.do(lambda c: visit.finish(c, ticket.id, "k1"))
    assert ticket_of(floor, ticket.id).state is TicketState.CALLED
    floor.do(lambda c: visit.finish(c, ticket.id, "k2"))
    assert ticket_of(floor, ticket.id).service == "ho-tich"


def test_a_person_has_one_live_ticket_in_a_service_whatever_way_it_comes_there(
    floor: Floor,
) -> None:
    missed = issue(floor, identity=PERSON)
    called(floor)
    floor.do(lambda c: visit.no_show(c, missed.id))
    issue(floor, identity=PERSON)
    with pytest.raises(AlreadyWaiting):
        floor.do(lambda c: leaving.bring_back(c, missed.id, None))
    other = issue(floor, "chung-thuc", identity=PERSON)
    assert called(floor, "2")
    floor.do(lambda c: call_chosen(c, "2", other.id, "vì sao", None))
    with pytest.raises(AlreadyWaiting):
        issue(floor, "chung-thuc", identity=PERSON)


def test_a_plan_skips_the_line_where_its_holder_stands_already(floor: Floor) -> None:
    ticket = issue(floor, then=("chung-thuc",), identity=PERSON)
    issue(floor, "chung-thuc", identity=PERSON)
    called(floor, "1")
    assert floor.do(lambda c: visit.finish(c, ticket.id)).state is TicketState.FINISHED


def test_who_returns_with_papers_goes_first_at_the_same_counter_only(floor: Floor) -> None:
    ticket = issue(floor)
    called(floor, "1")
    floor.do(lambda c: aside.send_away(c, ticket.id, "thiếu bản sao"))
    floor.issue(priority="elderly")
    back = floor.do(lambda c: aside.come_back(c, ticket.id))
    assert (back.lane, back.for_counter) == (Lane.RETURNED, "1")
    assert called(floor, "2") != ticket.id
    assert called(floor, "1") == ticket.id


def test_the_terminal_of_the_counter_that_sent_somebody_on_asks_nothing(floor: Floor) -> None:
    """A visit is rated where it was finished, not where it began."""
    ticket = issue(floor)
    called(floor, "1")
    floor.do(lambda c: transfer(c, ticket.id, Transfer(None, "2", None, None)))
    assert called(floor, "2") == ticket.id
    floor.do(lambda c: visit.finish(c, ticket.id))

    def last(counter: str) -> Ticket | None:
        return floor.store.read(lambda s: consoles.last_finished(s, "c1", ticket.day).get(counter))

    assert last("1") is None
    at_two = last("2")
    assert at_two is not None and at_two.id == ticket.id


def test_a_parked_visit_that_ends_last_is_the_one_to_rate(floor: Floor) -> None:
    """Not the one that was called last: that one ended while the other was set aside."""
    parked = issue(floor)
    called(floor)
    floor.do(lambda c: visit.serve(c, parked.id))
    floor.do(lambda c: aside.park(c, parked.id, "chờ ký", None))
    between = issue(floor)
    assert called(floor) == between.id
    floor.do(lambda c: visit.finish(c, between.id))
    floor.pass_time(60)
    floor.do(lambda c: aside.resume(c, parked.id))
    floor.pass_time(60)
    floor.do(lambda c: visit.finish(c, parked.id))

    last = floor.store.read(lambda s: consoles.last_finished(s, "c1", parked.day).get("1"))
    assert last is not None and last.id == parked.id


def test_an_appointment_that_was_called_early_waits_for_no_hour_afterwards(floor: Floor) -> None:
    begins = floor.now + 3_600_000
    row = floor.do(lambda c: book(c, Booking("ho-tich", None, begins, begins + 60_000)))
    ticket = floor.do(lambda c: check_in(c, row["code"], "vi", None), "kiosk").ticket
    assert floor.call("1") is None
    floor.do(lambda c: call_chosen(c, "1", ticket.id, "vắng khách", None))
    floor.do(lambda c: visit.no_show(c, ticket.id))
    floor.do(lambda c: leaving.bring_back(c, ticket.id, None))
    assert called(floor, "1") == ticket.id


@pytest.mark.parametrize(("rule", "order"), [("front", 0), ("middle", 2), ("end", 4)])
def test_who_turns_up_late_stands_where_the_settings_say(
    store: Store, rule: str, order: int
) -> None:
    add_centre(store, calling={"bring_back": rule})
    floor = Floor(store)
    late = issue(floor)
    called(floor)
    floor.do(lambda c: visit.no_show(c, late.id))
    for _ in range(4):
        floor.pass_time(1)
        issue(floor)
    floor.pass_time(1)
    floor.do(lambda c: leaving.bring_back(c, late.id, None))
    assert [called(floor) for _ in range(5)].index(late.id) == order


def test_a_ticket_of_yesterday_is_not_put_into_a_line_nobody_calls(floor: Floor) -> None:
    missed, kept = issue(floor), issue(floor)
    called(floor)
    floor.do(lambda c: visit.no_show(c, missed.id))
    called(floor)
    floor.pass_time(86_400)
    for action in (
        lambda c: leaving.bring_back(c, missed.id, None),
        lambda c: transfer(c, kept.id, Transfer("chung-thuc", None, None, None)),
    ):
        with pytest.raises(WrongState):
            floor.do(action)


def test_what_is_left_of_a_day_expires_with_the_reason_kept(floor: Floor) -> None:
    waits, parked = issue(floor), issue(floor)
    floor.do(lambda c: call_chosen(c, "1", parked.id, "vì sao", None))
    floor.do(lambda c: aside.park(c, parked.id, "chờ ký", None))
    assert floor.do(leaving.expire_old, "system") == 0
    floor.pass_time(86_400)
    with pytest.raises(WrongState):
        floor.do(lambda c: call_chosen(c, "1", waits.id, "vì sao", None))
    assert floor.do(leaving.expire_old, "system") == 2
    assert floor.do(leaving.expire_old, "system") == 0
    for id in (waits.id, parked.id):
        assert ticket_of(floor, id).state is TicketState.EXPIRED
    told = floor.rows("SELECT data FROM event WHERE kind = 'expired'")
    assert [row["data"] for row in told] == ['{"reason": "end_of_day"}'] * 2
    assert floor.value("SELECT SUM(waiting_normal) AS n FROM line") == 0


def test_checking_in_again_in_another_language_gives_the_same_ticket(floor: Floor) -> None:
    row = floor.do(lambda c: book(c, Booking("ho-tich", None, floor.now, floor.now + 60_000)))
    first = floor.do(lambda c: check_in(c, row["code"], "vi", None), "kiosk")
    again = floor.do(lambda c: check_in(c, row["code"], "en", "another-press"), "kiosk")
    assert (again.ticket.id, again.repeated) == (first.ticket.id, True)
