"""Waits of days that are over: the open data's daily history, and the typical week."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from statistics import median, quantiles
from zoneinfo import ZoneInfo

from ..queries.forecasts import Week
from ..store import waited
from ..store.base import Row, Session

FEWEST = 3
"""A cell of the typical week speaks of at least so many people."""


@dataclass(frozen=True, slots=True)
class DayOfService:
    """``issued`` and ``called`` people; the wait until the first call in minutes, None of none."""

    day: str
    service: str
    issued: int
    called: int
    p50: float | None
    p90: float | None


def days(session: Session, centre: str, first: str, last: str) -> list[DayOfService]:
    """Each service on each day between two dates on which somebody drew a ticket for it."""
    waits: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for row in _first_calls(waited.calls_between(session, centre, first, last)):
        waits[row["day"], row["service"]].append(_minutes(row))
    return [
        _day(row["day"], row["service"], row["issued"], waits[row["day"], row["service"]])
        for row in waited.issued_between(session, centre, first, last)
    ]


def typical_week(session: Session, centre: str, first: str, last: str, zone: str) -> Week:
    """The median wait by service, weekday and hour of drawing the ticket, between two dates."""
    cells: defaultdict[str, defaultdict[tuple[int, int], list[float]]] = defaultdict(
        lambda: defaultdict(list)
    )
    seen, where = set(), ZoneInfo(zone)
    for row in _first_calls(waited.calls_between(session, centre, first, last)):
        drawn = datetime.fromtimestamp(row["issued_at"] / 1000, UTC).astimezone(where)
        weekday = date.fromisoformat(row["day"]).weekday()
        cells[row["service"]][weekday, drawn.hour].append(_minutes(row))
        seen.add(row["day"])
    return Week(
        {
            service: {
                cell: (median(found), len(found))
                for cell, found in sorted(of_it.items())
                if len(found) >= FEWEST
            }
            for service, of_it in cells.items()
        },
        len(seen),
    )


def _first_calls(rows: Iterable[Row]) -> Iterator[Row]:
    """A visit of several services is called several times: its first wait counts."""
    seen: set[str] = set()
    for row in rows:
        if row["ticket"] not in seen:
            seen.add(row["ticket"])
            yield row


def _minutes(row: Row) -> float:
    waited_ms: int = max(0, row["called_at"] - row["issued_at"])
    return waited_ms / 60_000


def _day(day: str, service: str, issued: int, waits: list[float]) -> DayOfService:
    p50 = p90 = None
    if waits:
        p50 = median(waits)
        p90 = quantiles(waits, n=10, method="inclusive")[-1] if len(waits) > 1 else waits[0]
    return DayOfService(day, service, issued, len(waits), p50, p90)
