"""Estimates of waits that were shown, and what happened then."""

from collections.abc import Iterable, Mapping, Sequence

from ..core.forecast import Expected
from .base import Row, Session

_ADD = (
    "INSERT INTO estimate (ticket, minute, centre, day, service, at, at_issue, p10, p50, p90,"
    " basis) VALUES (:ticket, :minute, :centre, :day, :service, :at, :at_issue, :p10, :p50,"
    " :p90, :basis) ON CONFLICT (ticket, minute) DO NOTHING"
)


def row_of(
    ticket: str,
    centre: str,
    day: str,
    service: str,
    at: int,
    expected: Expected,
    *,
    at_issue: bool = False,
) -> dict[str, object]:
    """A row to add; ``at`` is when it was shown (epoch ms)."""
    return {
        "ticket": ticket,
        "minute": at // 60_000,
        "centre": centre,
        "day": day,
        "service": service,
        "at": at,
        "at_issue": int(at_issue),
        "p10": round(expected.p10),
        "p50": round(expected.p50),
        "p90": round(expected.p90),
        "basis": expected.basis,
    }


def add(session: Session, row: Mapping[str, object]) -> None:
    """Keep a shown estimate, unless one of that ticket and minute is kept."""
    session.put(_ADD, **row)


def add_all(session: Session, rows: Iterable[Mapping[str, object]]) -> None:
    session.many(_ADD, rows)


def at_issue(session: Session, ticket: str) -> Expected | None:
    """What was told with a ticket; None where nothing was."""
    row = session.one(
        "SELECT p10, p50, p90, basis FROM estimate WHERE ticket = :ticket AND at_issue = 1",
        ticket=ticket,
    )
    return None if row is None else Expected(row["p10"], row["p50"], row["p90"], row["basis"])


def lines_of(session: Session, tickets: Sequence[str]) -> list[Row]:
    """Of each of ``tickets`` that there is: ``id``, ``day`` and ``service``."""
    return session.among("SELECT id, day, service FROM ticket WHERE id IN :values", tickets)


def first_calls(session: Session, after: int, until: int, limit: int) -> list[Row]:
    """The first ``limit`` calls after call ``after``, made by ``until`` (ms): recalls and calls
    that were undone are left out."""
    return session.all(
        "SELECT id, ticket, called_at FROM call WHERE id > :after AND called_at <= :until"
        " AND attempt = 1 AND undone_at IS NULL ORDER BY id LIMIT :limit",
        after=after,
        until=until,
        limit=limit,
    )


def resolve(session: Session, calls: Iterable[Row]) -> None:
    """Say of each estimate of called tickets how long it really was. May be repeated."""
    session.many(
        "UPDATE estimate SET waited_ms = :called_at - at"
        " WHERE ticket = :ticket AND waited_ms IS NULL AND at <= :called_at",
        [{"ticket": row["ticket"], "called_at": row["called_at"]} for row in calls],
    )


def resolved(session: Session, centre: str, first: str, *, at_issue: bool) -> list[Row]:
    """The estimates since the day ``first`` whose outcome is known."""
    return session.all(
        "SELECT service, p10, p50, p90, waited_ms FROM estimate WHERE centre = :centre"
        " AND day >= :first AND at_issue = :at_issue AND waited_ms IS NOT NULL",
        centre=centre,
        first=first,
        at_issue=int(at_issue),
    )


def forget_live(session: Session, centre: str, before: str, limit: int) -> int:
    """Forget what phones showed on days before ``before``; how many rows, at most ``limit``."""
    return session.run(
        "DELETE FROM estimate WHERE (ticket, minute) IN (SELECT ticket, minute FROM estimate"
        " WHERE centre = :centre AND day < :before AND at_issue = 0 LIMIT :limit)",
        centre=centre,
        before=before,
        limit=limit,
    )
