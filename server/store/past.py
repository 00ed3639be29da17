"""The raw tickets of one day, and everything that tells what they went through."""

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from ..core.visits import TURNS
from .base import Row, Session

# Spelt as in the index of these events, so that both stores see that it fits.
_TURNS = ", ".join(f"'{kind}'" for kind in TURNS)


def first_day(session: Session, centre: str) -> str | None:
    """The centre's first day with a ticket."""
    row = session.one("SELECT MIN(day) AS day FROM ticket WHERE centre = :centre", centre=centre)
    return None if row is None else row["day"]


def of_day(session: Session, centre: str, day: str) -> list[Row]:
    """The rows of a day's tickets, each with the value of its rating."""
    return session.all(
        "SELECT t.id, t.service, t.state, t.counter, t.officer, t.issued_at, t.called_at,"
        " t.started_at, t.ended_at, r.value AS rating FROM ticket t"
        " LEFT JOIN rating r ON r.ticket = t.id WHERE t.centre = :centre AND t.day = :day",
        centre=centre,
        day=day,
    )


def turned(session: Session, centre: str, day: str) -> dict[str, list[Mapping[str, Any]]]:
    """All events of the day's tickets whose row does not tell everything, by ticket."""
    rows = session.all(
        "SELECT e.ticket, e.kind, e.at, e.counter, e.actor,"
        " CASE WHEN e.kind IN ('issued', 'transferred', 'continued') THEN e.data ELSE '{}' END"
        " AS data FROM event e WHERE e.ticket IN ("
        "SELECT t.id FROM ticket t JOIN event x ON x.ticket = t.id"
        f" WHERE t.centre = :centre AND t.day = :day AND x.kind IN ({_TURNS}))"
        " ORDER BY e.ticket, e.id",
        centre=centre,
        day=day,
    )
    told: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        told[row["ticket"]].append({**row, "data": json.loads(row["data"])})
    return told


def counter_events(session: Session, centre: str, first: int, last: int) -> list[Row]:
    """(kind, at, counter, data) of counters that opened, paused or closed from ``first`` to
    ``last`` (epoch ms), in order."""
    return session.all(
        "SELECT kind, at, counter, data FROM event WHERE ticket IS NULL AND counter IS NOT NULL"
        " AND centre = :centre AND at >= :first AND at <= :last ORDER BY at, id",
        centre=centre,
        first=first,
        last=last,
    )


FILTERS = {
    "service": "(t.service = :service OR EXISTS (SELECT 1 FROM call c WHERE c.ticket = t.id"
    " AND c.service = :service AND c.undone_at IS NULL))",
    "counter": "(t.counter = :counter OR EXISTS (SELECT 1 FROM call c WHERE c.ticket = t.id"
    " AND c.counter = :counter AND c.undone_at IS NULL))",
    "officer": "t.officer = :officer",
    "state": "t.state = :state",
    "issued_from": "t.issued_at >= :issued_from",
    "issued_before": "t.issued_at < :issued_before",
}


def listed(
    session: Session,
    centre: str,
    day: str,
    after: str,
    limit: int,
    only: Mapping[str, object],
) -> list[Row]:
    """Tickets of a day whose number comes after ``after``, by number; ``only`` are values of some
    of ``FILTERS``: a service or a counter also finds those who were sent on from there."""
    wanted = "".join(f" AND {FILTERS[name]}" for name in only)
    return session.all(
        "SELECT t.id, t.day, t.number, t.service, t.counter, t.officer, t.state, t.issued_at,"
        " t.waiting_since, t.called_at, t.started_at, t.ended_at FROM ticket t"
        " WHERE t.centre = :centre AND t.day = :day AND t.number > :after"
        f"{wanted} ORDER BY t.number LIMIT :limit",
        centre=centre,
        day=day,
        after=after,
        limit=limit,
        **only,
    )
