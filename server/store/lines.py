"""A service's line on one day: its number series and how many wait in each lane."""

from ..core.model import Lane
from .base import Row, Session

# Lanes have columns, so that one statement numbers a ticket and counts it.
_COLUMN = {
    Lane.PRIORITY: "waiting_priority",
    Lane.NORMAL: "waiting_normal",
    Lane.APPOINTMENT: "waiting_appointment",
    Lane.RETURNED: "waiting_reserved",
    Lane.DIRECT: "waiting_reserved",
}


def join(session: Session, centre: str, service: str, day: str, lane: Lane) -> Row:
    """Take the next serial of the day and stand in ``lane``; the line as it is then."""
    first = {
        "p": int(lane is Lane.PRIORITY),
        "n": int(lane is Lane.NORMAL),
        "a": int(lane is Lane.APPOINTMENT),
    }
    row = session.one(
        "INSERT INTO line (centre, service, day, last_serial, waiting_priority, waiting_normal,"
        " waiting_appointment) VALUES (:centre, :service, :day, 1, :p, :n, :a)"
        " ON CONFLICT (centre, day, service) DO UPDATE SET last_serial = line.last_serial + 1,"
        " waiting_priority = line.waiting_priority + :p,"
        " waiting_normal = line.waiting_normal + :n,"
        " waiting_appointment = line.waiting_appointment + :a"
        " RETURNING last_serial, waiting_priority, waiting_normal, waiting_appointment",
        centre=centre,
        service=service,
        day=day,
        **first,
    )
    assert row is not None  # an upsert always returns its row
    return row


def stand(session: Session, centre: str, service: str, day: str, lane: Lane) -> None:
    """One ticket more waits in ``lane``, without a new number (transfers, returns)."""
    column = _COLUMN[lane]
    session.run(
        "INSERT INTO line (centre, service, day, last_serial, waiting_priority, waiting_normal,"
        " waiting_appointment, waiting_reserved)"
        " VALUES (:centre, :service, :day, 0, 0, 0, 0, 0)"
        " ON CONFLICT (centre, day, service) DO NOTHING",
        centre=centre,
        day=day,
        service=service,
    )
    session.run(
        f"UPDATE line SET {column} = {column} + 1"
        " WHERE centre = :centre AND day = :day AND service = :service",
        centre=centre,
        day=day,
        service=service,
    )


def leave(session: Session, centre: str, service: str, day: str, lane: Lane) -> None:
    """One ticket fewer waits in ``lane``."""
    column = _COLUMN[lane]
    session.put(
        f"UPDATE line SET {column} = {column} - 1"
        " WHERE centre = :centre AND day = :day AND service = :service",
        centre=centre,
        day=day,
        service=service,
    )
