"""How many of a day's tickets were called in time."""

from .base import Row, Session


def of_day(session: Session, centre: str, day: str, target_ms: int) -> list[Row]:
    """(service, called, in_time) of the tickets of a day that were called: the last wait of each,
    in time when it took at most ``target_ms``."""
    return session.all(
        "SELECT service, COUNT(*) AS called,"
        " SUM(CASE WHEN called_at - waiting_since <= :target THEN 1 ELSE 0 END) AS in_time"
        " FROM ticket WHERE centre = :centre AND day = :day AND called_at >= waiting_since"
        " AND state <> 'waiting' GROUP BY service",
        centre=centre,
        day=day,
        target=target_ms,
    )
