"""Rating a visit from the phone: later, in private, once."""

from typing import Any

import pytest
from stores import NOON, Floor, add_centre

from server.core.errors import Invalid, NotRateable, TicketNotFound
from server.core.satisfaction import RatingRules, later_until
from server.store.base import Store
from server.usecases.rate import Press, Rated, rate
from server.usecases.rate_later import MOST_PRESSES, Answer, rate_later
from server.usecases.visit import finish, no_show, serve

DAY_S = 86_400
# The fixture's noon is 12:00 in Hanoi: midnight of the next day is 36 hours away.
UNTIL_NEXT_MIDNIGHT_S = 36 * 3600


def finished(floor: Floor, counter: str = "1") -> str:
    floor.issue()
    called = floor.call(counter)
    assert called is not None
    floor.do(lambda c: finish(c, called.ticket.id))
    return called.ticket.id


def answer(
    floor: Floor, ticket: str, value: str = "satisfied", id: str = "a", **more: Any
) -> Rated:
    made = Answer(id, value, more.pop("scale", 3), **more)
    return floor.do(lambda c: rate_later(c, ticket, made), "holder")


def press(floor: Floor, value: str = "satisfied", seq: int = 1, **more: Any) -> Rated:
    made = Press(None, value, 3, (), more.pop("age_ms", 0), "pad", "b1", seq, **more)
    return floor.do(lambda c: rate(c, "1", made), "terminal", counter="1")


def rating(floor: Floor) -> tuple[str, str]:
    (row,) = floor.rows("SELECT value, source FROM rating")
    return row["value"], row["source"]


def kinds(floor: Floor, ticket: str) -> list[str]:
    rows = floor.rows("SELECT kind FROM event WHERE ticket = :t ORDER BY id", t=ticket)
    return [r["kind"] for r in rows if r["kind"].startswith("rat")]


def tally(floor: Floor) -> dict[str, int]:
    rows = floor.rows("SELECT kind, n FROM tally WHERE kind IN ('rated','satisfied','unsatisfied')")
    return {row["kind"]: row["n"] for row in rows if row["n"]}


def test_an_answer_from_the_phone_is_the_tickets_rating(floor: Floor) -> None:
    id = finished(floor)
    floor.pass_time(5 * 3600)
    told = answer(floor, id, "unsatisfied", reasons=("noise",), comment="Ồn  quá")
    assert told == Rated("counted", "A001", "unsatisfied")
    (row,) = floor.rows("SELECT ticket, counter, reasons, comment, source FROM rating")
    assert row == {
        "ticket": id, "counter": "1", "reasons": '["noise"]', "comment": "Ồn quá",
        "source": "phone",
    }  # fmt: skip
    assert tally(floor) == {"rated": 1, "unsatisfied": 1}


def test_it_counts_once_however_often_it_is_sent(floor: Floor) -> None:
    id = finished(floor)
    assert answer(floor, id).status == "counted"
    for _ in range(3):
        floor.pass_time(DAY_S)  # long after it closed
        assert answer(floor, id) == Rated("repeated", "A001", "satisfied")
    assert floor.value("SELECT COUNT(*) AS n FROM press") == 1
    assert tally(floor) == {"rated": 1, "satisfied": 1}


def test_it_is_open_until_midnight_of_the_next_day_by_the_centres_clock(floor: Floor) -> None:
    first, second = finished(floor), finished(floor)
    floor.pass_time(UNTIL_NEXT_MIDNIGHT_S - 1)
    assert answer(floor, first).status == "counted"
    floor.pass_time(1)
    with pytest.raises(NotRateable):
        answer(floor, second)


def test_how_long_it_is_open_is_the_centres(store: Store) -> None:
    add_centre(store, rating={"later_days": 0})
    floor = Floor(store)
    id = finished(floor)
    floor.pass_time(12 * 3600)
    with pytest.raises(NotRateable):
        answer(floor, id)


def test_midnight_is_the_zones_also_where_its_clock_is_changed() -> None:
    rules = RatingRules()
    assert later_until(NOON, "Asia/Ho_Chi_Minh", rules) == NOON + UNTIL_NEXT_MIDNIGHT_S * 1000
    # The night in between has an hour more in Berlin: 25 October 2026.
    evening = 1_792_864_800_000  # 2026-10-24T20:00 in Berlin
    hours = (later_until(evening, "Europe/Berlin", rules) - evening) / 3_600_000
    assert hours == 4 + 25


