"""A year of tickets, and how much faster its reports come from counted days than from raw tickets.

Both answer the same questions in the same run, in turns: counts, p50 and p90 of waits and service
times, and the share satisfied, by service, counter, officer, hour, day and weekday.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from load_figures import Figure, quantile
from past_days import Past
from stores import add_centre

from server.clock import now_ms
from server.engine import DirectLanes, Engine
from server.queries.snapshot import look
from server.reports.history import heatmap, history_report
from server.reports.period import Period
from server.rolling import count
from server.store.base import Row, Session, Store
from server.store.postgres import PostgresSession

CENTRE = "c1"
TICKETS, DAYS = 1_000_000, 365
SERVICES, COUNTERS, OFFICERS = 30, 20, 25
# The groupings as plain SQL over raw tickets (t); hours and weekdays by the clock of Hanoi.
KEYS = {
    "service": "t.service",
    "counter": "t.counter",
    "officer": "t.officer",
    "hour": "(t.issued_at / 3600000 + 7) % 24",
    "day": "t.day",
    "weekday": "((t.issued_at / 3600000 + 7) / 24 + 3) % 7 + 1",
    # For the heat map: hours of the week.
    "heat": "(t.issued_at / 3600000 + 79) % 168",
}
REPORTS = [by for by in KEYS if by != "heat"]
_SPAN = "t.centre = 'c1' AND t.day >= :first AND t.day <= :last"
WAIT, TIME = "t.called_at - t.issued_at", "t.ended_at - t.started_at"


@dataclass(frozen=True, slots=True)
class Year:
    """What was put into a store."""

    period: Period
    tickets: int


def fill_year(store: Store, tickets: int = TICKETS, days: int = DAYS) -> Year:
    """Put tickets of the ``days`` before today into an empty, migrated store."""
    add_centre(store)
    past = Past(
        CENTRE,
        [f"s{n}" for n in range(SERVICES)],
        [str(n + 1) for n in range(COUNTERS)],
        [f"officer-{n}" for n in range(OFFICERS)],
    )
    per_day, rest = divmod(tickets, days)
    return Year(Period(*past.fill(store, per_day, rest, days)), tickets)


def plain_report(session: Session, by: str, period: Period) -> dict[Any, dict[str, Any]]:
    """What SQL over raw tickets says by one of ``KEYS``: exact, by the nearest rank."""
    _take_time(session)
    groups: dict[Any, dict[str, Any]] = {}
    for rows in (_counts(session, by, period), *_quantiles(session, by, period)):
        for row in rows:
            values = dict(row)
            groups.setdefault(str(values.pop("key")), {}).update(values)
    return groups


def _take_time(session: Session) -> None:
    # Plain SQL may take longer than a server would wait for it.
    if isinstance(session, PostgresSession):
        session.run("SET LOCAL statement_timeout = 0")


def _counts(session: Session, by: str, period: Period) -> list[Row]:
    return session.all(
        f"SELECT {KEYS[by]} AS key, COUNT(*) AS issued, COUNT(t.called_at) AS called,"
        " SUM(CASE WHEN t.state = 'finished' THEN 1 ELSE 0 END) AS served,"
        " SUM(CASE WHEN t.state = 'no_show' THEN 1 ELSE 0 END) AS no_show,"
        " COUNT(r.ticket) AS rated,"
        " SUM(CASE WHEN r.value IN ('satisfied', 'very_satisfied') THEN 1 ELSE 0 END)"
        " AS satisfied FROM ticket t LEFT JOIN rating r ON r.ticket = t.id"
        f" WHERE {_SPAN} GROUP BY 1",
        first=period.first,
        last=period.last,
    )


def _quantiles(session: Session, by: str, period: Period) -> Iterator[list[Row]]:
    for name, value, only in (("wait", WAIT, ""), ("time", TIME, " AND t.state = 'finished'")):
        yield session.all(
            f"SELECT key, MIN(CASE WHEN 2 * rank >= n THEN ms END) AS {name}_p50,"
            f" MIN(CASE WHEN 10 * rank >= 9 * n THEN ms END) AS {name}_p90 FROM ("
            f"SELECT {KEYS[by]} AS key, {value} AS ms,"
            f" ROW_NUMBER() OVER (PARTITION BY {KEYS[by]} ORDER BY {value}) AS rank,"
            f" COUNT(*) OVER (PARTITION BY {KEYS[by]}) AS n"
            f" FROM ticket t WHERE {_SPAN}{only}) AS ranked GROUP BY key",
            first=period.first,
            last=period.last,
        )


def quick_plain(session: Session, by: str, period: Period) -> None:
    """The least SQL could do: counts and means, no quantiles, no ratings."""
    _take_time(session)
    session.all(
        f"SELECT {KEYS[by]} AS key, COUNT(*) AS n, AVG({WAIT}) AS wait, AVG({TIME}) AS time"
        f" FROM ticket t WHERE {_SPAN} GROUP BY 1",
        first=period.first,
        last=period.last,
    )


def measure_reports(
    store: Store,
    tickets: int = TICKETS,
    days: int = DAYS,
    rounds: int = 3,
    say: Callable[[str], None] = lambda text: None,
) -> list[Figure]:
    """One figure a grouping: the time of the report / the time of plain SQL."""
    year = fill_year(store, tickets, days)
    say(f"{year.tickets} tickets of {days} days")
    began = time.perf_counter()
    engine = Engine(DirectLanes(store), lambda centre, rooms: None)
    for _left in count(engine, CENTRE, year.period):
        pass
    say(f"counted in {time.perf_counter() - began:.0f} s")
    return [_compare(store, by, year, rounds) for by in REPORTS] + [_heat(store, year, rounds)]


def _compare(store: Store, by: str, year: Year, rounds: int) -> Figure:
    def ours(session: Session) -> None:
        history_report(look(session, CENTRE, now_ms()), year.period, by, None)

    def plain(session: Session) -> None:
        plain_report(session, by, year.period)

    def least(session: Session) -> None:
        quick_plain(session, by, year.period)

    return _figure(store, f"by {by}", (ours, plain, least), rounds)


def _heat(store: Store, year: Year, rounds: int) -> Figure:
    def ours(session: Session) -> None:
        heatmap(look(session, CENTRE, now_ms()), year.period, "wait")

    def plain(session: Session) -> None:
        _take_time(session)
        next(iter(_quantiles(session, "heat", year.period)))

    def least(session: Session) -> None:
        quick_plain(session, "heat", year.period)

    return _figure(store, "heat map", (ours, plain, least), rounds)


def _figure(
    store: Store, name: str, jobs: Sequence[Callable[[Session], None]], rounds: int
) -> Figure:
    taken: list[list[float]] = [[], [], []]
    for _ in range(rounds):
        for job, times in zip(jobs, taken, strict=True):
            times.append(_seconds(store, job))
    ours, plain, least = (median(times) for times in taken)
    worst = quantile([a / b for a, b in zip(taken[0], taken[1], strict=True)], 1.0)
    note = f"1/{plain / ours:.0f}; {ours * 1000:.0f} ms, SQL {plain * 1000:.0f} ms"
    note += f" (counts and means alone {least * 1000:.0f} ms: 1/{least / ours:.0f})"
    note += f"; worst round {worst:.4f}"
    return Figure(f"report {name} / plain SQL", f"{ours / plain:.4f}", "≤ 0.0500", note)


def _seconds(store: Store, job: Callable[[Session], None]) -> float:
    began = time.perf_counter()
    store.read(job)
    return time.perf_counter() - began
