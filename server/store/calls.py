"""Calls and recalls: what boards announce, one row each, for ever."""

from collections.abc import Sequence

from ..core.model import Lane
from .base import Row, Session


def add(
    session: Session,
    *,
    centre: str,
    day: str,
    ticket: str,
    number: str,
    service: str,
    counter: str,
    lane: Lane,
    attempt: int,
    reason: str,
    now: int,
) -> int:
    """Record a call; its id. ``reason`` is JSON."""
    row = session.one(
        "INSERT INTO call (centre, day, ticket, number, service, counter, lane, attempt, reason,"
        " called_at) VALUES (:centre, :day, :ticket, :number, :service, :counter, :lane,"
        " :attempt, :reason, :now) RETURNING id",
        centre=centre,
        day=day,
        ticket=ticket,
        number=number,
        service=service,
        counter=counter,
        lane=lane.value,
        attempt=attempt,
        reason=reason,
        now=now,
    )
    assert row is not None
    return int(row["id"])


def undo(session: Session, ticket: str, now: int) -> None:
    """A ticket's latest call and its recalls were a mistake: boards forget them.

    Calls before it, to services of the same visit that are done, stay.
    """
    session.run(
        "UPDATE call SET undone_at = :now WHERE ticket = :ticket AND id >="
        " (SELECT MAX(c.id) FROM call c WHERE c.ticket = :ticket AND c.attempt = 1)",
        ticket=ticket,
        now=now,
    )


def get(session: Session, id: int) -> Row | None:
    return session.one(
        "SELECT id, ticket, attempt, reason, called_at FROM call WHERE id = :id", id=id
    )


_SHOWN = (
    "SELECT c.id, c.number, c.counter, c.service, c.attempt, c.called_at,"
    " s.name AS service_name, s.name_en AS service_name_en,"
    " k.number AS counter_number, k.name AS counter_name, k.name_en AS counter_name_en"
    " FROM call c"
    " JOIN service s ON s.centre = c.centre AND s.id = c.service"
    " JOIN counter k ON k.centre = c.centre AND k.id = c.counter"
    " WHERE c.centre = :centre AND c.day = :day AND c.undone_at IS NULL"
)


def recent(
    session: Session,
    centre: str,
    day: str,
    limit: int,
    *,
    services: Sequence[str] = (),
    counters: Sequence[str] = (),
) -> list[Row]:
    """The latest calls of a day, newest first, with the names boards show.

    Only those of ``services`` or at ``counters``, where any are named.
    """
    only, params = _only(services, counters)
    return session.all(
        f"{_SHOWN}{only} ORDER BY c.id DESC LIMIT :limit",
        centre=centre,
        day=day,
        limit=limit,
        **params,
    )


def after(
    session: Session,
    centre: str,
    day: str,
    id: int,
    limit: int,
    *,
    services: Sequence[str] = (),
    counters: Sequence[str] = (),
) -> list[Row]:
    """A day's calls after the one of this id, oldest first; otherwise as ``recent``."""
    only, params = _only(services, counters)
    return session.all(
        f"{_SHOWN} AND c.id > :id{only} ORDER BY c.id LIMIT :limit",
        centre=centre,
        day=day,
        id=id,
        limit=limit,
        **params,
    )


def spoken(session: Session, centre: str, id: int) -> Row | None:
    """What is said of a call: ticket's number, counter's number, day; None for one undone."""
    return session.one(
        "SELECT c.number, c.day, c.service, c.counter, k.number AS counter_number FROM call c"
        " JOIN counter k ON k.centre = c.centre AND k.id = c.counter"
        " WHERE c.id = :id AND c.centre = :centre AND c.undone_at IS NULL",
        centre=centre,
        id=id,
    )


def _only(services: Sequence[str], counters: Sequence[str]) -> tuple[str, dict[str, object]]:
    """The condition that keeps a board's calls, and its parameters."""
    params: dict[str, object] = {f"s{n}": id for n, id in enumerate(services)}
    params |= {f"k{n}": id for n, id in enumerate(counters)}
    parts = []
    if services:
        parts.append(f"c.service IN ({', '.join(f':s{n}' for n in range(len(services)))})")
    if counters:
        parts.append(f"c.counter IN ({', '.join(f':k{n}' for n in range(len(counters)))})")
    return (f" AND ({' OR '.join(parts)})" if parts else "", params)


def recent_lanes(session: Session, centre: str, counter: str, day: str, limit: int) -> list[Lane]:
    """The lanes of a counter's latest first calls today, newest first.

    Only the two lanes the ratio is about: an appointment in between begins no new run.
    """
    rows = session.all(
        "SELECT lane FROM call WHERE centre = :centre AND counter = :counter AND day = :day"
        " AND attempt = 1 AND undone_at IS NULL AND lane IN ('priority', 'normal')"
        " ORDER BY id DESC LIMIT :limit",
        centre=centre,
        counter=counter,
        day=day,
        limit=limit,
    )
    return [Lane(row["lane"]) for row in rows]


def last_of_counter(session: Session, centre: str, counter: str, day: str) -> Row | None:
    return session.one(
        "SELECT id, ticket, number, called_at FROM call WHERE centre = :centre"
        " AND counter = :counter AND day = :day AND undone_at IS NULL"
        " ORDER BY id DESC LIMIT 1",
        centre=centre,
        counter=counter,
        day=day,
    )


def last_of_service(session: Session, centre: str, service: str, day: str) -> str | None:
    """The number a service called last today."""
    row = session.one(
        "SELECT number FROM call WHERE centre = :centre AND day = :day AND service = :service"
        " AND undone_at IS NULL ORDER BY id DESC LIMIT 1",
        centre=centre,
        day=day,
        service=service,
    )
    return None if row is None else str(row["number"])


def renumber(session: Session, ticket: str, number: str) -> None:
    """The ticket has another number now; boards show what its holder's paper says."""
    session.put(
        "UPDATE call SET number = :number WHERE ticket = :ticket", number=number, ticket=ticket
    )
