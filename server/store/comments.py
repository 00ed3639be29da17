"""What people wrote beside their ratings: without the ticket, the officer or the time of day."""

from .base import Row, Session


def listing(
    session: Session, centre: str, first: str, last: str, start: int, limit: int
) -> list[Row]:
    """Comments of visits from day ``first`` to ``last``, newest first, ``limit`` from ``start``."""
    return session.all(
        "SELECT r.day, r.value, r.reasons, r.comment, r.service, s.name, s.name_en FROM rating r"
        " LEFT JOIN service s ON s.centre = r.centre AND s.id = r.service"
        " WHERE r.centre = :centre AND r.day >= :first AND r.day <= :last AND r.comment <> ''"
        " ORDER BY r.day DESC, r.pressed_at DESC, r.ticket LIMIT :limit OFFSET :start",
        centre=centre,
        first=first,
        last=last,
        start=start,
        limit=limit,
    )
