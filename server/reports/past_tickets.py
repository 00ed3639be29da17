"""Single tickets of a period: what the figures are about, one line each, nothing personal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..core.errors import Invalid
from ..core.model import TicketState
from ..queries.snapshot import Json, Snapshot, when
from ..store import past
from ..store.base import Row
from .naming import Names, named, names
from .period import Period

SCAN_DAYS = 62
"""A page that looks through so many days without filling ends there, with where to go on."""
_NAMED = ("service", "counter", "officer")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tickets: equal to ``only`` (service, counter, officer, state), drawn in ``hour``
    (0..23) on ``weekday`` (1 is Monday)."""

    only: Mapping[str, str]
    hour: int | None = None
    weekday: int | None = None


def wanted(query: Mapping[str, str]) -> Wanted:
    """The filters of a request. Raises ``Invalid`` naming the one that cannot be."""
    state = query.get("state")
    if state and state not in set(TicketState):
        raise Invalid(field="state")
    only = {name: query[name] for name in (*_NAMED, "state") if query.get(name)}
    return Wanted(only, _number(query, "hour", 0, 23), _number(query, "weekday", 1, 7))


def past_tickets(
    look: Snapshot, period: Period, asked: Wanted, cursor: str, limit: int
) -> tuple[list[Json], str | None]:
    """A page of tickets, the latest days first, by number within a day; and the next cursor, None
    at the end. A page may be short, even empty, and not the last. Raises ``Invalid`` (cursor)."""
    day, after = _start(look, period, cursor)
    told = _Teller(look)
    items: list[Json] = []
    first = past.first_day(look.session, look.centre.id)
    stops = max(period.first, first or look.day)
    for _ in range(SCAN_DAYS):
        if day < stops:
            return items, None
        if asked.weekday in (None, date.fromisoformat(day).isoweekday()):
            rows = _of_day(look, day, after, limit - len(items), asked)
            items += [told.line(row) for row in rows]
        if len(items) == limit:
            return items, f"{day}~{items[-1]['number']}"
        day, after = (date.fromisoformat(day) - timedelta(days=1)).isoformat(), ""
    return items, f"{day}~"


def _of_day(look: Snapshot, day: str, after: str, limit: int, asked: Wanted) -> list[Row]:
    only: dict[str, object] = dict(asked.only)
    if asked.hour is not None:
        begins = datetime.combine(
            date.fromisoformat(day), time(asked.hour), ZoneInfo(look.centre.zone)
        )
        only["issued_from"] = int(begins.timestamp() * 1000)
        only["issued_before"] = int(begins.timestamp() * 1000) + 3_600_000
    return past.listed(look.session, look.centre.id, day, after, limit, only)


def _start(look: Snapshot, period: Period, cursor: str) -> tuple[str, str]:
    if not cursor:
        return min(period.last, look.day), ""
    day, _, number = cursor.partition("~")
    try:
        date.fromisoformat(day)
    except ValueError:
        raise Invalid(field="cursor") from None
    return min(day, period.last), number


def _number(query: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    text = query.get(name)
    if not text:
        return None
    if not text.isdecimal() or not text.isascii() or not least <= int(text) <= most:
        raise Invalid(field=name)
    return int(text)


class _Teller:
    """Tells rows as lines, with the names of what they refer to."""

    def __init__(self, look: Snapshot) -> None:
        self._names: dict[str, Names] = {by: names(look, by) for by in _NAMED}

    def line(self, row: Row) -> Json:
        """Seconds of the last wait and the last visit, None where there was none."""
        since = row["waiting_since"] or row["issued_at"]
        begun = row["started_at"] or row["called_at"]
        served = row["ended_at"] if row["state"] == TicketState.FINISHED.value else None
        waits = row["state"] == TicketState.WAITING.value
        return {
            **{name: row[name] for name in ("id", "day", "number", "state")},
            **self._named("service", row["service"]),
            **self._named("counter", row["counter"]),
            "officer": row["officer"],
            "officer_name": named(self._names["officer"], row["officer"] or "")["name"],
            **{name: when(row[name]) for name in ("issued_at", "called_at", "started_at")},
            "ended_at": when(row["ended_at"]),
            "wait_s": None if waits else _seconds(since, row["called_at"]),
            "service_s": _seconds(begun, served),
        }

    def _named(self, what: str, id: str | None) -> Json:
        found = named(self._names[what], id or "")
        return {what: id, f"{what}_name": found["name"], f"{what}_name_en": found["name_en"]}


def _seconds(begun: int | None, ended: int | None) -> int | None:
    return None if begun is None or ended is None else max(0, ended - begun) // 1000
