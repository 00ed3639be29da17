"""Presses on the rating terminal."""

from dataclasses import replace
from typing import Any

import pytest
from stores import Floor, add_centre

from server.core.errors import Invalid, NotRateable, WrongCounter
from server.store.base import Store
from server.usecases.rate import Press, Rated, rate
from server.usecases.visit import finish, no_show, serve

PLAIN = Press(None, "satisfied", 3, (), 0, None, None, None)


def numbered(seq: int, value: str = "satisfied", **more: Any) -> Press:
    return replace(PLAIN, value=value, device="pad", boot="b1", seq=seq, **more)


def press(floor: Floor, made: Press = PLAIN, counter: str | None = "1") -> Rated:
    return floor.do(lambda c: rate(c, counter, made), "terminal", counter=counter)


def finished(floor: Floor, counter: str = "1") -> str:
    floor.issue()
    called = floor.call(counter)
    assert called is not None
    floor.do(lambda c: finish(c, called.ticket.id))
    return called.ticket.id


def tally(floor: Floor) -> dict[str, int]:
    rows = floor.rows("SELECT kind, n FROM tally WHERE kind IN ('rated','satisfied','unsatisfied')")
    return {row["kind"]: row["n"] for row in rows if row["n"]}


def test_a_press_is_bound_to_the_ticket_finished_last(floor: Floor) -> None:
    id = finished(floor)
    assert press(floor) == Rated("counted", "A001", "satisfied")
    (row,) = floor.rows("SELECT ticket, counter, service, value FROM rating")
    assert row == {"ticket": id, "counter": "1", "service": "ho-tich", "value": "satisfied"}
    assert tally(floor) == {"rated": 1, "satisfied": 1}


def test_a_numbered_press_counts_once_however_often_it_comes(floor: Floor) -> None:
    finished(floor)
    assert press(floor, numbered(7)).status == "counted"
    for _ in range(3):
        floor.pass_time(200)  # long after the terminal fell asleep
        assert press(floor, numbered(7)) == Rated("repeated", "A001", "satisfied")
    assert tally(floor) == {"rated": 1, "satisfied": 1}
    assert floor.value("SELECT COUNT(*) AS n FROM press") == 1


def test_the_number_of_a_press_belongs_to_its_device_and_start(floor: Floor) -> None:
    finished(floor)
    press(floor, numbered(1))
    other_boot = replace(numbered(1, "unsatisfied"), boot="b2")
    assert press(floor, other_boot).status == "changed"


def test_the_last_press_within_the_window_wins(floor: Floor) -> None:
    finished(floor)
    press(floor)
    floor.pass_time(3)
    assert press(floor, replace(PLAIN, value="unsatisfied")).status == "changed"
    assert tally(floor) == {"rated": 1, "unsatisfied": 1}
    floor.pass_time(2)
    with pytest.raises(NotRateable):
        press(floor, replace(PLAIN, value="very_satisfied"))
    assert press(floor, numbered(1, "very_satisfied")).status == "late"
    assert floor.value("SELECT value FROM rating") == "unsatisfied"
    assert tally(floor) == {"rated": 1, "unsatisfied": 1}


def test_the_same_value_again_is_a_repeat_and_reasons_may_follow(floor: Floor) -> None:
    finished(floor)
    bad = replace(PLAIN, value="unsatisfied")
    press(floor, bad)
    assert press(floor, bad).status == "repeated"
    floor.pass_time(30)
    assert press(floor, replace(bad, reasons=("attitude", "noise"))).status == "changed"
    assert floor.value("SELECT reasons FROM rating") == '["attitude", "noise"]'
    assert press(floor, bad).status == "repeated"
    assert floor.value("SELECT reasons FROM rating") == '["attitude", "noise"]'


def test_a_press_before_the_end_or_after_the_window_counts_for_nothing(floor: Floor) -> None:
    for seq, late in ((1, 0), (2, 121)):
        if late:
            finished(floor)
            floor.pass_time(late)
        with pytest.raises(NotRateable):
            press(floor)
        assert press(floor, numbered(seq)) == Rated("unbound", None, "satisfied")
    assert floor.value("SELECT COUNT(*) AS n FROM rating") == 0
    assert floor.value("SELECT COUNT(*) AS n FROM press WHERE status = 'unbound'") == 2
    assert tally(floor) == {}


def test_a_press_that_was_long_on_its_way_counts_by_when_it_was_made(floor: Floor) -> None:
    finished(floor)
    floor.pass_time(3600)
    assert press(floor, numbered(1, age_ms=3_590_000)).status == "counted"
    assert floor.value("SELECT pressed_at FROM rating") == floor.now - 3_590_000


def test_a_press_delivered_after_the_next_visit_is_about_the_one_it_was_made_for(
    floor: Floor,
) -> None:
    first = finished(floor)
    floor.pass_time(5)
    second = finished(floor)
    floor.pass_time(2)
    assert press(floor, numbered(1, age_ms=4_000)).number == "A001"
    assert press(floor, numbered(2, "unsatisfied", age_ms=1_000)).number == "A002"
    rows = floor.rows("SELECT ticket, value FROM rating ORDER BY pressed_at")
    assert [(row["ticket"], row["value"]) for row in rows] == [
        (first, "satisfied"),
        (second, "unsatisfied"),
    ]


