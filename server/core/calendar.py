"""Working time: when a dossier is due, and whether it was early, on time or late.

The rules (Decree 61/2018 and the centres' habit; every number is a setting):

- A receipt after the cut-off, or on a day nobody works, counts as the next working day.
- A term in working days is counted from the next working day: received on Monday morning with a
  term of one day is due on Tuesday. It ends with the last working hour of its day.
- A term in calendar days that would end on a day off ends on the next working day (Civil Code,
  article 148).
- A term in working hours runs only while the centre works.
- The clock stands still while a supplement is awaited, from the request to its receipt (a late
  receipt counts as the next day's): every working day (calendar day, working minute) of waiting
  moves the due date by one. A supplement asked for after the due date moves nothing.

Holidays come as data; times are epoch milliseconds (UTC), days are the centre's local dates.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from .errors import Invalid
from .hours import DAYS, Week

DAY = timedelta(days=1)
LONGEST_CLOSED_DAYS = 366
MINUTE_MS = 60_000
USUAL_WEEK: Week = dict.fromkeys(DAYS[:5], (("07:30", "11:30"), ("13:30", "17:00")))
USUAL_CUT_OFF = "15:00"
Pause = tuple[int, int]
"""A supplement: when it was asked for and when it was brought, epoch ms."""


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"


class Verdict(StrEnum):
    """How a resolved dossier stands to its due date."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Term:
    """How long a dossier may take."""

    n: int
    unit: Unit = Unit.WORKING_DAYS


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When a centre works. ``closed`` are dates off beside the weekly ones (holidays), ``opened``
    dates worked although the week or a holiday says otherwise (make-up days); those win."""

    week: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=lambda: USUAL_WEEK)
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()
    cut_off: str = USUAL_CUT_OFF
    zone: str = "Asia/Ho_Chi_Minh"

    def is_working(self, day: date) -> bool:
        if day in self.opened:
            return True
        return day not in self.closed and bool(self.week.get(DAYS[day.weekday()]))

    def hours(self, day: date) -> Sequence[tuple[str, str]]:
        """The working hours of a date; a make-up day off the week has those of its first day."""
        if not self.is_working(day):
            return ()
        own = self.week.get(DAYS[day.weekday()])
        return own or next((spans for name in DAYS if (spans := self.week.get(name))), ())

    def spans(self, day: date) -> list[Pause]:
        """The working hours of a date as epoch milliseconds."""
        return [(self.moment(day, begin), self.moment(day, end)) for begin, end in self.hours(day)]

    def moment(self, day: date, at: str) -> int:
        local = datetime.combine(day, time.fromisoformat(at), ZoneInfo(self.zone))
        return int(local.timestamp() * 1000)

    def next_working(self, day: date) -> date:
        """The first working day after ``day``. Raises ``Invalid`` (week) where there is none."""
        for _ in range(LONGEST_CLOSED_DAYS):
            day += DAY
            if self.is_working(day):
                return day
        raise Invalid(field="week")

    def from_day(self, day: date) -> date:
        """``day`` itself where it is worked, else the next working day."""
        return day if self.is_working(day) else self.next_working(day)

    def add(self, day: date, n: int) -> date:
        """The ``n``-th working day after ``day``."""
        for _ in range(n):
            day = self.next_working(day)
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days come after ``first`` and not after ``last``."""
        days = (first + DAY * n for n in range(1, (last - first).days + 1))
        return sum(self.is_working(day) for day in days)

    def counted_day(self, at: int) -> date:
        """The working day something that came at ``at`` (ms) counts as. On the cut-off itself is
        not after it."""
        day = local_day(at, self.zone)
        late = at > self.moment(day, self.cut_off)
        return self.next_working(day) if late else self.from_day(day)

    def counted_moment(self, at: int) -> int:
        """The moment a term in hours starts for what came at ``at``: then, or at the next opening
        where that was too late for the day."""
        day = self.counted_day(at)
        begins = self.spans(day)[0][0]
        return max(at, begins) if day == local_day(at, self.zone) else begins


