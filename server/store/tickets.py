"""Tickets: rows, the heads of the lanes, and moves between states."""

from collections.abc import Sequence

from ..core.calling import Head
from ..core.model import Lane, Ticket, TicketState
from ..core.priority import lane_of
from .base import Row, Session

_COLUMNS = (
    "serial, id, centre, day, service, number, priority, place, state, procedure, language,"
    " counter, officer, calls, people_ahead_at_issue, issued_at, called_at, started_at, ended_at"
)


def add(session: Session, ticket: Ticket) -> None:
    """Insert a new ticket; its ``serial`` is given by the store."""
    session.put(
        "INSERT INTO ticket (id, centre, day, service, number, priority, lane, place, state,"
        " procedure, language, calls, people_ahead_at_issue, issued_at)"
        " VALUES (:id, :centre, :day, :service, :number, :priority, :lane, :place, :state,"
        " :procedure, :language, 0, :people_ahead, :issued_at)",
        id=ticket.id,
        centre=ticket.centre,
        day=ticket.day,
        service=ticket.service,
        number=ticket.number,
        priority=ticket.priority,
        lane=lane_of(ticket.priority).value,
        place=ticket.place,
        state=ticket.state.value,
        procedure=ticket.procedure,
        language=ticket.language,
        people_ahead=ticket.people_ahead_at_issue,
        issued_at=ticket.issued_at,
    )


def get(session: Session, centre: str, id: str) -> Ticket | None:
    row = session.one(
        f"SELECT {_COLUMNS} FROM ticket WHERE id = :id AND centre = :centre", id=id, centre=centre
    )
    return None if row is None else from_row(row)


def find(session: Session, id: str) -> Ticket | None:
    """A ticket of any centre, by its unguessable id (the status page knows no centre)."""
    row = session.one(f"SELECT {_COLUMNS} FROM ticket WHERE id = :id", id=id)
    return None if row is None else from_row(row)


def heads(session: Session, centre: str, day: str, counter: str) -> list[Head]:
    """The first waiting ticket of every lane this counter serves.

    Looks only at lines where somebody waits, one index look-up a lane: the cost does not grow
    with the length of the lines.
    """
    # Written as a list of serials joined to the tickets, so that both stores look each head up by
    # its key: as a condition of a join, PostgreSQL would try it on every ticket there is.
    rows = session.all(
        "WITH head AS ("
        " SELECT"
        "  (SELECT p.serial FROM ticket p WHERE l.waiting_priority > 0 AND p.centre = l.centre"
        "   AND p.day = l.day AND p.service = l.service AND p.lane = 'priority'"
        "   AND p.state = 'waiting' ORDER BY p.place, p.serial LIMIT 1) AS priority,"
        "  (SELECT n.serial FROM ticket n WHERE l.waiting_normal > 0 AND n.centre = l.centre"
        "   AND n.day = l.day AND n.service = l.service AND n.lane = 'normal'"
        "   AND n.state = 'waiting' ORDER BY n.place, n.serial LIMIT 1) AS normal"
        " FROM counter_service cs"
        " JOIN line l ON l.centre = cs.centre AND l.day = :day AND l.service = cs.service"
        " WHERE cs.centre = :centre AND cs.counter = :counter)"
        " SELECT t.id, t.number, t.service, t.lane, t.place, t.serial, t.issued_at"
        " FROM (SELECT priority AS serial FROM head UNION ALL SELECT normal FROM head) h"
        " JOIN ticket t ON t.serial = h.serial",
        centre=centre,
        day=day,
        counter=counter,
    )
    return [_head(row) for row in rows]


def waiting(session: Session, centre: str, day: str, counter: str, limit: int) -> list[Row]:
    """The first ``limit`` tickets waiting for this counter, priority lane first, then by place."""
    return session.all(
        "SELECT t.id, t.number, t.service, t.priority, t.lane, t.place, t.serial, t.issued_at,"
        " t.procedure, s.name AS service_name, s.name_en AS service_name_en"
        " FROM ticket t JOIN counter_service cs ON cs.centre = t.centre AND cs.service = t.service"
        " JOIN service s ON s.centre = t.centre AND s.id = t.service"
        " WHERE t.centre = :centre AND t.day = :day AND t.state = 'waiting'"
        " AND cs.counter = :counter"
        " ORDER BY CASE t.lane WHEN 'priority' THEN 0 ELSE 1 END, t.place, t.serial LIMIT :limit",
        centre=centre,
        day=day,
        counter=counter,
        limit=limit,
    )


