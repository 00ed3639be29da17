"""Due dates 2024–2027: by hand against the decrees' calendars, and by stepping."""

import random
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from dossier_calendar import MADE_UP, OFF, ZONE, ms, step_days, step_minutes, works

from server.core.calendar import Term, Unit, Verdict, WorkCalendar, due_at, verdict
from server.core.errors import Invalid

CALENDAR = WorkCalendar(closed=OFF, opened=MADE_UP)
DAYS, HOURS, CALENDAR_DAYS = Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.CALENDAR_DAYS

# Received, and the due days (month-day) of terms of 1, 2, 3 … working days, written by hand.
BY_HAND = {
    # Tết: 8–14 February 2024, 27–31 January 2025, 16–20 February 2026.
    "2024-02-05 09:00": "02-06 02-07 02-15 02-16 02-19 02-20 02-21 02-22",
    "2024-02-07 15:01": "02-16 02-19 02-20 02-21 02-22",
    "2025-01-24 09:00": "02-03 02-04 02-05 02-06 02-07 02-10",
    "2025-01-28 10:00": "02-04 02-05 02-06",
    "2026-02-13 09:00": "02-23 02-24 02-25 02-26 02-27 03-02",
    "2026-02-13 16:59": "02-24 02-25 02-26",
    # Made-up Saturdays: 4 May 2024, 26 April 2025, 10 January and 22 August 2026.
    "2024-04-26 09:00": "05-02 05-03 05-04 05-06 05-07 05-08",
    "2024-05-03 15:30": "05-06 05-07",
    "2025-04-25 10:00": "04-26 04-28 04-29 05-05 05-06 05-07",
    "2025-04-25 15:30": "04-28 04-29 05-05",
    "2025-12-31 10:00": "01-05 01-06 01-07 01-08 01-09 01-10 01-12",
    "2026-08-21 08:00": "08-22 08-24 08-25 08-26 08-27 08-28 09-03 09-04 09-07",
    "2026-08-22 14:00": "08-24 08-25",
    # Hùng Kings' day, 30 April and 1 May, 2 September.
    "2024-04-17 10:00": "04-19 04-22 04-23 04-24 04-25",
    "2024-08-30 09:00": "09-04 09-05 09-06 09-09 09-10",
    "2025-04-04 16:00": "04-09 04-10 04-11 04-14",
    "2025-08-29 09:00": "09-03 09-04 09-05 09-08",
    "2026-04-24 11:00": "04-28 04-29 05-04 05-05",
    "2027-04-15 09:00": "04-19 04-20",
    "2027-04-29 09:00": "05-04 05-05 05-06",
    "2027-09-01 09:00": "09-06 09-07",
    # Weekends, the cut-off to the minute, before the doors open, at night.
    "2025-03-08 09:00": "03-11 03-12 03-13 03-14 03-17",
    "2026-03-15 23:00": "03-17 03-18 03-19 03-20 03-23",
    "2026-06-10 15:00": "06-11 06-12 06-15 06-16",
    "2026-06-10 15:01": "06-12 06-15 06-16 06-17",
    "2026-06-10 06:00": "06-11 06-12 06-15",
    "2027-06-11 23:59": "06-15 06-16",
}
CASES = [
    (received, n, f"{_year}-{due}")
    for received, dues in BY_HAND.items()
    for n, due in enumerate(dues.split(), 1)
    for _year in [int(received[:4]) + (due < received[5:7])]
]
# Received, hours, due.
HOURS_BY_HAND = [
    ("2026-06-10 09:00", n, due)
    for n, due in zip(
        (1, 2, 3, 4, 5, 6, 7, 8, 14, 15),
        ("10 10:00", "10 11:00", "10 14:00", "10 15:00", "10 16:00", "10 17:00", "11 08:30",
         "11 09:30", "12 08:00", "12 09:00"),
        strict=True,
    )
] + [
    ("2026-06-10 15:30", 4, "11 11:30"),
    ("2026-06-10 15:30", 5, "11 14:30"),
    ("2026-06-10 12:00", 2, "10 15:30"),
    ("2026-06-10 06:00", 1, "10 08:30"),
    ("2026-06-13 10:00", 1, "15 08:30"),
    ("2026-06-12 15:00", 3, "15 08:30"),
]  # fmt: skip
CALENDAR_BY_HAND = [
    ("2026-02-11 09:00", 1, "2026-02-12"),
    ("2026-02-11 09:00", 2, "2026-02-13"),
    ("2026-02-11 09:00", 3, "2026-02-23"),
    ("2026-02-11 09:00", 5, "2026-02-23"),
    ("2026-02-11 09:00", 13, "2026-02-24"),
    ("2025-04-24 09:00", 2, "2025-04-26"),
    ("2025-04-24 09:00", 3, "2025-04-28"),
    ("2025-04-24 09:00", 6, "2025-05-05"),
    ("2025-04-24 16:00", 6, "2025-05-05"),
    ("2025-04-24 09:00", 12, "2025-05-06"),
]
# Unit, received, term, supplements (asked, brought), due.
SUPPLEMENTS = [
    (DAYS, "2026-06-08 09:00", 3, [], "2026-06-11"),
    (DAYS, "2026-06-08 09:00", 3, [("2026-06-09 10:00", "2026-06-10 10:00")], "2026-06-12"),
    (DAYS, "2026-06-08 09:00", 3, [("2026-06-09 10:00", "2026-06-09 14:00")], "2026-06-11"),
    (DAYS, "2026-06-08 09:00", 3, [("2026-06-09 10:00", "2026-06-09 15:30")], "2026-06-12"),
    (DAYS, "2026-06-08 09:00", 3, [("2026-06-11 10:00", "2026-06-16 10:00")], "2026-06-16"),
    (DAYS, "2026-06-08 09:00", 3, [("2026-06-10 10:00", "2026-06-16 10:00")], "2026-06-17"),
    (DAYS, "2026-06-08 09:00", 3, [("2026-06-12 10:00", "2026-06-16 10:00")], "2026-06-11"),
    (DAYS, "2026-06-08 09:00", 0, [("2026-06-08 10:00", "2026-06-10 10:00")], "2026-06-10"),
    (DAYS, "2026-02-11 09:00", 3, [], "2026-02-23"),
    (DAYS, "2026-02-11 09:00", 3, [("2026-02-12 09:00", "2026-02-24 09:00")], "2026-02-26"),
    (DAYS, "2026-06-08 09:00", 5,
     [("2026-06-09 08:00", "2026-06-10 08:00"), ("2026-06-11 08:00", "2026-06-12 08:00")],
     "2026-06-17"),
    (CALENDAR_DAYS, "2026-06-08 09:00", 5, [("2026-06-09 08:00", "2026-06-11 08:00")],
     "2026-06-15"),
    (CALENDAR_DAYS, "2026-06-08 09:00", 10, [("2026-06-09 08:00", "2026-06-11 08:00")],
     "2026-06-22"),
    (CALENDAR_DAYS, "2026-06-08 09:00", 5, [("2026-06-15 08:00", "2026-06-17 08:00")],
     "2026-06-17"),
    (HOURS, "2026-06-10 09:00", 2, [("2026-06-10 10:00", "2026-06-10 14:00")],
     "2026-06-10 15:00"),
    (HOURS, "2026-06-10 09:00", 2, [("2026-06-10 10:00", "2026-06-10 15:30")],
     "2026-06-11 08:30"),
]  # fmt: skip
STEPPED = range(130)


