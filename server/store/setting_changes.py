"""Every change of a centre's settings, so that the last one can be undone."""

from .base import Row, Session


def add(session: Session, centre: str, at: int, actor: str, before: str, after: str) -> None:
    session.run(
        "INSERT INTO setting_change (centre, at, actor, before, after)"
        " VALUES (:centre, :at, :actor, :before, :after)",
        centre=centre,
        at=at,
        actor=actor,
        before=before,
        after=after,
    )


def last(session: Session, centre: str) -> Row | None:
    """The latest change that still holds."""
    return session.one(
        "SELECT id, at, actor, before, after FROM setting_change"
        " WHERE centre = :centre AND undone_at IS NULL ORDER BY id DESC LIMIT 1",
        centre=centre,
    )


def recent(session: Session, centre: str, limit: int) -> list[Row]:
    return session.all(
        "SELECT id, at, actor, before, after, undone_at FROM setting_change"
        " WHERE centre = :centre ORDER BY id DESC LIMIT :limit",
        centre=centre,
        limit=limit,
    )


def undone(session: Session, id: int, at: int) -> None:
    session.run("UPDATE setting_change SET undone_at = :at WHERE id = :id", id=id, at=at)
