"""Which counted days and months make up a period, and which are still to be counted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..core.history import Cells
from ..core.numbering import service_day
from ..queries.snapshot import Snapshot
from ..store import past, rollups
from ..store.base import Row
from .counting import count_day, count_month
from .period import Period

GRACE_MS = 5 * 60_000
"""A change that waited in line over midnight still belongs to the day before, and is not noticed
as a change of a past day: days are counted this long after they end."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What a period is added up from: runs (first, last) of counted months and days, and days that
    are read from raw tickets (today)."""

    months: Sequence[tuple[str, str]]
    days: Sequence[tuple[str, str]]
    live: Sequence[str]


@dataclass(frozen=True, slots=True)
class Uncounted:
    """Days and months of a period that are not counted, or have changed since."""

    days: Sequence[str]
    months: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.days or self.months)


@dataclass(frozen=True, slots=True)
class Counted:
    """A span that was counted while it had so many ``marks``."""

    marks: int
    cells: Cells


def settled(look: Snapshot) -> str:
    """The last day that is over for good."""
    return _shift(service_day(look.now - GRACE_MS, look.centre.zone), -1)


def cover(look: Snapshot, period: Period, *, months: bool = True) -> Cover:
    """How to add up a period; by days only with ``months=False``."""
    within = _within(look, period)
    if within is None:
        return Cover((), (), ())
    whole = _months(look, within, period) if months else ()
    good = {m for m, row in _known(look, rollups.MONTH, within).items() if not row["stale"]}
    by_month = [month for month in whole if month in good]
    taken = set(by_month)
    rest = [day for day in _days(within.first, within.last) if day[:7] not in taken]
    fresh = _fresh_days(look, within) if rest else set()
    return Cover(
        _runs(by_month, _next_month),
        _runs([day for day in rest if day in fresh], _next_day),
        [day for day in rest if day not in fresh],
    )


def uncounted(look: Snapshot, period: Period) -> Uncounted:
    """What of a period should be counted before it is reported on."""
    within = _within(look, period)
    last = settled(look)
    if within is None or within.first > last:
        return Uncounted((), ())
    known = _known(look, rollups.MONTH, within)
    months = [m for m in _months(look, within, period) if m not in known or known[m]["stale"]]
    done = {m for m, row in known.items() if not row["stale"]}
    fresh: set[str] | None = None
    days = []
    for day in _days(within.first, min(within.last, last)):
        if day[:7] in done:
            continue
        fresh = _fresh_days(look, within) if fresh is None else fresh
        if day not in fresh:
            days.append(day)
    return Uncounted(days, months)


def count_span(look: Snapshot, level: str, span: str) -> Counted | None:
    """Count a span as it is now; None where nothing is to do, or days come first."""
    session, centre = look.session, look.centre.id
    known = rollups.spans(session, centre, level, span, span).get(span)
    if known is None or not known["stale"]:
        return None
    if level == rollups.DAY:
        return Counted(known["marks"], count_day(session, centre, look.centre.zone, span))
    days = _within(look, Period(f"{span}-01", _last_of(span)))
    if days is not None and not set(_days(days.first, days.last)) <= _fresh_days(look, days):
        return None
    return Counted(known["marks"], count_month(session, centre, span))


def first_to_last(look: Snapshot) -> Period | None:
    """From the centre's first month with a ticket to the last day that is over."""
    within = _within(look, Period("2000-01-01", settled(look)))
    return None if within is None else Period(f"{within.first[:7]}-01", within.last)


def _within(look: Snapshot, period: Period) -> Period | None:
    """The part of a period in which there can be tickets."""
    begins = past.first_day(look.session, look.centre.id)
    if begins is None:
        return None
    first, last = max(period.first, begins), min(period.last, look.day)
    return Period(first, last) if first <= last else None


def _months(look: Snapshot, within: Period, period: Period) -> list[str]:
    """The months wholly inside a period, and over."""
    last = min(period.last, settled(look))
    found = []
    month = within.first[:7]
    while month <= within.last[:7]:
        if f"{month}-01" >= period.first and _last_of(month) <= last:
            found.append(month)
        month = _next_month(month)
    return found


def _known(look: Snapshot, level: str, within: Period) -> dict[str, Row]:
    size = 7 if level == rollups.MONTH else 10
    return rollups.spans(
        look.session, look.centre.id, level, within.first[:size], within.last[:size]
    )


def _fresh_days(look: Snapshot, within: Period) -> set[str]:
    known = _known(look, rollups.DAY, within)
    return {day for day, row in known.items() if not row["stale"]}


def _days(first: str, last: str) -> Iterator[str]:
    at, end = date.fromisoformat(first), date.fromisoformat(last)
    while at <= end:
        yield at.isoformat()
        at += timedelta(days=1)


def _runs(spans: Sequence[str], following: Callable[[str], str]) -> list[tuple[str, str]]:
    """Neighbours as one range each."""
    runs: list[tuple[str, str]] = []
    for span in spans:
        if runs and following(runs[-1][1]) == span:
            runs[-1] = (runs[-1][0], span)
        else:
            runs.append((span, span))
    return runs


def _shift(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _next_day(day: str) -> str:
    return _shift(day, 1)


def _next_month(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def _last_of(month: str) -> str:
    return _shift(f"{_next_month(month)}-01", -1)
