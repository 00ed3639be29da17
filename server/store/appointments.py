"""Appointments: a service, a window of time, a code to check in with."""

from .base import Row, Session

_COLUMNS = "id, code, service, procedure, day, begins_at, ends_at, state, ticket"


def add(
    session: Session,
    *,
    id: str,
    centre: str,
    code: str,
    service: str,
    procedure: str | None,
    day: str,
    begins_at: int,
    ends_at: int,
    now: int,
) -> bool:
    """Add an appointment; False when the code is taken on that day."""
    added = session.run(
        "INSERT INTO appointment (id, centre, code, service, procedure, day, begins_at, ends_at,"
        " state, created_at) VALUES (:id, :centre, :code, :service, :procedure, :day, :begins_at,"
        " :ends_at, 'booked', :now) ON CONFLICT DO NOTHING",
        id=id,
        centre=centre,
        code=code,
        service=service,
        procedure=procedure,
        day=day,
        begins_at=begins_at,
        ends_at=ends_at,
        now=now,
    )
    return added == 1


def get(session: Session, centre: str, id: str) -> Row | None:
    return session.one(
        f"SELECT {_COLUMNS} FROM appointment WHERE centre = :centre AND id = :id",
        centre=centre,
        id=id,
    )


def by_code(session: Session, centre: str, day: str, code: str) -> Row | None:
    return session.one(
        f"SELECT {_COLUMNS} FROM appointment"
        " WHERE centre = :centre AND day = :day AND code = :code",
        centre=centre,
        day=day,
        code=code,
    )


def listing(session: Session, centre: str, day: str) -> list[Row]:
    return session.all(
        f"SELECT {_COLUMNS} FROM appointment WHERE centre = :centre AND day = :day"
        " ORDER BY begins_at, id",
        centre=centre,
        day=day,
    )


def set_state(session: Session, id: str, state: str, ticket: str | None) -> None:
    session.run(
        "UPDATE appointment SET state = :state, ticket = :ticket WHERE id = :id",
        id=id,
        state=state,
        ticket=ticket,
    )
