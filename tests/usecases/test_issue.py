"""Issuing tickets."""

import pytest
from stores import Floor

from server.core.errors import Invalid, KeyReused, ServiceClosed, UnknownService
from server.core.model import TicketState
from server.usecases import rooms
from server.usecases.counter_state import set_service_open


def test_numbers_of_a_service_follow_each_other_and_lines_do_not_mix(floor: Floor) -> None:
    numbers = [floor.issue(s).ticket.number for s in ("ho-tich", "chung-thuc", "ho-tich")]
    assert numbers == ["A001", "B001", "A002"]


def test_a_new_day_starts_again_at_one_without_clashing(floor: Floor) -> None:
    first = floor.issue().ticket
    floor.pass_time(86_400)
    second = floor.issue().ticket
    assert (first.number, second.number) == ("A001", "A001")
    assert (first.day, second.day) == ("2026-11-26", "2026-11-27")
    assert floor.value("SELECT COUNT(*) AS n FROM ticket") == 2


def test_a_repeated_key_gets_the_same_ticket(floor: Floor) -> None:
    first = floor.issue(key="press-1")
    again = floor.issue(key="press-1")
    assert (first.repeated, again.repeated) == (False, True)
    assert again.ticket.id == first.ticket.id
    assert floor.value("SELECT COUNT(*) AS n FROM ticket") == 1
    assert floor.issue(key="press-2").ticket.number == "A002"


def test_a_key_is_good_for_a_day_whatever_midnight_it_crosses(floor: Floor) -> None:
    first = floor.issue(key="press-1").ticket
    for _ in range(3):
        floor.pass_time(8 * 3600 - 1)
        assert floor.issue(key="press-1").ticket.id == first.id
    floor.pass_time(2 * 86_400)
    assert floor.issue(key="press-1").repeated is False


def test_a_repeat_is_answered_as_the_first_was_even_after_the_visit(floor: Floor) -> None:
    first = floor.issue(key="press-1").ticket
    floor.call("1")
    floor.call("1")  # finishes the visit
    again = floor.issue(key="press-1").ticket
    assert again.state is TicketState.WAITING
    assert (again.counter, again.calls, again.called_at, again.ended_at) == (None, 0, None, None)
    assert (again.people_ahead_at_issue, again.number) == (0, first.number)


def test_a_key_that_comes_back_with_another_wish_is_refused(floor: Floor) -> None:
    floor.issue(key="press-1")
    for other in ({"service": "chung-thuc"}, {"priority": "elderly"}, {"procedure": "1.001"}):
        with pytest.raises(KeyReused) as refused:
            floor.issue(key="press-1", **other)
        assert refused.value.field == "Idempotency-Key"
    assert floor.value("SELECT COUNT(*) AS n FROM ticket") == 1


def test_a_closed_service_gives_no_ticket_but_repeats_what_it_gave(floor: Floor) -> None:
    with pytest.raises(ServiceClosed):
        floor.issue("dong-cua")
    given = floor.issue(key="press-1").ticket
    floor.do(lambda c: set_service_open(c, "ho-tich", False))
    assert floor.issue(key="press-1").ticket.id == given.id
    with pytest.raises(ServiceClosed):
        floor.issue(key="press-2")
    # The refusal took no number.
    floor.do(lambda c: set_service_open(c, "ho-tich", True))
    assert floor.issue(key="press-2").ticket.number == "A002"


@pytest.mark.parametrize(
    ("wish", "error", "field"),
    [
        ({"service": "khong-co"}, UnknownService, "service"),
        ({"priority": "vip"}, Invalid, "priority"),
        ({"procedure": "9.999"}, Invalid, "procedure"),
    ],
)
def test_a_wrong_wish_is_refused_by_name_and_costs_no_number(
    floor: Floor, wish: dict[str, str], error: type[Exception], field: str
) -> None:
    with pytest.raises(error) as refused:
        floor.issue(**wish)
    assert refused.value.field == field  # type: ignore[attr-defined]
    assert floor.issue().ticket.number == "A001"


def test_people_ahead_are_those_who_will_be_called_before(floor: Floor) -> None:
    wishes = ("none", "none", "elderly", "none", "pregnant")
    ahead = [floor.issue(priority=p).ticket.people_ahead_at_issue for p in wishes]
    assert ahead == [0, 1, 0, 3, 1]


def test_issuing_is_an_event_with_who_when_and_what(floor: Floor) -> None:
    ticket = floor.issue(procedure="1.001").ticket
    (event,) = floor.rows("SELECT kind, at, actor, data FROM event WHERE ticket = :t", t=ticket.id)
    assert (event["kind"], event["at"], event["actor"]) == ("issued", floor.now, "device:test")
    assert '"number": "A001"' in event["data"]


def test_issuing_touches_the_rooms_that_show_waiting_people(floor: Floor) -> None:
    floor.issue()
    # A "~" before a room's name says that it may wait for more news.
    assert {name.removeprefix("~") for name in floor.rooms} == {
        rooms.HALL,
        rooms.KIOSK,
        rooms.MANAGER,
        rooms.service("ho-tich"),
        rooms.line("ho-tich"),
    }