def test_a_press_made_while_the_next_was_served_stays_unbound_when_it_comes_late(
    floor: Floor,
) -> None:
    finished(floor)
    floor.issue()
    called = floor.call("1")
    assert called is not None
    floor.pass_time(5)
    floor.do(lambda c: serve(c, called.ticket.id))
    floor.pass_time(5)
    floor.do(lambda c: finish(c, called.ticket.id))
    floor.pass_time(1)
    assert press(floor, numbered(1, age_ms=3_000)).status == "unbound"
    assert press(floor, numbered(2, age_ms=8_000)).number == "A001"


def test_a_press_of_the_evening_delivered_in_the_morning_finds_its_visit(floor: Floor) -> None:
    finished(floor)
    floor.pass_time(86_400)
    assert press(floor, numbered(1, age_ms=86_390_000)) == Rated("counted", "A001", "satisfied")


def test_the_rating_window_is_the_centres(store: Store) -> None:
    add_centre(store, rating={"open_s": 5, "change_s": 1})
    floor = Floor(store)
    finished(floor)
    floor.pass_time(6)
    with pytest.raises(NotRateable):
        press(floor)


def test_no_shows_and_open_visits_cannot_be_rated(floor: Floor) -> None:
    floor.issue()
    called = floor.call("1")
    assert called is not None
    for end in (None, no_show):
        if end is not None:
            floor.do(lambda c: no_show(c, called.ticket.id))
        with pytest.raises(NotRateable):
            press(floor, replace(PLAIN, ticket=called.ticket.id))


def test_a_terminal_rates_its_own_counter_only(floor: Floor) -> None:
    id = finished(floor, "1")
    with pytest.raises(WrongCounter):
        press(floor, replace(PLAIN, ticket=id), counter="2")
    with pytest.raises(NotRateable):
        press(floor, counter="2")
    assert tally(floor) == {}


def test_a_no_show_after_a_visit_leaves_that_visit_rateable(floor: Floor) -> None:
    finished(floor)
    floor.issue()
    called = floor.call("1")
    assert called is not None
    floor.do(lambda c: no_show(c, called.ticket.id))
    assert press(floor).number == "A001"


def test_a_press_while_the_next_is_served_is_about_nobody(floor: Floor) -> None:
    finished(floor)
    floor.pass_time(5)
    floor.issue()
    called = floor.call("1")
    assert called is not None
    assert press(floor).number == "A001"  # the next is only on the way to the counter
    floor.do(lambda c: serve(c, called.ticket.id))
    with pytest.raises(NotRateable):
        press(floor)
    assert press(floor, numbered(1, "unsatisfied")).status == "unbound"


def test_a_terminal_that_still_shows_the_visit_before_does_not_rate_it(floor: Floor) -> None:
    """Its line is half open: who presses now is the next citizen, and the answer is nobody's."""
    before = finished(floor)
    stale = replace(numbered(1, "unsatisfied"), ticket=before)
    floor.pass_time(5)
    floor.issue()
    called = floor.call("1")
    assert called is not None
    floor.do(lambda c: serve(c, called.ticket.id))
    assert press(floor, stale).status == "unbound"
    floor.do(lambda c: finish(c, called.ticket.id))
    floor.pass_time(3)
    assert press(floor, replace(stale, seq=2)).status == "unbound"
    assert floor.value("SELECT COUNT(*) AS n FROM rating") == 0
    # What was pressed while that visit was the one to rate is its own, however late it comes.
    assert press(floor, replace(stale, seq=3, age_ms=6_000)).number == "A001"


def test_a_mind_changed_at_once_counts_though_the_next_has_begun(floor: Floor) -> None:
    before = finished(floor)
    floor.issue()
    called = floor.call("1")
    assert called is not None
    press(floor, numbered(1, ticket=before))
    floor.do(lambda c: serve(c, called.ticket.id))
    floor.pass_time(2)
    assert press(floor, numbered(2, "unsatisfied", ticket=before)).status == "changed"
    floor.pass_time(2)
    assert press(floor, numbered(3, "satisfied", ticket=before)).status == "unbound"
    assert floor.value("SELECT value FROM rating") == "unsatisfied"


def test_a_press_on_its_way_since_before_is_about_the_visit_before(floor: Floor) -> None:
    finished(floor)
    floor.pass_time(5)
    floor.issue()
    called = floor.call("1")
    assert called is not None
    floor.do(lambda c: serve(c, called.ticket.id))
    floor.pass_time(1)
    assert press(floor, numbered(1, age_ms=1_000)).status == "unbound"
    assert press(floor, numbered(2, age_ms=2_000)).number == "A001"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"scale": 6}, "scale"),
        ({"value": "great"}, "value"),
        ({"scale": 2, "value": "very_satisfied"}, "value"),
        ({"scale": 3, "value": "neutral"}, "value"),
        ({"reasons": ("boredom",)}, "reasons"),
        ({"seq": 1}, "seq"),
        ({"device": "pad", "boot": "b"}, "seq"),
    ],
)
def test_a_malformed_press_is_refused_by_field(floor: Floor, wrong: dict, field: str) -> None:
    finished(floor)
    with pytest.raises(Invalid) as refused:
        press(floor, replace(PLAIN, **wrong))
    assert refused.value.field == field
    assert tally(floor) == {}


def test_a_rating_names_no_person_in_its_event(floor: Floor) -> None:
    finished(floor)
    press(floor)
    (event,) = floor.rows("SELECT actor, data, counter FROM event WHERE kind = 'rated'")
    assert event["actor"] == "device:test"
    assert event["counter"] == "1"
