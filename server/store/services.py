"""Departments and the services (lines) they offer."""

import json
from collections.abc import Iterable

from ..core.model import Service, ServiceKind
from .base import Row, Session

_COLUMNS = "id, department, name, name_en, prefix, open, nominal_s, hours, capacity, kind"


def add_department(
    session: Session, centre: str, id: str, name: str, name_en: str, position: int
) -> None:
    session.run(
        "INSERT INTO department (centre, id, name, name_en, position)"
        " VALUES (:centre, :id, :name, :name_en, :position)"
        " ON CONFLICT (centre, id) DO NOTHING",
        centre=centre,
        id=id,
        name=name,
        name_en=name_en,
        position=position,
    )


def departments(session: Session, centre: str) -> list[Row]:
    return session.all(
        "SELECT id, name, name_en FROM department WHERE centre = :centre ORDER BY position, id",
        centre=centre,
    )


def add(session: Session, centre: str, service: Service, position: int) -> bool:
    """Add a service; False when its id or prefix is taken."""
    added = session.run(
        "INSERT INTO service (centre, id, department, name, name_en, prefix, open, nominal_s,"
        " position) VALUES (:centre, :id, :department, :name, :name_en, :prefix, :open,"
        " :nominal_s, :position) ON CONFLICT DO NOTHING",
        centre=centre,
        id=service.id,
        department=service.department,
        name=service.name,
        name_en=service.name_en,
        prefix=service.prefix,
        open=int(service.open),
        nominal_s=service.nominal_s,
        position=position,
    )
    return added == 1


def get(session: Session, centre: str, id: str) -> Service | None:
    row = session.one(
        f"SELECT {_COLUMNS} FROM service WHERE centre = :centre AND id = :id", centre=centre, id=id
    )
    return None if row is None else from_row(row)


def prefixes(session: Session, centre: str) -> list[str]:
    rows = session.all("SELECT prefix FROM service WHERE centre = :centre", centre=centre)
    return [row["prefix"] for row in rows]


def set_open(session: Session, centre: str, id: str, open: bool) -> bool:
    """Open or close a service for new tickets; False when there is no such service."""
    changed = session.run(
        "UPDATE service SET open = :open WHERE centre = :centre AND id = :id",
        open=int(open),
        centre=centre,
        id=id,
    )
    return changed == 1


def listing(session: Session, centre: str, day: str) -> list[Row]:
    """Every service with its department's names and today's line, in order of position."""
    return session.all(
        "SELECT s.id, s.department, s.name, s.name_en, s.prefix, s.open, s.nominal_s,"
        " s.hours, s.capacity, s.kind,"
        " d.name AS department_name, d.name_en AS department_name_en,"
        " COALESCE(l.waiting_priority, 0) AS waiting_priority,"
        " COALESCE(l.waiting_normal, 0) AS waiting_normal,"
        " COALESCE(l.waiting_appointment, 0) AS waiting_appointment,"
        " COALESCE(l.waiting_reserved, 0) AS waiting_reserved,"
        " COALESCE(l.issued, 0) AS issued"
        " FROM service s"
        " LEFT JOIN department d ON d.centre = s.centre AND d.id = s.department"
        " LEFT JOIN line l ON l.centre = s.centre AND l.day = :day AND l.service = s.id"
        " WHERE s.centre = :centre ORDER BY s.position, s.id",
        centre=centre,
        day=day,
    )


def waiting_in(row: Row) -> int:
    """How many wait in a listed service, over all its lanes."""
    return int(
        row["waiting_priority"]
        + row["waiting_normal"]
        + row["waiting_appointment"]
        + row["waiting_reserved"]
    )


def waiting_for_anybody(row: Row) -> int:
    """How many wait in a listed service for any of its counters, those kept for one left out."""
    return int(row["waiting_priority"] + row["waiting_normal"] + row["waiting_appointment"])


