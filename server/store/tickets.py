"""Tickets: rows, and moves between states."""

import json
from collections.abc import Sequence

from ..core.model import Lane, Ticket, TicketState
from .base import Row, Session

COLUMNS = (
    "serial, id, centre, day, service, number, priority, lane, place, state, procedure, language,"
    " counter, officer, calls, people_ahead_at_issue, issued_at, called_at, started_at, ended_at,"
    " waiting_since, for_counter, park_reason, park_until, plan, note, due_from"
)


_INSERT = (
    "INSERT INTO ticket (id, centre, day, service, number, priority, lane, place, state,"
    " procedure, language, calls, people_ahead_at_issue, issued_at, waiting_since, plan,"
    " due_from, identity, ended_at)"
    " VALUES (:id, :centre, :day, :service, :number, :priority, :lane, :place, :state,"
    " :procedure, :language, 0, :people_ahead, :issued_at, :issued_at, :plan, :due_from,"
    " :identity, :ended_at)"
)


def add(session: Session, ticket: Ticket, identity: str | None = None) -> None:
    """Insert a new ticket; its ``serial`` is given by the store."""
    session.put(_INSERT, **_row(ticket, identity))


def add_chosen(session: Session, ticket: Ticket, identity: str | None = None) -> bool:
    """Insert a new ticket whose id somebody else has chosen; False when the id is taken."""
    added = session.one(
        f"{_INSERT} ON CONFLICT (id) DO NOTHING RETURNING serial", **_row(ticket, identity)
    )
    return added is not None


def _row(ticket: Ticket, identity: str | None) -> dict[str, object]:
    return {
        "id": ticket.id,
        "centre": ticket.centre,
        "day": ticket.day,
        "service": ticket.service,
        "number": ticket.number,
        "priority": ticket.priority,
        "lane": ticket.lane.value,
        "place": ticket.place,
        "state": ticket.state.value,
        "procedure": ticket.procedure,
        "language": ticket.language,
        "people_ahead": ticket.people_ahead_at_issue,
        "issued_at": ticket.issued_at,
        "plan": json.dumps(ticket.plan),
        "due_from": ticket.due_from,
        "identity": identity,
        "ended_at": ticket.ended_at,
    }


def get(session: Session, centre: str, id: str) -> Ticket | None:
    row = session.one(
        f"SELECT {COLUMNS} FROM ticket WHERE id = :id AND centre = :centre", id=id, centre=centre
    )
    return None if row is None else from_row(row)


def find(session: Session, id: str) -> Ticket | None:
    """A ticket of any centre, by its unguessable id (the status page knows no centre)."""
    row = session.one(f"SELECT {COLUMNS} FROM ticket WHERE id = :id", id=id)
    return None if row is None else from_row(row)


def by_number(session: Session, centre: str, day: str, number: str) -> Ticket | None:
    row = session.one(
        f"SELECT {COLUMNS} FROM ticket WHERE centre = :centre AND day = :day AND number = :number",
        centre=centre,
        day=day,
        number=number,
    )
    return None if row is None else from_row(row)


def live_of(session: Session, centre: str, day: str, identity: str, service: str) -> Ticket | None:
    """The ticket a person has in a service and not yet ended, by the hash of the identity."""
    row = session.one(
        f"SELECT {COLUMNS} FROM ticket WHERE centre = :centre AND day = :day"
        " AND identity = :identity AND service = :service"
        " AND state IN ('waiting', 'called', 'serving', 'parked', 'away')",
        centre=centre,
        day=day,
        identity=identity,
        service=service,
    )
    return None if row is None else from_row(row)


def twin(session: Session, id: str, service: str) -> str | None:
    """The number of another live ticket that the holder of ticket ``id`` has in ``service``."""
    row = session.one(
        "SELECT o.number FROM ticket t JOIN ticket o ON o.centre = t.centre AND o.day = t.day"
        " AND o.identity = t.identity AND o.service = :service AND o.id <> t.id"
        " AND o.state IN ('waiting', 'called', 'serving', 'parked', 'away')"
        " WHERE t.id = :id AND t.identity IS NOT NULL",
        id=id,
        service=service,
    )
    return None if row is None else str(row["number"])


def update(session: Session, id: str, **columns: object) -> None:
    """Write just these columns of a ticket."""
    names = ", ".join(f"{name} = :{name}" for name in columns)
    session.put(f"UPDATE ticket SET {names} WHERE id = :id", id=id, **columns)