def at(text: str) -> int:
    return ms(datetime.fromisoformat(text))


def local(moment: int) -> datetime:
    return datetime.fromtimestamp(moment / 1000, ZONE).replace(tzinfo=None)


def due(received: str, n: int, unit: Unit = DAYS, pauses: list[tuple[str, str]] = []) -> datetime:  # noqa: B006
    waits = [(at(asked), at(brought)) for asked, brought in pauses]
    return local(due_at(CALENDAR, at(received), Term(n, unit), waits))


def test_there_are_enough_cases() -> None:
    by_hand = len(CASES) + len(HOURS_BY_HAND) + len(CALENDAR_BY_HAND) + len(SUPPLEMENTS)
    assert by_hand >= 100
    assert len(STEPPED) >= 100


@pytest.mark.parametrize(("received", "n", "expected"), CASES)
def test_working_days_as_the_decrees_have_them(received: str, n: int, expected: str) -> None:
    assert due(received, n) == datetime.fromisoformat(f"{expected} 17:00")


@pytest.mark.parametrize(("received", "n", "expected"), HOURS_BY_HAND)
def test_working_hours(received: str, n: int, expected: str) -> None:
    assert due(received, n, HOURS) == datetime.fromisoformat(f"2026-06-{expected}")


@pytest.mark.parametrize(("received", "n", "expected"), CALENDAR_BY_HAND)
def test_calendar_days_end_on_a_working_day(received: str, n: int, expected: str) -> None:
    assert due(received, n, CALENDAR_DAYS).date() == date.fromisoformat(expected)


