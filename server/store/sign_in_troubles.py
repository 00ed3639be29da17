"""How often signing in failed within a day, by whom it was tried as."""

from .base import Row, Session


def count(session: Session, centre: str, what: str, who: str, now: int, stale: int) -> int:
    """Count one more; how many there are with it. Those that began before ``stale`` are over."""
    row = session.one(
        "INSERT INTO sign_in_trouble (centre, what, who, times, since)"
        " VALUES (:centre, :what, :who, 1, :now) ON CONFLICT (centre, what, who) DO UPDATE SET"
        " times = CASE WHEN sign_in_trouble.since < :stale THEN 1"
        " ELSE sign_in_trouble.times + 1 END,"
        " since = CASE WHEN sign_in_trouble.since < :stale THEN :now"
        " ELSE sign_in_trouble.since END RETURNING times",
        centre=centre,
        what=what,
        who=who,
        now=now,
        stale=stale,
    )
    return int(row["times"]) if row else 0


def get(session: Session, centre: str, what: str, who: str) -> Row | None:
    return session.one(
        "SELECT times, since FROM sign_in_trouble"
        " WHERE centre = :centre AND what = :what AND who = :who",
        centre=centre,
        what=what,
        who=who,
    )