def called(
    session: Session, id: str, counter: str, officer: str | None, attempt: int, now: int
) -> None:
    """The first call (attempt 1) or a recall."""
    session.put(
        "UPDATE ticket SET state = 'called', counter = :counter, officer = :officer,"
        " calls = :attempt, called_at = CASE WHEN :attempt = 1 THEN :now ELSE called_at END"
        " WHERE id = :id",
        id=id,
        counter=counter,
        officer=officer,
        attempt=attempt,
        now=now,
    )


def ended(session: Session, id: str, state: TicketState, now: int) -> None:
    update(session, id, state=state.value, ended_at=now)


def unfinished_before(session: Session, centre: str, day: str, limit: int) -> list[Ticket]:
    """Tickets of days before ``day`` that still wait, or are aside."""
    rows = session.all(
        f"SELECT {COLUMNS} FROM ticket WHERE centre = :centre AND day < :day"
        " AND state = 'waiting' LIMIT :limit",
        centre=centre,
        day=day,
        limit=limit,
    )
    rows += session.all(
        f"SELECT {COLUMNS} FROM ticket WHERE centre = :centre AND day < :day"
        " AND state IN ('parked', 'away') LIMIT :limit",
        centre=centre,
        day=day,
        limit=limit,
    )
    return [from_row(row) for row in rows]


def to_rate(
    session: Session, centre: str, counter: str, day: str, pressed_at: int
) -> Ticket | None:
    """The ticket a press at this counter, made at ``pressed_at`` (ms), is about: the one that had
    been finished last by then, of ``day`` or before it, whatever has happened since.

    None while the next citizen was being served: a press then would be about the wrong visit.
    """
    last = session.one(
        "SELECT id, day FROM ticket"
        " WHERE centre = :centre AND counter = :counter AND day <= :day AND state = 'finished'"
        " AND ended_at <= :pressed_at"
        " ORDER BY day DESC, ended_at DESC, serial DESC LIMIT 1",
        centre=centre,
        counter=counter,
        day=day,
        pressed_at=pressed_at,
    )
    if last is None or _was_serving(session, centre, counter, last["day"], pressed_at):
        return None
    return get(session, centre, last["id"])


def _was_serving(session: Session, centre: str, counter: str, day: str, at: int) -> bool:
    """Whether a visit that is under way, or has ended since, was being served here at ``at``."""
    begun = session.all(
        "SELECT t.started_at FROM counter c JOIN ticket t ON t.id = c.ticket"
        " WHERE c.centre = :centre AND c.id = :counter",
        centre=centre,
        counter=counter,
    )
    # A visit that was parked lets others in between its beginning and its end.
    begun += session.all(
        "SELECT t.started_at FROM ticket t"
        " WHERE t.centre = :centre AND t.counter = :counter AND t.day = :day"
        " AND t.state = 'finished' AND t.ended_at > :at AND NOT EXISTS"
        " (SELECT 1 FROM event e WHERE e.ticket = t.id AND e.kind = 'parked')"
        " ORDER BY t.ended_at LIMIT 1",
        centre=centre,
        counter=counter,
        day=day,
        at=at,
    )
    return any(row["started_at"] is not None and row["started_at"] <= at for row in begun)


def by_ids(session: Session, centre: str, ids: Sequence[str]) -> dict[str, Ticket]:
    """The tickets of ``ids`` that exist, by id, in the same order."""
    if not ids:
        return {}
    rows = session.among(
        f"SELECT {COLUMNS} FROM ticket WHERE id IN :values AND centre = :centre",
        list(ids),
        centre=centre,
    )
    found = {row["id"]: from_row(row) for row in rows}
    return {id: found[id] for id in ids if id in found}


def from_row(row: Row) -> Ticket:
    return Ticket(
        serial=row["serial"],
        id=row["id"],
        centre=row["centre"],
        day=row["day"],
        service=row["service"],
        number=row["number"],
        priority=row["priority"],
        place=row["place"],
        state=TicketState(row["state"]),
        procedure=row["procedure"],
        language=row["language"],
        counter=row["counter"],
        officer=row["officer"],
        calls=row["calls"],
        people_ahead_at_issue=row["people_ahead_at_issue"],
        issued_at=row["issued_at"],
        called_at=row["called_at"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        lane=Lane(row["lane"]),
        waiting_since=row["waiting_since"],
        for_counter=row["for_counter"],
        park_reason=row["park_reason"],
        park_until=row["park_until"],
        plan=tuple(json.loads(row["plan"])),
        note=row["note"],
        due_from=row["due_from"],
    )
