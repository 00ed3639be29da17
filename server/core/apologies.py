"""What an apology for a missed date proposes."""

from .calendar import WorkCalendar, local_day

MOST_DAYS = 10
HOURS_A_DAY = 8


def why_of(missed: int, told: int | None, now: int) -> str:
    """``overdue`` for a date that has passed, ``told`` where the department expects to be done
    later, else ``today``. Times are epoch ms."""
    if missed < now:
        return "overdue"
    return "today" if told is None else "told"


def new_date(
    calendar: WorkCalendar, now: int, term: int | None, unit: str, told: int | None
) -> int:
    """The date to promise (epoch ms): the end of work on the day the department expects, else
    after as many working days from today as half the term has: at least one, and ten at most."""
    today = local_day(now, calendar.zone)
    if told is not None and told > now:
        return calendar.spans(calendar.from_day(local_day(told, calendar.zone)))[-1][1]
    days = 0 if term is None else -(-term // 2)
    if unit == "working_hours":
        days //= HOURS_A_DAY
    return calendar.spans(calendar.add(today, min(MOST_DAYS, max(1, days))))[-1][1]