def ahead(session: Session, ticket: Ticket) -> int:
    """How many tickets of the same service stand before ``ticket`` in its lane or a better one."""
    row = session.one(
        "SELECT COUNT(*) AS n FROM ticket WHERE centre = :centre AND day = :day"
        " AND service = :service AND lane = :lane AND state = 'waiting'"
        " AND (place < :place OR (place = :place AND serial < :serial))",
        centre=ticket.centre,
        day=ticket.day,
        service=ticket.service,
        lane=lane_of(ticket.priority).value,
        place=ticket.place,
        serial=ticket.serial,
    )
    assert row is not None
    if lane_of(ticket.priority) is Lane.PRIORITY:
        return int(row["n"])
    line = session.one(
        "SELECT waiting_priority FROM line WHERE centre = :centre AND day = :day"
        " AND service = :service",
        centre=ticket.centre,
        day=ticket.day,
        service=ticket.service,
    )
    return int(row["n"]) + (line["waiting_priority"] if line else 0)


def places(session: Session, centre: str, day: str, service: str, limit: int) -> list[Row]:
    """The waiting tickets of one line in lane order, for telling many phones their place."""
    return session.all(
        "SELECT id FROM ticket WHERE centre = :centre AND day = :day AND service = :service"
        " AND state = 'waiting'"
        " ORDER BY CASE lane WHEN 'priority' THEN 0 ELSE 1 END, place, serial LIMIT :limit",
        centre=centre,
        day=day,
        service=service,
        limit=limit,
    )


def called(
    session: Session, id: str, counter: str, officer: str | None, attempt: int, now: int
) -> None:
    """The first call (attempt 1) or a recall."""
    session.put(
        "UPDATE ticket SET state = 'called', counter = :counter, officer = :officer,"
        " calls = :attempt, called_at = COALESCE(called_at, :now) WHERE id = :id",
        id=id,
        counter=counter,
        officer=officer,
        attempt=attempt,
        now=now,
    )


def started(session: Session, id: str, now: int) -> None:
    session.put(
        "UPDATE ticket SET state = 'serving', started_at = :now WHERE id = :id", id=id, now=now
    )


def ended(session: Session, id: str, state: TicketState, now: int) -> None:
    session.put(
        "UPDATE ticket SET state = :state, ended_at = :now WHERE id = :id",
        id=id,
        state=state.value,
        now=now,
    )


def last_finished(session: Session, centre: str, counter: str, day: str) -> Ticket | None:
    """The ticket this counter called last, if its visit is finished (the one to rate)."""
    call = session.one(
        "SELECT c.ticket FROM call c JOIN ticket t ON t.id = c.ticket"
        " WHERE c.centre = :centre AND c.counter = :counter AND c.day = :day"
        " AND t.state = 'finished' ORDER BY c.id DESC LIMIT 1",
        centre=centre,
        counter=counter,
        day=day,
    )
    return None if call is None else get(session, centre, call["ticket"])


def to_rate(
    session: Session, centre: str, counter: str, day: str, pressed_at: int
) -> Ticket | None:
    """The ticket a press at this counter is about: the one finished last.

    None once the next citizen is being served: a press then would be about the wrong visit.
    """
    busy = session.one(
        "SELECT t.started_at FROM counter c JOIN ticket t ON t.id = c.ticket"
        " WHERE c.centre = :centre AND c.id = :counter",
        centre=centre,
        counter=counter,
    )
    if busy is not None and busy["started_at"] is not None and busy["started_at"] <= pressed_at:
        return None
    return last_finished(session, centre, counter, day)


def by_ids(session: Session, centre: str, ids: Sequence[str]) -> dict[str, Ticket]:
    """The tickets of ``ids`` that exist, by id."""
    found = (get(session, centre, id) for id in ids)
    return {ticket.id: ticket for ticket in found if ticket is not None}


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
    )


def _head(row: Row) -> Head:
    return Head(
        ticket=row["id"],
        number=row["number"],
        service=row["service"],
        lane=Lane(row["lane"]),
        place=row["place"],
        serial=row["serial"],
        waiting_since=row["issued_at"],
    )
