"""The append-only record of what happened."""

import json

from .base import Row, Session


def add(
    session: Session,
    *,
    centre: str,
    at: int,
    kind: str,
    actor: str,
    ticket: str | None = None,
    counter: str | None = None,
    data: dict[str, object] | None = None,
) -> None:
    session.put(
        "INSERT INTO event (centre, at, kind, ticket, counter, actor, data)"
        " VALUES (:centre, :at, :kind, :ticket, :counter, :actor, :data)",
        centre=centre,
        at=at,
        kind=kind,
        ticket=ticket,
        counter=counter,
        actor=actor,
        data=json.dumps(data, ensure_ascii=False) if data else "{}",
    )


def of_ticket(session: Session, ticket: str) -> list[Row]:
    """Everything that happened to a ticket, oldest first."""
    return session.all(
        "SELECT id, at, kind, counter, actor, data FROM event WHERE ticket = :ticket ORDER BY id",
        ticket=ticket,
    )


def happened(session: Session, ticket: str, kind: str) -> bool:
    """Whether something has ever happened to a ticket."""
    row = session.one(
        "SELECT 1 AS one FROM event WHERE ticket = :ticket AND kind = :kind LIMIT 1",
        ticket=ticket,
        kind=kind,
    )
    return row is not None


def first_of_ticket(session: Session, ticket: str) -> Row | None:
    """How a ticket began."""
    return session.one(
        "SELECT id, at, kind, counter, actor, data FROM event WHERE ticket = :ticket"
        " ORDER BY id LIMIT 1",
        ticket=ticket,
    )


def happenings(session: Session, centre: str, after: int, limit: int) -> list[Row]:
    """The first ``limit`` events of a centre after event ``after``, oldest first, with what a queue
    needs to know of their ticket. What a call was chosen from is left out: it is long."""
    return session.all(
        "SELECT e.id, e.at, e.kind, e.ticket, e.counter, e.actor,"
        " CASE WHEN e.kind = 'called' THEN '{}' ELSE e.data END AS data,"
        " t.service, t.priority, t.place, t.due_from"
        " FROM event e LEFT JOIN ticket t ON t.id = e.ticket"
        " WHERE e.id > :after AND e.centre = :centre ORDER BY e.id LIMIT :limit",
        after=after,
        centre=centre,
        limit=limit,
    )
