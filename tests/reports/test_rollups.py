"""Counted days say what raw tickets say, whatever happened, and whatever happens to them later."""

from datetime import date, timedelta

import pytest
from past_floor import DAY_S, FloorHands, PastFloor
from past_oracle import Group, same, true_groups
from stores import Floor

from server.core.errors import StillCounting
from server.queries.snapshot import look
from server.reports.gathering import GROUPINGS
from server.reports.period import Period
from server.reports.spans import count_span, settled
from server.rolling import prepare
from server.store import rollups
from server.usecases import visit
from server.usecases.past import claim_spans, keep_span
from server.usecases.rate import Press, rate

FIRST, LAST = "2026-11-01", "2026-12-31"


def check(past: PastFloor, first: str = FIRST, last: str = LAST) -> None:
    """Every grouping of the period, cell by cell."""
    truth = true_groups(past.floor, first, last)
    for by in GROUPINGS:
        found = past.gathered(first, last, by)
        assert same(found.whole, truth["all", ""]), (by, "whole")
        expected = {key: group for (kind, key), group in truth.items() if kind == by}
        for key, cell in found.groups.items():
            assert same(cell, expected.pop(key, Group())), (by, key)
        assert not expected, by


@pytest.mark.parametrize("seed", range(3))
def test_counted_days_are_what_their_raw_tickets_say(floor: Floor, seed: int) -> None:
    past = PastFloor(floor, seed)
    for _ in range(4):
        past.live(70)
        check(past)
        past.night()
        past.count()
        check(past)
    assert len(past.counted()) >= 4 and not past.stale()
    # What is left of the days before still changes: first read from raw tickets, then counted.
    past.live(60)
    check(past)
    past.count()
    check(past)
    assert past.counted(rollups.MONTH) == {"2026-11"}
    check(past, "2026-11-30", "2026-12-01")
    check(past, "2026-12-02", "2026-12-02")


def test_the_days_had_everything_in_them(floor: Floor) -> None:
    past = PastFloor(floor, 11)
    for _ in range(4):
        past.live(120)
        past.night()
    wanted = {"transfer", "park", "resume", "send away", "come back", "bring back", "undo"}
    assert wanted | {"late hand-ins", "pause", "rate", "no show"} <= set(past.steps), past.steps


def test_a_past_day_that_changes_is_stale_and_today_never_is(floor: Floor) -> None:
    past = PastFloor(floor, 0)
    ticket = floor.issue().ticket
    floor.call("1")
    floor.pass_time(60)
    past.night()
    past.count()
    day = (date.fromisoformat(past.today) - timedelta(days=1)).isoformat()
    assert day in past.counted() and not past.stale()
    floor.issue()
    floor.call("2")
    assert not past.stale()
    floor.do(lambda c: visit.finish(c, ticket.id))
    assert past.stale() == {day, day[:7]}
    check(past)
    past.count()
    assert not past.stale()
    floor.do(lambda c: rate(c, None, Press(ticket.id, "satisfied", 3, (), 0, None, None, None)))
    assert past.stale() == {day, day[:7]}
    past.count()
    check(past)
    assert past.gathered(day, day, "day").whole.counts["satisfied"] == 1


def test_what_changes_while_a_day_is_read_is_not_lost(floor: Floor) -> None:
    past = PastFloor(floor, 0)
    ticket = floor.issue().ticket
    floor.call("1")
    past.night()
    day = (date.fromisoformat(past.today) - timedelta(days=1)).isoformat()
    hands = FloorHands(floor)
    floor.do(lambda c: claim_spans(c, rollups.DAY, [day]))
    read = hands.look(floor.centre, lambda seen: count_span(seen, rollups.DAY, day))
    assert read is not None
    floor.do(lambda c: visit.finish(c, ticket.id))
    assert not floor.do(lambda c: keep_span(c, rollups.DAY, day, read.marks, read.cells))
    assert past.stale() == {day}
    past.count()
    assert past.gathered(day, day, "day").whole.counts["served"] == 1


def test_a_day_is_counted_only_some_minutes_after_it_ended(floor: Floor) -> None:
    def last(at: int) -> str:
        return floor.store.read(lambda s: settled(look(s, floor.centre, at)))

    midnight = floor.now + DAY_S * 500
    assert last(midnight + 60_000) == "2026-11-25"
    assert last(midnight + 600_000) == "2026-11-26"


def test_a_report_that_needs_many_days_says_how_many_are_left(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = PastFloor(floor, 0)
    floor.issue()
    floor.pass_time(20 * DAY_S)
    with pytest.raises(StillCounting):
        past.gathered(FIRST, LAST, "service")
    monkeypatch.setattr("server.rolling.REQUEST_S", -1.0)
    hands, months = FloorHands(floor), Period(FIRST, LAST)
    left = []
    for _ in range(40):
        try:
            prepare(hands, floor.centre, [months])
            break
        except StillCounting as error:
            left.append(error.params["days"])
    assert left == sorted(left, reverse=True) and len(left) > 10
    assert past.gathered(FIRST, LAST, "service").whole.counts == {"issued": 1}
