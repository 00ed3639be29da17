"""Vietnam's public holidays 2024–2027 as the decrees set them, and due dates found by stepping.

Nothing here uses the product's calendar: a day or a minute is looked at after the other.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
Pauses = Sequence[tuple[datetime, datetime]]


def _days(first: str, last: str | None = None) -> list[date]:
    begins, ends = date.fromisoformat(first), date.fromisoformat(last or first)
    return [begins + DAY * n for n in range((ends - begins).days + 1)]


OFF = frozenset(
    day
    for span in (
        ("2024-01-01",), ("2024-02-08", "2024-02-14"), ("2024-04-18",),
        ("2024-04-29", "2024-05-01"), ("2024-09-02", "2024-09-03"),
        ("2025-01-01",), ("2025-01-27", "2025-01-31"), ("2025-04-07",),
        ("2025-04-30", "2025-05-02"), ("2025-09-01", "2025-09-02"),
        ("2026-01-01", "2026-01-02"), ("2026-02-16", "2026-02-20"), ("2026-04-27",),
        ("2026-04-30", "2026-05-01"), ("2026-08-31", "2026-09-02"),
        ("2027-01-01",), ("2027-02-04", "2027-02-10"), ("2027-04-16",), ("2027-04-30",),
        ("2027-05-03",), ("2027-09-02", "2027-09-03"),
    )
    for day in _days(*span)
)  # fmt: skip
MADE_UP = frozenset(
    date.fromisoformat(day) for day in ("2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22")
)


def works(day: date) -> bool:
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def counted(at: datetime) -> date:
    """The day a receipt counts as: after three in the afternoon, the next one that is worked."""
    day = at.date() + DAY if at.time() > datetime(2000, 1, 1, 15).time() else at.date()
    while not works(day):
        day += DAY
    return day


def step_days(at: datetime, n: int, pauses: Pauses, counts: Callable[[date], bool]) -> date:
    """The due day of a term of days that ``counts``, one day at a time."""
    waits = [(asked.date(), counted(brought)) for asked, brought in pauses]
    day, left = counted(at), n
    while left or not works(day) or any(a <= day < b for a, b in waits):
        day += DAY
        if left and counts(day) and not any(a < day <= b for a, b in waits):
            left -= 1
    return day


def _open(at: datetime) -> bool:
    minutes = at.hour * 60 + at.minute
    return works(at.date()) and (450 <= minutes < 690 or 810 <= minutes < 1020)


def step_minutes(at: datetime, hours: int, pauses: Pauses) -> datetime:
    """The due moment of a term in working hours, one minute at a time."""

    def heard(moment: datetime) -> datetime:
        day = counted(moment)
        return moment if day == moment.date() else datetime(day.year, day.month, day.day)

    waits = [(asked, heard(brought)) for asked, brought in pauses]
    moment, left = heard(at), hours * 60
    while left:
        if _open(moment) and not any(a <= moment < b for a, b in waits):
            left -= 1
        moment += MINUTE
    return moment


def ms(at: datetime) -> int:
    return int(at.replace(tzinfo=ZONE).timestamp() * 1000)
