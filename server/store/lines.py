"""A service's line on one day: its number series and how many wait in each lane."""

from ..core.model import Lane
from .base import Row, Session

# The two lanes have a column each, so that one statement numbers a ticket and counts it.
_COLUMN = {Lane.PRIORITY: "waiting_priority", Lane.NORMAL: "waiting_normal"}


def join(session: Session, centre: str, service: str, day: str, lane: Lane) -> Row:
    """Take the next serial of the day and stand in ``lane``; the line as it is then."""
    first = {"p": int(lane is Lane.PRIORITY), "n": int(lane is Lane.NORMAL)}
    row = session.one(
        "INSERT INTO line (centre, service, day, last_serial, waiting_priority, waiting_normal)"
        " VALUES (:centre, :service, :day, 1, :p, :n)"
        " ON CONFLICT (centre, day, service) DO UPDATE SET last_serial = line.last_serial + 1,"
        " waiting_priority = line.waiting_priority + :p,"
        " waiting_normal = line.waiting_normal + :n"
        " RETURNING last_serial, waiting_priority, waiting_normal",
        centre=centre,
        service=service,
        day=day,
        **first,
    )
    assert row is not None  # an upsert always returns its row
    return row


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