def oldest_waiting(session: Session, centre: str, day: str) -> dict[str, int]:
    """When the longest wait of each line began (ms), for the lines where somebody waits.

    One look-up in the index of waiting tickets per lane, however long the lines are.
    """
    lanes = ("priority", "normal", "appointment", "returned", "direct")
    looked_up = ", ".join(
        "(SELECT t.waiting_since FROM ticket t WHERE t.centre = l.centre AND t.day = l.day"
        f" AND t.service = l.service AND t.lane = '{lane}' AND t.state = 'waiting'"
        f" ORDER BY t.place, t.serial LIMIT 1) AS {lane}_at"
        for lane in lanes
    )
    rows = session.all(
        f"SELECT l.service, {looked_up} FROM line l WHERE l.centre = :centre AND l.day = :day"
        " AND l.waiting_priority + l.waiting_normal + l.waiting_appointment"
        " + l.waiting_reserved > 0",
        centre=centre,
        day=day,
    )
    found: dict[str, int] = {}
    for row in rows:
        moments = [row[f"{lane}_at"] for lane in lanes if row[f"{lane}_at"] is not None]
        if moments:
            found[row["service"]] = min(moments)
    return found


def open_counters(session: Session, centre: str) -> dict[str, int]:
    """How many counters that are open handle each service."""
    rows = session.all(
        "SELECT cs.service, COUNT(*) AS n FROM counter_service cs"
        " JOIN counter c ON c.centre = cs.centre AND c.id = cs.counter"
        " WHERE cs.centre = :centre AND c.state = 'open' GROUP BY cs.service",
        centre=centre,
    )
    return {row["service"]: row["n"] for row in rows}


def counters_for(session: Session, centre: str, service: str) -> int:
    """How many counters serve a service now; those that could, where none is open."""
    row = session.one(
        "SELECT COUNT(*) AS n, COALESCE(SUM(CASE c.state WHEN 'open' THEN 1 ELSE 0 END), 0)"
        " AS open FROM counter_service cs"
        " JOIN counter c ON c.centre = cs.centre AND c.id = cs.counter"
        " WHERE cs.centre = :centre AND cs.service = :service",
        centre=centre,
        service=service,
    )
    return 0 if row is None else int(row["open"] or row["n"])


def set_schedule(
    session: Session, centre: str, id: str, hours: str | None, capacity: int | None
) -> bool:
    """Hours (JSON) and daily capacity of a service; False when there is no such service."""
    changed = session.run(
        "UPDATE service SET hours = :hours, capacity = :capacity"
        " WHERE centre = :centre AND id = :id",
        hours=hours,
        capacity=capacity,
        centre=centre,
        id=id,
    )
    return changed == 1


def set_kind(session: Session, centre: str, id: str, kind: ServiceKind) -> bool:
    """What a service is for; False when there is no such service."""
    changed = session.run(
        "UPDATE service SET kind = :kind WHERE centre = :centre AND id = :id",
        kind=kind.value,
        centre=centre,
        id=id,
    )
    return changed == 1


def officers(session: Session, centre: str, id: str) -> list[str]:
    """The people a service is reserved to; none means everybody."""
    rows = session.all(
        "SELECT person FROM service_officer WHERE centre = :centre AND service = :id"
        " ORDER BY person",
        centre=centre,
        id=id,
    )
    return [row["person"] for row in rows]


def set_officers(session: Session, centre: str, id: str, people: Iterable[str]) -> None:
    """Reserve a service to these people; none means everybody."""
    session.run(
        "DELETE FROM service_officer WHERE centre = :centre AND service = :id",
        centre=centre,
        id=id,
    )
    session.many(
        "INSERT INTO service_officer (centre, service, person) VALUES (:centre, :id, :person)",
        [{"centre": centre, "id": id, "person": person} for person in people],
    )


def from_row(row: Row) -> Service:
    return Service(
        id=row["id"],
        name=row["name"],
        name_en=row["name_en"],
        prefix=row["prefix"],
        department=row["department"],
        open=bool(row["open"]),
        nominal_s=row["nominal_s"],
        week=None if row["hours"] is None else json.loads(row["hours"]),
        capacity=row["capacity"],
        kind=ServiceKind(row["kind"]),
    )
