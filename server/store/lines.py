"""A service's line on one day: its number series and how many wait in each lane."""

from collections.abc import Mapping

from ..core.model import Lane
from ..core.offline import Run
from .base import Row, Session

# Lanes have columns, so that one statement numbers a ticket and counts it.
_COLUMN = {
    Lane.PRIORITY: "waiting_priority",
    Lane.NORMAL: "waiting_normal",
    Lane.APPOINTMENT: "waiting_appointment",
    Lane.RETURNED: "waiting_reserved",
    Lane.DIRECT: "waiting_reserved",
}

NO_RUN = Run(0, -1)
"""What a line begins with."""


def join(session: Session, centre: str, service: str, day: str, lane: Lane) -> Row:
    """Take the next serial of the day that no kiosk holds, and stand in ``lane``; the line as it
    is then. ``issued`` counts the day's tickets, whatever their numbers."""
    first = {
        "p": int(lane is Lane.PRIORITY),
        "n": int(lane is Lane.NORMAL),
        "a": int(lane is Lane.APPOINTMENT),
    }
    row = session.one(
        "INSERT INTO line (centre, service, day, last_serial, issued, waiting_priority,"
        " waiting_normal, waiting_appointment) VALUES (:centre, :service, :day, 1, 1, :p, :n, :a)"
        " ON CONFLICT (centre, day, service) DO UPDATE SET last_serial ="
        " CASE WHEN line.last_serial + 1 BETWEEN line.leased_first AND line.leased_last"
        " THEN line.leased_last ELSE line.last_serial END + 1,"
        " issued = line.issued + 1,"
        " waiting_priority = line.waiting_priority + :p,"
        " waiting_normal = line.waiting_normal + :n,"
        " waiting_appointment = line.waiting_appointment + :a"
        " RETURNING last_serial, issued, waiting_priority, waiting_normal, waiting_appointment",
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


def count_issued(session: Session, centre: str, service: str, day: str) -> None:
    """One ticket more has a number of this line that was not taken by ``join``."""
    session.put(
        "INSERT INTO line (centre, service, day, last_serial, issued, waiting_priority,"
        " waiting_normal) VALUES (:centre, :service, :day, 0, 1, 0, 0)"
        " ON CONFLICT (centre, day, service) DO UPDATE SET issued = line.issued + 1",
        centre=centre,
        day=day,
        service=service,
    )


def numbering(session: Session, centre: str, day: str) -> dict[str, tuple[int, Run]]:
    """The last serial of every line that has begun, and its leased run, by service."""
    rows = session.all(
        "SELECT service, last_serial, leased_first, leased_last FROM line"
        " WHERE centre = :centre AND day = :day",
        centre=centre,
        day=day,
    )
    return {
        row["service"]: (row["last_serial"], Run(row["leased_first"], row["leased_last"]))
        for row in rows
    }


def lease(session: Session, centre: str, day: str, runs: Mapping[str, Run]) -> None:
    """Set the leased run of lines, by service."""
    session.many(
        "INSERT INTO line (centre, service, day, last_serial, waiting_priority, waiting_normal,"
        " leased_first, leased_last) VALUES (:centre, :service, :day, 0, 0, 0, :first, :last)"
        " ON CONFLICT (centre, day, service) DO UPDATE SET leased_first = :first,"
        " leased_last = :last",
        [
            {
                "centre": centre,
                "service": service,
                "day": day,
                "first": run.first,
                "last": run.last,
            }
            for service, run in runs.items()
        ],
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