def local_day(at: int, zone: str) -> date:
    """The local date at ``at`` (epoch ms)."""
    return datetime.fromtimestamp(at / 1000, ZoneInfo(zone)).date()


def due_at(calendar: WorkCalendar, received: int, term: Term, pauses: Iterable[Pause] = ()) -> int:
    """When a dossier received at ``received`` is due (epoch ms): the end of the due day's work, or
    the very moment for a term in hours. Raises ``Invalid`` where the calendar never works."""
    waits = _merged(pause for pause in pauses if pause[1] > received)
    if term.unit is Unit.WORKING_HOURS:
        return _after_hours(calendar, received, term.n, waits)
    days = [(local_day(a, calendar.zone), calendar.counted_day(b)) for a, b in waits]
    counted = calendar.counted_day(received)
    if term.unit is Unit.WORKING_DAYS:
        due = _after_working_days(calendar, counted, term.n, days)
    else:
        due = _after_calendar_days(calendar, counted, term.n, days)
    return calendar.spans(due)[-1][1]


def verdict(due: int, resolved: int, zone: str, unit: Unit = Unit.WORKING_DAYS) -> Verdict:
    """Early, on time or late, by when it was resolved and nothing else.

    Early: resolved on a day before the due day. On time: on the due day. Late: on a later day; with
    a term in working hours, also after the due moment of the same day.
    """
    return verdict_on(local_day(resolved, zone), due, resolved, zone, unit)


def verdict_on(day: date, due: int, resolved: int, zone: str, unit: Unit) -> Verdict:
    """The same, where the local date ``day`` of ``resolved`` is known."""
    due_day = local_day(due, zone)
    if day > due_day or (unit is Unit.WORKING_HOURS and resolved > due):
        return Verdict.LATE
    return Verdict.EARLY if day < due_day else Verdict.ON_TIME


def _after_working_days(
    calendar: WorkCalendar, counted: date, n: int, waits: list[tuple[date, date]]
) -> date:
    due = calendar.add(counted, n)
    reached = counted
    for asked, brought in waits:
        if asked > due:
            break
        due = calendar.add(due, calendar.between(max(asked, reached), brought))
        reached = max(reached, brought)
    return due


def _after_calendar_days(
    calendar: WorkCalendar, counted: date, n: int, waits: list[tuple[date, date]]
) -> date:
    due = counted + DAY * n
    reached = counted
    for asked, brought in waits:
        if asked > due:
            due = calendar.from_day(due)
        if asked > due:
            break
        due += max(brought - max(asked, reached), timedelta(0))
        reached = max(reached, brought)
    return calendar.from_day(due)


def _after_hours(calendar: WorkCalendar, received: int, n: int, waits: list[Pause]) -> int:
    at, left = calendar.counted_moment(received), n * 60 * MINUTE_MS
    stops = [(asked, calendar.counted_moment(brought)) for asked, brought in waits]
    for begin, end in _working_time(calendar, at, stops):
        if end - begin >= left:
            return begin + left
        left -= end - begin
    raise AssertionError("working time does not end")


def _working_time(calendar: WorkCalendar, at: int, stops: list[Pause]) -> Iterator[Pause]:
    """Stretches of work from ``at`` on, without those in which the clock stands still."""
    day = calendar.from_day(local_day(at, calendar.zone))
    while True:
        for begin, end in calendar.spans(day):
            begin = max(begin, at)
            for asked, brought in stops:
                if asked < end and brought > begin:
                    if asked > begin:
                        yield begin, asked
                    begin = brought
            if begin < end:
                yield begin, end
        day = calendar.next_working(day)


def _merged(pauses: Iterable[Pause]) -> list[Pause]:
    merged: list[Pause] = []
    for asked, brought in sorted(pauses):
        if merged and asked <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], brought))
        else:
            merged.append((asked, brought))
    return merged
