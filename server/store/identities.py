"""Tickets by the keyed hash of an identity number; see ``usecases/identity``."""

from .base import Session


def has_live_ticket(session: Session, centre: str, day: str, identity: str) -> bool:
    """Whether a ticket of this day with this hash still counts."""
    row = session.one(
        "SELECT 1 AS one FROM ticket WHERE centre = :centre AND day = :day"
        " AND identity = :identity"
        " AND state IN ('waiting', 'called', 'serving', 'parked', 'away') LIMIT 1",
        centre=centre,
        day=day,
        identity=identity,
    )
    return row is not None


def key(session: Session, centre: str) -> str | None:
    """The centre's key for hashing identity numbers; None before its first use."""
    row = session.one(
        "SELECT value FROM centre_secret WHERE centre = :centre AND name = 'identity'",
        centre=centre,
    )
    return None if row is None else str(row["value"])
