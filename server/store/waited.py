"""How long people waited on past days."""

from .base import Row, Session


def calls_between(session: Session, centre: str, first: str, last: str) -> list[Row]:
    """Every call (no recalls, nothing undone) of the days between two dates, in order, with when
    its ticket was drawn."""
    return session.all(
        "SELECT c.day, c.service, c.ticket, c.called_at, t.issued_at"
        " FROM call c JOIN ticket t ON t.id = c.ticket"
        " WHERE c.centre = :centre AND c.day BETWEEN :first AND :last"
        " AND c.attempt = 1 AND c.undone_at IS NULL ORDER BY c.day, c.id",
        centre=centre,
        first=first,
        last=last,
    )


def issued_between(session: Session, centre: str, first: str, last: str) -> list[Row]:
    """How many tickets were drawn by day and service between two dates."""
    return session.all(
        "SELECT day, service, issued FROM line WHERE centre = :centre"
        " AND day BETWEEN :first AND :last AND issued > 0 ORDER BY day, service",
        centre=centre,
        first=first,
        last=last,
    )