@pytest.mark.parametrize(("unit", "received", "n", "pauses", "expected"), SUPPLEMENTS)
def test_the_clock_stands_still_for_a_supplement(
    unit: Unit, received: str, n: int, pauses: list[tuple[str, str]], expected: str
) -> None:
    found = due(received, n, unit, pauses)
    assert found.isoformat(" ", "minutes").startswith(expected)


@pytest.mark.parametrize("case", STEPPED)
def test_a_due_date_is_what_stepping_finds(case: int) -> None:
    drawn = random.Random(case)
    received = datetime(2024, 1, 1) + timedelta(minutes=drawn.randrange(4 * 365 * 1440 - 60_000))
    if case % 2:  # near the holidays
        received = datetime.combine(drawn.choice(sorted(OFF | MADE_UP)), datetime.min.time())
        received += timedelta(minutes=drawn.randrange(-3 * 1440, 1440))
    ends, pauses = received, []
    for _ in range(drawn.choice((0, 0, 1, 2, 3))):
        asked = ends + timedelta(minutes=drawn.randrange(1, 4 * 1440))
        ends = asked + timedelta(minutes=drawn.randrange(1, 9 * 1440))
        pauses.append((asked, ends))
    unit = (DAYS, HOURS, CALENDAR_DAYS)[case % 3]
    n = drawn.randrange(1 if unit is HOURS else 0, 25)
    waits = [(ms(asked), ms(brought)) for asked, brought in pauses]
    found = local(due_at(CALENDAR, ms(received), Term(n, unit), waits))
    if unit is HOURS:
        assert found == step_minutes(received, n, pauses), (received, n, pauses)
    else:
        day = step_days(received, n, pauses, works if unit is DAYS else lambda day: True)
        assert found.date() == day, (received, n, pauses)
        assert found.time() == datetime(2000, 1, 1, 17).time()


def test_a_longer_term_is_never_due_earlier() -> None:
    for unit in Unit:
        dues = [due_at(CALENDAR, at("2025-01-23 10:00"), Term(n, unit)) for n in range(60)]
        assert all(a <= b for a, b in pairwise(dues))


def test_early_is_before_the_due_day_on_time_is_on_it() -> None:
    promised = at("2026-06-11 17:00")
    zone = CALENDAR.zone
    for resolved, expected in (
        ("2026-06-10 23:59", Verdict.EARLY),
        ("2026-06-11 00:00", Verdict.ON_TIME),
        ("2026-06-11 18:30", Verdict.ON_TIME),
        ("2026-06-12 00:00", Verdict.LATE),
    ):
        assert verdict(promised, at(resolved), zone) is expected
    assert verdict(promised, at("2026-06-11 17:01"), zone, HOURS) is Verdict.LATE


def test_a_calendar_that_never_works_is_refused() -> None:
    with pytest.raises(Invalid):
        due_at(WorkCalendar(week={}), at("2026-06-11 10:00"), Term(1))
