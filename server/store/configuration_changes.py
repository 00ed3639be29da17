"""Every change of a centre's configuration, so that it can be told and taken back."""

from collections.abc import Sequence

from .base import Row, Session

_COLUMNS = "id, at, actor, kind, before, after, undone_at"


def add(
    session: Session, centre: str, at: int, actor: str, kind: str, before: str, after: str
) -> None:
    session.run(
        "INSERT INTO configuration_change (centre, at, actor, kind, before, after)"
        " VALUES (:centre, :at, :actor, :kind, :before, :after)",
        centre=centre,
        at=at,
        actor=actor,
        kind=kind,
        before=before,
        after=after,
    )


def get(session: Session, centre: str, id: int) -> Row | None:
    return session.one(
        f"SELECT {_COLUMNS} FROM configuration_change WHERE centre = :centre AND id = :id",
        centre=centre,
        id=id,
    )


def listing(session: Session, centre: str, before: int | None, limit: int) -> list[Row]:
    """Changes, the latest first; those older than the change ``before`` where it is given."""
    return session.all(
        f"SELECT {_COLUMNS} FROM configuration_change WHERE centre = :centre"
        " AND id < :before ORDER BY id DESC LIMIT :limit",
        centre=centre,
        before=2**62 if before is None else before,
        limit=limit,
    )


def latest_of(session: Session, centre: str, kinds: Sequence[str], limit: int) -> list[Row]:
    """The latest changes of some kinds, the latest first."""
    return session.among(
        f"SELECT {_COLUMNS} FROM configuration_change WHERE centre = :centre"
        " AND kind IN :values ORDER BY id DESC LIMIT :limit",
        kinds,
        centre=centre,
        limit=limit,
    )


def last_holding(session: Session, centre: str, kinds: Sequence[str]) -> Row | None:
    """The latest change of some kinds that was not taken back."""
    rows = session.among(
        f"SELECT {_COLUMNS} FROM configuration_change WHERE centre = :centre"
        " AND kind IN :values AND undone_at IS NULL ORDER BY id DESC LIMIT 1",
        kinds,
        centre=centre,
    )
    return rows[0] if rows else None


def undone(session: Session, id: int, at: int) -> None:
    session.run("UPDATE configuration_change SET undone_at = :at WHERE id = :id", id=id, at=at)
