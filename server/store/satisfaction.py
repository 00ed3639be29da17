"""Ratings and served visits of a period, counted by what they have in common."""

from .base import Row, Session

QUARTER_MS = 900_000
"""Times are counted by quarter of an hour (UTC): every zone's hours are made of whole ones."""

# What each grouping looks at, for ratings (r) with their tickets (t), and for tickets alone.
_RATED_KEY = {
    "all": "''",
    "day": "r.day",
    "service": "r.service",
    "counter": "r.counter",
    "officer": "COALESCE(r.officer, '')",
    "department": "COALESCE(s.department, '')",
    "field": "COALESCE(p.field, '')",
    "hour": f"t.ended_at / {QUARTER_MS}",
}
_SERVED_KEY = {
    **_RATED_KEY,
    "day": "t.day",
    "service": "t.service",
    "counter": "COALESCE(t.counter, '')",
    "officer": "COALESCE(t.officer, '')",
}
_OF_TICKET = (
    " LEFT JOIN service s ON s.centre = t.centre AND s.id = t.service"
    " LEFT JOIN procedure p ON p.centre = t.centre AND p.code = t.procedure"
)
GROUPINGS = tuple(_RATED_KEY)
_OF_RATING = frozenset({"all", "day", "service", "counter", "officer"})
"""What a rating says by itself: its ticket need not be looked at."""


def rated(session: Session, centre: str, first: str, last: str, by: str) -> list[Row]:
    """(key, value, reasons, n) of the ratings of visits from day ``first`` to ``last``.

    ``reasons`` is a JSON list; ``by`` is one of ``GROUPINGS``, hours by quarter since the epoch.
    """
    key = _RATED_KEY[by]
    joined = "" if by in _OF_RATING else f" JOIN ticket t ON t.id = r.ticket{_OF_TICKET}"
    return session.all(
        f"SELECT {key} AS key, r.value AS value, r.reasons AS reasons, COUNT(*) AS n"
        f" FROM rating r{joined}"
        " WHERE r.centre = :centre AND r.day >= :first AND r.day <= :last"
        " GROUP BY 1, 2, 3",
        centre=centre,
        first=first,
        last=last,
    )


def served(session: Session, centre: str, first: str, last: str, by: str) -> list[Row]:
    """(key, n) of the visits that were finished from day ``first`` to ``last``."""
    key = _SERVED_KEY[by]
    return session.all(
        f"SELECT {key} AS key, COUNT(*) AS n FROM ticket t{_OF_TICKET}"
        " WHERE t.centre = :centre AND t.day >= :first AND t.day <= :last"
        " AND t.state = 'finished' GROUP BY 1",
        centre=centre,
        first=first,
        last=last,
    )


def by_source(session: Session, centre: str, first: str, last: str) -> list[Row]:
    """(source, n) of the ratings of visits from day ``first`` to ``last``."""
    return session.all(
        "SELECT source, COUNT(*) AS n FROM rating"
        " WHERE centre = :centre AND day >= :first AND day <= :last GROUP BY source",
        centre=centre,
        first=first,
        last=last,
    )


def press_counts(session: Session, centre: str, begins: int, ends: int) -> list[Row]:
    """(counter, status, n) of every press made in [begins, ends) ms."""
    return session.all(
        "SELECT counter, status, COUNT(*) AS n FROM press"
        " WHERE centre = :centre AND pressed_at >= :begins AND pressed_at < :ends"
        " GROUP BY counter, status",
        centre=centre,
        begins=begins,
        ends=ends,
    )


def presses(session: Session, centre: str, begins: int, ends: int) -> list[Row]:
    """(counter, status, pressed_at, awake_ms) of every press made at a desk in [begins, ends) ms,
    in order.

    ``awake_ms`` is how long the terminal had been asking: as the terminal says, else since the
    visit ended; None where the press belongs to none.
    """
    return session.all(
        "SELECT p.counter AS counter, p.status AS status, p.pressed_at AS pressed_at,"
        " CASE WHEN t.ended_at IS NULL THEN NULL"
        " ELSE COALESCE(p.shown_ms, p.pressed_at - t.ended_at) END AS awake_ms"
        " FROM press p LEFT JOIN ticket t ON t.id = p.ticket"
        " WHERE p.centre = :centre AND p.source = 'desk'"
        " AND p.pressed_at >= :begins AND p.pressed_at < :ends ORDER BY p.pressed_at",
        centre=centre,
        begins=begins,
        ends=ends,
    )
