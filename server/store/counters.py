"""Counters, what they handle and who holds them."""

from collections.abc import Mapping

from ..core.calling import Skill
from ..core.model import Counter, CounterState
from .base import Row, Session

_COLUMNS = (
    "id, number, name, name_en, state, state_since, officer, ticket, free_since, pause_reason"
)


def add(session: Session, centre: str, counter: Counter) -> bool:
    """Add a counter; False when its id or number is taken."""
    added = session.run(
        "INSERT INTO counter (centre, id, number, name, name_en, state, state_since)"
        " VALUES (:centre, :id, :number, :name, :name_en, :state, :since) ON CONFLICT DO NOTHING",
        centre=centre,
        id=counter.id,
        number=counter.number,
        name=counter.name,
        name_en=counter.name_en,
        state=counter.state.value,
        since=counter.state_since,
    )
    return added == 1


def get(session: Session, centre: str, id: str) -> Counter | None:
    row = session.one(
        f"SELECT {_COLUMNS} FROM counter WHERE centre = :centre AND id = :id", centre=centre, id=id
    )
    return None if row is None else from_row(row)


def listing(session: Session, centre: str) -> list[Counter]:
    rows = session.all(
        f"SELECT {_COLUMNS} FROM counter WHERE centre = :centre ORDER BY number", centre=centre
    )
    return [from_row(row) for row in rows]


def skills(session: Session, centre: str) -> dict[str, dict[str, Skill]]:
    """What each counter handles, and how; in the order of the services."""
    rows = session.all(
        "SELECT cs.counter, cs.service, cs.weight, cs.helps FROM counter_service cs"
        " JOIN service s ON s.centre = cs.centre AND s.id = cs.service"
        " WHERE cs.centre = :centre ORDER BY s.position, s.id",
        centre=centre,
    )
    found: dict[str, dict[str, Skill]] = {}
    for row in rows:
        found.setdefault(row["counter"], {})[row["service"]] = _skill(row)
    return found


def skills_of(session: Session, centre: str, counter: str) -> dict[str, Skill]:
    """What one counter handles, and how."""
    rows = session.all(
        "SELECT service, weight, helps FROM counter_service"
        " WHERE centre = :centre AND counter = :counter ORDER BY service",
        centre=centre,
        counter=counter,
    )
    return {row["service"]: _skill(row) for row in rows}


def _skill(row: Row) -> Skill:
    return Skill(row["weight"], bool(row["helps"]))


def set_skills(session: Session, centre: str, counter: str, skills: Mapping[str, Skill]) -> None:
    session.run(
        "DELETE FROM counter_service WHERE centre = :centre AND counter = :counter",
        centre=centre,
        counter=counter,
    )
    session.many(
        "INSERT INTO counter_service (centre, counter, service, weight, helps)"
        " VALUES (:centre, :counter, :service, :weight, :helps)",
        [
            {
                "centre": centre,
                "counter": counter,
                "service": service,
                "weight": skill.weight,
                "helps": int(skill.helps),
            }
            for service, skill in skills.items()
        ],
    )


def raise_weights(session: Session, centre: str, service: str, weight: int) -> None:
    """Give a service this weight at the counters where it has the usual one."""
    session.run(
        "UPDATE counter_service SET weight = :weight"
        " WHERE centre = :centre AND service = :service AND weight = 1",
        centre=centre,
        service=service,
        weight=weight,
    )


def set_state(
    session: Session,
    centre: str,
    id: str,
    state: CounterState,
    now: int,
    pause_reason: str | None = None,
) -> None:
    session.put(
        "UPDATE counter SET state = :state, state_since = :now, pause_reason = :pause_reason,"
        " free_since = CASE WHEN :state = 'open' THEN :now ELSE free_since END"
        " WHERE centre = :centre AND id = :id",
        centre=centre,
        id=id,
        state=state.value,
        now=now,
        pause_reason=pause_reason,
    )


def release(session: Session, centre: str, id: str, now: int) -> None:
    """The counter holds no ticket any more."""
    session.put(
        "UPDATE counter SET ticket = NULL, free_since = :now WHERE centre = :centre AND id = :id",
        centre=centre,
        id=id,
        now=now,
    )


def set_ticket(session: Session, centre: str, id: str, ticket: str) -> None:
    """The ticket a counter is busy with."""
    session.put(
        "UPDATE counter SET ticket = :ticket WHERE centre = :centre AND id = :id",
        centre=centre,
        id=id,
        ticket=ticket,
    )


def set_officer(session: Session, centre: str, id: str, officer: str | None) -> None:
    session.put(
        "UPDATE counter SET officer = :officer WHERE centre = :centre AND id = :id",
        centre=centre,
        id=id,
        officer=officer,
    )


def held_by(session: Session, centre: str, officer: str) -> list[str]:
    """The counters an officer holds (normally one, or none)."""
    rows = session.all(
        "SELECT id FROM counter WHERE centre = :centre AND officer = :officer ORDER BY number",
        centre=centre,
        officer=officer,
    )
    return [row["id"] for row in rows]


def from_row(row: Row) -> Counter:
    return Counter(
        id=row["id"],
        number=row["number"],
        name=row["name"],
        name_en=row["name_en"],
        state=CounterState(row["state"]),
        state_since=row["state_since"],
        officer=row["officer"],
        ticket=row["ticket"],
        free_since=row["free_since"],
        pause_reason=row["pause_reason"],
    )
