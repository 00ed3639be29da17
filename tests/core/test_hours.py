"""Opening hours: a week of local times, lunch breaks, and what is left of a day."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.core.errors import Invalid
from server.core.hours import (
    check_week,
    in_words,
    is_open,
    next_day_opening,
    next_opening,
    work_until,
)

ZONE = "Asia/Ho_Chi_Minh"
FULL_DAY = (("07:30", "11:30"), ("13:30", "17:00"))
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), FULL_DAY) | {"sat": FULL_DAY[:1]}
SUMMER = {"sun": (("01:00", "04:00"),)}


def at(day: int, clock: str, zone: str = ZONE) -> int:
    """A moment of November 2026, epoch ms; the 23rd is a Monday."""
    hour, minute = map(int, clock.split(":"))
    return int(datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@pytest.mark.parametrize(
    ("clock", "open"),
    [
        ("07:29", False),
        ("07:30", True),
        ("11:29", True),
        ("11:30", False),
        ("12:30", False),
        ("13:30", True),
        ("16:59", True),
        ("17:00", False),
    ],
)
def test_the_doors_close_for_lunch_and_in_the_evening(clock: str, open: bool) -> None:
    assert is_open(WEEK, at(23, clock), ZONE) is open


def test_a_day_that_is_not_named_is_closed_and_no_week_is_always_open() -> None:
    assert not is_open(WEEK, at(22, "10:00"), ZONE)
    assert is_open(WEEK, at(28, "10:00"), ZONE) and not is_open(WEEK, at(28, "14:00"), ZONE)
    assert is_open(None, at(22, "03:00"), ZONE)


def test_work_jumps_over_lunch_and_does_not_reach_into_the_night() -> None:
    assert work_until(WEEK, at(23, "11:00"), ZONE, 30 * 60) == at(23, "11:30")
    assert work_until(WEEK, at(23, "11:00"), ZONE, 31 * 60) == at(23, "13:31")
    assert work_until(WEEK, at(23, "12:00"), ZONE, 60) == at(23, "13:31")
    assert work_until(WEEK, at(23, "16:00"), ZONE, 3600) == at(23, "17:00")
    assert work_until(WEEK, at(23, "16:00"), ZONE, 3601) is None
    assert work_until(WEEK, at(22, "10:00"), ZONE, 1) is None
    assert work_until(None, at(22, "10:00"), ZONE, 90) == at(22, "10:00") + 90_000


def test_the_next_opening_is_after_lunch_or_another_day() -> None:
    assert next_opening(WEEK, at(23, "06:00"), ZONE) == at(23, "07:30")
    assert next_opening(WEEK, at(23, "07:30"), ZONE) == at(23, "13:30")
    assert next_opening(WEEK, at(23, "15:00"), ZONE) == at(24, "07:30")
    assert next_opening(WEEK, at(21, "12:00"), ZONE) == at(23, "07:30")
    assert next_opening({}, at(23, "12:00"), ZONE) is None


def test_when_today_is_gone_the_next_opening_is_on_another_day() -> None:
    assert next_day_opening(WEEK, at(23, "08:00"), ZONE) == at(24, "07:30")
    assert next_day_opening(WEEK, at(21, "08:00"), ZONE) == at(23, "07:30")
    assert next_day_opening(None, at(23, "08:00"), ZONE) == at(24, "00:00")


def test_a_moment_is_told_in_local_words() -> None:
    assert in_words(at(24, "07:30"), ZONE) == "07:30 24/11/2026"
    assert in_words(None, ZONE) == ""


def test_hours_follow_the_zones_own_clock_changes() -> None:
    berlin = "Europe/Berlin"
    sunday = int(datetime(2026, 10, 25, 1, 0, tzinfo=ZoneInfo(berlin)).timestamp() * 1000)
    # The hour from two to three comes twice that night: three hours on the wall, four of work.
    assert work_until(SUMMER, sunday, berlin, 4 * 3600) is not None
    assert work_until(SUMMER, sunday, berlin, 4 * 3600 + 1) is None


@pytest.mark.parametrize(
    "week",
    [
        {"monday": [("07:30", "11:30")]},
        {"mon": [("11:30", "07:30")]},
        {"mon": [("07:30", "07:30")]},
        {"mon": [("07:30", "11:30"), ("11:00", "17:00")]},
        {"mon": [("7:30", "11:30")]},
        {"mon": [("07:30", "24:00")]},
        {"mon": [("07:30:00", "11:30")]},
    ],
)
def test_a_week_that_makes_no_sense_is_refused(week: dict[str, list[tuple[str, str]]]) -> None:
    with pytest.raises(Invalid) as refused:
        check_week(week)
    assert refused.value.field == "hours"


def test_a_week_in_order_is_accepted() -> None:
    check_week(WEEK)
    check_week({})
    check_week({"mon": [("07:30", "11:30"), ("11:30", "17:00")], "sun": []})


moments = st.integers(at(16, "00:00"), at(29, "23:59"))


@given(moments, st.integers(1, 6 * 3600), st.integers(0, 3600))
def test_more_work_never_ends_earlier_and_ends_while_the_doors_are_open(
    now: int, work_s: int, more_s: int
) -> None:
    end, later = (work_until(WEEK, now, ZONE, s) for s in (work_s, work_s + more_s))
    if end is None:
        assert later is None
        return
    assert end >= now + work_s * 1000
    assert is_open(WEEK, end - 1, ZONE)
    assert later is None or later >= end


@given(moments)
def test_the_next_opening_opens(now: int) -> None:
    opening = next_opening(WEEK, now, ZONE)
    assert opening is not None and opening > now
    assert is_open(WEEK, opening, ZONE) and not is_open(WEEK, opening - 1, ZONE)
