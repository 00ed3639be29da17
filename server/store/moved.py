"""Centres that live in another store now."""

from .base import Session


def mark(session: Session, centre: str, now: int) -> None:
    session.run(
        "INSERT INTO moved_centre (centre, at) VALUES (:centre, :now) ON CONFLICT DO NOTHING",
        centre=centre,
        now=now,
    )


def everything(session: Session) -> bool:
    """Whether there are centres and all of them have moved away."""
    row = session.one(
        "SELECT COUNT(*) AS n, COUNT(m.centre) AS moved FROM centre c"
        " LEFT JOIN moved_centre m ON m.centre = c.id"
    )
    return row is not None and row["n"] > 0 and row["moved"] == row["n"]
