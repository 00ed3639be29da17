"""The waiting tickets: heads of lanes, order, places."""

from ..core.calling import Desk, Head
from ..core.model import Counter, Lane, Ticket
from . import counters
from .base import Row, Session

HEAD_COLUMNS = "t.id, t.number, t.service, t.lane, t.place, t.serial, t.waiting_since, t.due_from"
# Lanes anybody who handles the service may call; the others wait for one counter.
_OPEN_LANES = ("priority", "appointment", "normal")


def heads(session: Session, centre: str, day: str, counter: str, officer: str | None) -> list[Head]:
    """The first waiting ticket of every lane this counter may serve.

    Looks only at lines where somebody waits, one index look-up a lane: the cost does not grow
    with the length of the lines. Services reserved to other officers are left out.
    """
    # Written as a list of serials joined to the tickets, so that both stores look each head up by
    # its key: as a condition of a join, PostgreSQL would try it on every ticket there is.
    looked_up = ", ".join(
        f"(SELECT t.serial FROM ticket t WHERE l.waiting_{lane} > 0 AND t.centre = l.centre"
        f" AND t.day = l.day AND t.service = l.service AND t.lane = '{lane}'"
        f" AND t.state = 'waiting' ORDER BY t.place, t.serial LIMIT 1) AS {lane}"
        for lane in _OPEN_LANES
    )
    serials = " UNION ALL ".join(f"SELECT {lane} AS serial FROM head" for lane in _OPEN_LANES)
    rows = session.all(
        f"WITH head AS (SELECT {looked_up} FROM counter_service cs"
        " JOIN line l ON l.centre = cs.centre AND l.day = :day AND l.service = cs.service"
        " WHERE cs.centre = :centre AND cs.counter = :counter"
        " AND (NOT EXISTS (SELECT 1 FROM service_officer o WHERE o.centre = cs.centre"
        "   AND o.service = cs.service)"
        "  OR EXISTS (SELECT 1 FROM service_officer o WHERE o.centre = cs.centre"
        "   AND o.service = cs.service AND o.person = :officer)))"
        f" SELECT {HEAD_COLUMNS} FROM ({serials}) h JOIN ticket t ON t.serial = h.serial",
        centre=centre,
        day=day,
        counter=counter,
        officer=officer,
    )
    rows += _reserved(session, centre, day, counter)
    return [head_of(row) for row in rows]


def _reserved(session: Session, centre: str, day: str, counter: str) -> list[Row]:
    found: list[Row] = []
    for lane in (Lane.RETURNED, Lane.DIRECT):
        found += session.all(
            f"SELECT {HEAD_COLUMNS} FROM ticket t WHERE t.centre = :centre AND t.day = :day"
            " AND t.for_counter = :counter AND t.lane = :lane AND t.state = 'waiting'"
            " AND t.for_counter IS NOT NULL ORDER BY t.place, t.serial LIMIT 1",
            centre=centre,
            day=day,
            counter=counter,
            lane=lane.value,
        )
    return found


def desk_of(session: Session, centre: str, counter: Counter) -> Desk:
    """The counter as the calling rule sees it."""
    return Desk(counters.skills_of(session, centre, counter.id), counter.free_since)


def ahead(session: Session, ticket: Ticket) -> int:
    """How many tickets of the same service stand before ``ticket``: in its lane by place, and
    everybody in the lanes that go first."""
    row = session.one(
        "SELECT COUNT(*) AS n FROM ticket WHERE centre = :centre AND day = :day"
        " AND service = :service AND lane = :lane AND state = 'waiting'"
        " AND (place < :place OR (place = :place AND serial < :serial))",
        centre=ticket.centre,
        day=ticket.day,
        service=ticket.service,
        lane=ticket.lane.value,
        place=ticket.place,
        serial=ticket.serial,
    )
    line = session.one(
        "SELECT waiting_priority, waiting_appointment FROM line WHERE centre = :centre"
        " AND day = :day AND service = :service",
        centre=ticket.centre,
        day=ticket.day,
        service=ticket.service,
    )
    before = 0
    if line is not None and ticket.lane is Lane.NORMAL:
        before = line["waiting_priority"]
    return (0 if row is None else int(row["n"])) + before


def places(session: Session, centre: str, day: str, service: str) -> dict[str, int]:
    """How many stand before each waiting ticket of a service, by its id; as ``ahead`` counts."""
    rows = session.all(
        "SELECT id, lane FROM ticket WHERE centre = :centre AND day = :day"
        " AND service = :service AND state = 'waiting' ORDER BY lane, place, serial",
        centre=centre,
        day=day,
        service=service,
    )
    lanes: dict[str, list[str]] = {}
    for row in rows:
        lanes.setdefault(row["lane"], []).append(row["id"])
    first = len(lanes.get(Lane.PRIORITY.value, ()))
    return {
        id: n
        for lane, ids in lanes.items()
        for n, id in enumerate(ids, first if lane == Lane.NORMAL.value else 0)
    }


def behind(session: Session, ticket: Ticket, limit: int) -> list[int]:
    """The places of those who stand after a waiting ticket in its lane, the next one first: the
    first ``limit``, and whoever stands at the very moment of the last of them."""
    same = (
        "centre = :centre AND day = :day AND service = :service AND lane = :lane"
        " AND state = 'waiting' AND (place > :place OR (place = :place AND serial > :serial))"
    )
    rows = session.all(
        f"SELECT place FROM ticket WHERE {same} AND place <= COALESCE("
        f"(SELECT place FROM ticket WHERE {same} ORDER BY place, serial LIMIT 1 OFFSET :skip),"
        f" (SELECT MAX(place) FROM ticket WHERE {same})) ORDER BY place, serial",
        centre=ticket.centre,
        day=ticket.day,
        service=ticket.service,
        lane=ticket.lane.value,
        place=ticket.place,
        serial=ticket.serial,
        skip=limit - 1,
    )
    return [row["place"] for row in rows]


def place_for(
    session: Session, centre: str, day: str, service: str, lane: Lane, rule: str, now: int
) -> int:
    """The place of a ticket that comes back into a lane: ``front``, ``middle`` or ``end``."""
    if rule == "end":
        return now
    row = session.one(
        "SELECT COUNT(*) AS n FROM ticket WHERE centre = :centre AND day = :day"
        " AND service = :service AND lane = :lane AND state = 'waiting'",
        centre=centre,
        day=day,
        service=service,
        lane=lane.value,
    )
    standing = 0 if row is None else int(row["n"])
    if standing == 0:
        return now
    skip = 0 if rule == "front" else standing // 2
    found = session.one(
        "SELECT place FROM ticket WHERE centre = :centre AND day = :day AND service = :service"
        " AND lane = :lane AND state = 'waiting' ORDER BY place, serial LIMIT 1 OFFSET :skip",
        centre=centre,
        day=day,
        service=service,
        lane=lane.value,
        skip=skip,
    )
    return now if found is None else int(found["place"]) - 1


def head_of(row: Row) -> Head:
    """A row of ``HEAD_COLUMNS``."""
    lane = Lane(row["lane"])
    return Head(
        ticket=row["id"],
        number=row["number"],
        service=row["service"],
        lane=lane,
        place=row["place"],
        serial=row["serial"],
        waiting_since=row["waiting_since"],
        # Once in another lane, an appointment called early waits for no hour any more.
        due_from=row["due_from"] if lane is Lane.APPOINTMENT else None,
    )
