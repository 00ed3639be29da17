"""What officers' consoles show, asked for all counters of a centre at once.

A change of a line concerns every console that serves it. Within one look at the centre
(``remembering``) ten of them then ask the store no more than one does.
"""

from collections.abc import Iterable

from ..core.calling import Head
from ..core.model import Lane, Ticket
from .base import Row, Session
from .queue import HEAD_COLUMNS, head_of
from .tickets import COLUMNS, from_row

KEPT_LANES = (Lane.RETURNED, Lane.DIRECT)
"""The lanes of tickets that wait for one counter."""
_LANE_ORDER = (
    "CASE t.lane WHEN 'returned' THEN 0 WHEN 'direct' THEN 1 WHEN 'appointment' THEN 2"
    " WHEN 'priority' THEN 3 ELSE 4 END"
)


def waiting(session: Session, centre: str, day: str, limit: int) -> list[Row]:
    """The tickets that wait, by lane, then by place: the first ``limit`` of each lane of a line,
    and of those that are kept for one counter. What one counter may call first is among them."""
    return session.all(
        f"SELECT {HEAD_COLUMNS}, t.for_counter, t.priority, t.procedure, t.note, t.language,"
        " s.name AS service_name, s.name_en AS service_name_en"
        " FROM (SELECT ticket.*, ROW_NUMBER() OVER ("
        "   PARTITION BY service, lane, for_counter ORDER BY place, serial) AS nth"
        "  FROM ticket WHERE centre = :centre AND day = :day AND state = 'waiting') t"
        " JOIN service s ON s.centre = t.centre AND s.id = t.service"
        f" WHERE t.nth <= :limit ORDER BY {_LANE_ORDER}, t.place, t.serial",
        centre=centre,
        day=day,
        limit=limit,
    )


def kept_for(session: Session, centre: str, day: str) -> dict[str, int]:
    """How many wait for one very counter, by counter: sent there, or back with corrected papers."""
    rows = session.all(
        "SELECT for_counter, COUNT(*) AS n FROM ticket WHERE centre = :centre AND day = :day"
        " AND state = 'waiting' AND for_counter IS NOT NULL GROUP BY for_counter",
        centre=centre,
        day=day,
    )
    return {row["for_counter"]: int(row["n"]) for row in rows}


def reserved(session: Session, centre: str) -> dict[str, set[str]]:
    """The officers of each service that only some may call."""
    rows = session.all(
        "SELECT service, person FROM service_officer WHERE centre = :centre", centre=centre
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["service"], set()).add(row["person"])
    return found


def heads(
    rows: Iterable[Row], reserved: dict[str, set[str]], counter: str, officer: str | None
) -> list[Head]:
    """``queue.heads`` of one counter, found among the ``waiting`` it may see."""
    first: dict[tuple[str, ...], Head] = {}
    for row in rows:
        if row["lane"] in KEPT_LANES:
            if row["for_counter"] == counter:
                first.setdefault((row["lane"],), head_of(row))
        elif officer in reserved.get(row["service"], {officer}):
            first.setdefault((row["lane"], row["service"]), head_of(row))
    return list(first.values())


def last_finished(session: Session, centre: str, day: str) -> dict[str, Ticket]:
    """The visit each counter finished last (the one to rate), also when it had been parked."""
    # Asked in two steps: joined to the tickets at once, PostgreSQL may read all there are for ten.
    rows = session.all(
        "SELECT (SELECT f.serial FROM ticket f"
        "  WHERE f.centre = c.centre AND f.counter = c.id AND f.day = :day"
        "  AND f.state = 'finished' ORDER BY f.ended_at DESC, f.serial DESC LIMIT 1) AS last"
        " FROM counter c WHERE c.centre = :centre",
        centre=centre,
        day=day,
    )
    last = [row["last"] for row in rows if row["last"] is not None]
    if not last:
        return {}
    found = session.among(f"SELECT {COLUMNS} FROM ticket WHERE serial IN :values", last)
    return {row["counter"]: from_row(row) for row in found}


def aside(session: Session, centre: str, day: str) -> list[Ticket]:
    """The tickets that counters have parked, or sent away to correct papers, oldest first."""
    rows = session.all(
        f"SELECT {COLUMNS} FROM ticket WHERE centre = :centre AND day = :day"
        " AND state IN ('parked', 'away') ORDER BY called_at, serial",
        centre=centre,
        day=day,
    )
    return [from_row(row) for row in rows]


def missed(session: Session, centre: str, day: str, limit: int) -> list[Ticket]:
    """The tickets that were called and did not come, the latest ``limit`` of each counter, the
    latest first."""
    rows = session.all(
        f"SELECT {COLUMNS} FROM (SELECT ticket.*, ROW_NUMBER() OVER ("
        "   PARTITION BY counter ORDER BY called_at DESC, serial DESC) AS nth"
        "  FROM ticket WHERE centre = :centre AND day = :day AND state = 'no_show') t"
        " WHERE nth <= :limit ORDER BY called_at DESC, serial DESC",
        centre=centre,
        day=day,
        limit=limit,
    )
    return [from_row(row) for row in rows]