@pytest.mark.parametrize("phone_first", [True, False])
def test_whichever_comes_first_wins_and_the_other_is_kept(floor: Floor, phone_first: bool) -> None:
    id = finished(floor)
    floor.pass_time(5)
    statuses = {}
    for phone in (phone_first, not phone_first):
        made = answer(floor, id, "unsatisfied") if phone else press(floor, "satisfied")
        statuses[phone] = made.status
        floor.pass_time(1)
    assert statuses == {phone_first: "counted", not phone_first: "late"}
    assert rating(floor) == (("unsatisfied", "phone") if phone_first else ("satisfied", "desk"))
    assert kinds(floor, id) == ["rated", "rated_again"]
    kept = floor.rows("SELECT source, status, ticket FROM press ORDER BY received_at")
    assert [(k["status"], k["ticket"]) for k in kept] == [("counted", id), ("late", id)]
    assert len(tally(floor)) == 2 and tally(floor)["rated"] == 1


def test_a_press_that_was_made_first_and_comes_later_loses_to_what_is_there(floor: Floor) -> None:
    """Figures that have been told do not change; the press stays readable with its true time."""
    id = finished(floor)
    floor.pass_time(60)
    answer(floor, id, "unsatisfied")
    floor.pass_time(60)
    assert press(floor, "satisfied", age_ms=115_000).status == "late"
    assert rating(floor) == ("unsatisfied", "phone")


def test_a_mind_is_changed_within_the_window_and_not_after(floor: Floor) -> None:
    id = finished(floor)
    answer(floor, id, "satisfied", "a")
    floor.pass_time(2)
    assert answer(floor, id, "unsatisfied", "b").status == "changed"
    floor.pass_time(60)
    # The same value and another one are refused alike: the answer must not tell what was said.
    assert answer(floor, id, "unsatisfied", "c").status == "late"
    assert answer(floor, id, "satisfied", "d").status == "late"
    assert rating(floor) == ("unsatisfied", "phone")
    assert tally(floor) == {"rated": 1, "unsatisfied": 1}


def test_one_ticket_takes_a_bounded_number_of_answers(floor: Floor) -> None:
    id = finished(floor)
    for n in range(MOST_PRESSES):
        answer(floor, id, id=f"a{n}")
    with pytest.raises(NotRateable):
        answer(floor, id, id="more")
    assert answer(floor, id, id="a0").status == "repeated"
    assert floor.value("SELECT COUNT(*) AS n FROM press") == MOST_PRESSES


def test_only_a_visit_that_is_over_can_be_rated(floor: Floor) -> None:
    floor.issue()
    called = floor.call("1")
    assert called is not None
    id = called.ticket.id
    with pytest.raises(NotRateable):
        answer(floor, id)
    floor.do(lambda c: serve(c, id))
    with pytest.raises(NotRateable):
        answer(floor, id)
    floor.issue()
    floor.do(lambda c: finish(c, id))
    other = floor.call("1")
    assert other is not None
    floor.do(lambda c: no_show(c, other.ticket.id))
    with pytest.raises(NotRateable):
        answer(floor, other.ticket.id)
    with pytest.raises(TicketNotFound):
        answer(floor, "0198-none")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": "great"}, "value"),
        ({"scale": 7}, "scale"),
        ({"reasons": ("boredom",)}, "reasons"),
    ],
)
def test_a_malformed_answer_is_refused_by_field(
    floor: Floor, wrong: dict[str, Any], field: str
) -> None:
    id = finished(floor)
    with pytest.raises(Invalid) as refused:
        answer(floor, id, **wrong)
    assert refused.value.field == field
    assert tally(floor) == {}


def test_a_ticket_of_another_centre_is_not_found(store: Store) -> None:
    add_centre(store)
    add_centre(store, "c2")
    id = finished(Floor(store))
    with pytest.raises(TicketNotFound):
        answer(Floor(store, "c2"), id)


def test_words_follow_an_answer_also_while_the_next_is_served(floor: Floor) -> None:
    """Somebody still writes at the terminal when the officer has begun with the next."""
    first = finished(floor)
    floor.issue()
    called = floor.call("1")
    assert called is not None
    press(floor, "unsatisfied", 1)
    floor.pass_time(10)
    floor.do(lambda c: serve(c, called.ticket.id))
    floor.pass_time(10)
    made = Press(first, "unsatisfied", 3, ("noise",), 0, "pad", "b1", 2)
    told = floor.do(lambda c: rate(c, "1", made), "terminal", counter="1")
    assert told == Rated("changed", "A001", "unsatisfied")
