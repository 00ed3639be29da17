"""Opening hours: a week of local times, and what is left of a day.

A week maps ``mon`` … ``sun`` to spans ``("07:30", "11:30")``; a missing day is closed. None in
place of a week means always open.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .errors import Invalid

Week = Mapping[str, Sequence[tuple[str, str]]]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AHEAD_DAYS = 15


def check_week(week: Week) -> None:
    """Raise ``Invalid`` (field ``hours``) unless days are known and spans are in order."""
    for day, spans in week.items():
        if day not in DAYS:
            raise Invalid(field="hours", value=day)
        last = ""
        for begin, end in spans:
            if not (_is_time(begin) and _is_time(end) and last <= begin < end):
                raise Invalid(field="hours", value=f"{day} {begin}-{end}")
            last = end


def is_open(week: Week | None, now: int, zone: str) -> bool:
    """Whether ``now`` (epoch ms) falls in the hours."""
    if week is None:
        return True
    return any(begin <= now < end for begin, end in spans_of(week, _local(now, zone).date(), zone))


def open_until(week: Week, now: int, zone: str) -> int | None:
    """When the hours that ``now`` (epoch ms) falls in end; None outside them."""
    for begin, end in spans_of(week, _local(now, zone).date(), zone):
        if begin <= now < end:
            return end
    return None


def work_until(week: Week | None, now: int, zone: str, work_s: float) -> int | None:
    """When ``work_s`` seconds of open time have passed today (epoch ms); None if not today."""
    left_ms = work_s * 1000
    if week is None:
        return now + int(left_ms)
    for begin, end in spans_of(week, _local(now, zone).date(), zone):
        start = max(begin, now)
        if start >= end:
            continue
        if start + left_ms <= end:
            return int(start + left_ms)
        left_ms -= end - start
    return None


def next_opening(week: Week, now: int, zone: str) -> int | None:
    """The next moment the doors open after ``now`` (epoch ms), within two weeks."""
    today = _local(now, zone).date()
    for ahead in range(LOOK_AHEAD_DAYS):
        for begin, _ in spans_of(week, today + timedelta(days=ahead), zone):
            if begin > now:
                return begin
    return None


def next_day_opening(week: Week | None, now: int, zone: str) -> int | None:
    """The first opening on a later day than today's; the next midnight where hours are not set."""
    tomorrow = _local(now, zone).date() + timedelta(days=1)
    midnight = _epoch(tomorrow, time(0), zone)
    if week is None:
        return midnight
    return next_opening(week, midnight - 1, zone)


def in_words(at: int | None, zone: str) -> str:
    """A moment as people read it: ``08:00 23/11/2026``; empty for None."""
    return "" if at is None else _local(at, zone).strftime("%H:%M %d/%m/%Y")


def spans_of(week: Week, day: date, zone: str) -> list[tuple[int, int]]:
    """The spans of a date as epoch milliseconds."""
    return [
        (_epoch(day, time.fromisoformat(begin), zone), _epoch(day, time.fromisoformat(end), zone))
        for begin, end in week.get(DAYS[day.weekday()], ())
    ]


def _local(now: int, zone: str) -> datetime:
    return datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(zone))


def _epoch(day: date, at: time, zone: str) -> int:
    return int(datetime.combine(day, at, ZoneInfo(zone)).timestamp() * 1000)


def _is_time(text: str) -> bool:
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 5
