"""The promise at issue: an upper bound within today's hours, or none."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from server.core.hours import is_open
from server.core.promise import CAUTION, ROUND_MS, Load, expected_before

ZONE = "Asia/Ho_Chi_Minh"
WEEK = {"mon": (("07:30", "11:30"), ("13:30", "17:00"))}


def at(clock: str) -> int:
    hour, minute = map(int, clock.split(":"))
    return int(datetime(2026, 11, 23, hour, minute, tzinfo=ZoneInfo(ZONE)).timestamp() * 1000)


def test_people_ahead_their_visits_and_the_counters_make_the_promise() -> None:
    # Six visits of ten minutes at two counters are 30 minutes, told as 45.
    assert expected_before(WEEK, at("08:00"), ZONE, Load(6, 600, 2)) == at("08:45")
    assert expected_before(WEEK, at("08:01"), ZONE, Load(6, 600, 2)) == at("08:50")
    assert expected_before(WEEK, at("08:00"), ZONE, Load(0, 600, 2)) == at("08:00")


def test_lunch_is_not_worked_through() -> None:
    assert expected_before(WEEK, at("11:00"), ZONE, Load(4, 600, 1)) == at("14:00")
    assert expected_before(WEEK, at("12:10"), ZONE, Load(1, 600, 1)) == at("13:45")


def test_what_does_not_fit_into_today_is_not_promised() -> None:
    assert expected_before(WEEK, at("16:00"), ZONE, Load(4, 600, 1)) == at("17:00")
    assert expected_before(WEEK, at("16:00"), ZONE, Load(5, 600, 1)) is None
    assert expected_before(WEEK, at("17:30"), ZONE, Load(0, 600, 1)) is None


def test_without_counters_the_promise_is_made_as_for_one() -> None:
    load, alone = Load(3, 600, 0), Load(3, 600, 1)
    moment = at("08:00")
    assert expected_before(WEEK, moment, ZONE, load) == expected_before(WEEK, moment, ZONE, alone)


@given(
    st.integers(at("00:00"), at("23:59")),
    st.integers(0, 60),
    st.integers(60, 1800),
    st.integers(0, 6),
)
def test_a_promise_is_cautious_rounded_up_and_worse_with_more_people(
    now: int, ahead: int, visit_s: int, counters: int
) -> None:
    promised = expected_before(WEEK, now, ZONE, Load(ahead, visit_s, counters))
    more = expected_before(WEEK, now, ZONE, Load(ahead + 1, visit_s, counters))
    if promised is None:
        assert more is None
        return
    assert promised % ROUND_MS == 0
    assert promised >= now + 1000 * CAUTION * ahead * visit_s / max(1, counters)
    near = (promised - ROUND_MS, promised - 1, promised)
    assert any(is_open(WEEK, moment, ZONE) for moment in near)
    assert more is None or more >= promised
