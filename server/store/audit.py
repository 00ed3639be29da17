"""The audit trail's rows: they are added and read, never changed (see the migration's triggers)."""

from ..core.audit_chain import Entry
from .base import Row, Session

_COLUMNS = "centre, seq, at, actor, what, subject, data, hash"


def last(session: Session, centre: str) -> Row | None:
    """The newest row of a centre."""
    return session.one(
        f"SELECT {_COLUMNS} FROM audit WHERE centre = :centre ORDER BY seq DESC LIMIT 1",
        centre=centre,
    )


def add(session: Session, entry: Entry, previous: str, hash: str) -> None:
    session.put(
        "INSERT INTO audit (centre, seq, at, actor, what, subject, data, previous, hash)"
        " VALUES (:centre, :seq, :at, :actor, :what, :subject, :data, :previous, :hash)",
        centre=entry.centre,
        seq=entry.seq,
        at=entry.at,
        actor=entry.actor,
        what=entry.what,
        subject=entry.subject,
        data=entry.data,
        previous=previous,
        hash=hash,
    )


def after(session: Session, centre: str, seq: int, limit: int) -> list[Row]:
    """The first ``limit`` rows after ``seq``, oldest first."""
    return session.all(
        f"SELECT {_COLUMNS} FROM audit WHERE centre = :centre AND seq > :seq"
        " ORDER BY seq LIMIT :limit",
        centre=centre,
        seq=seq,
        limit=limit,
    )


def before(session: Session, centre: str, seq: int, limit: int) -> list[Row]:
    """The last ``limit`` rows before ``seq``, newest first."""
    return session.all(
        f"SELECT {_COLUMNS} FROM audit WHERE centre = :centre AND seq < :seq"
        " ORDER BY seq DESC LIMIT :limit",
        centre=centre,
        seq=seq,
        limit=limit,
    )


def has_hash(session: Session, centre: str, hash: str) -> bool:
    """Whether a row of a centre has this hash."""
    row = session.one(
        "SELECT 1 AS one FROM audit WHERE centre = :centre AND hash = :hash LIMIT 1",
        centre=centre,
        hash=hash,
    )
    return row is not None


def of_kind(session: Session, centre: str, what: str, limit: int) -> list[Row]:
    """The last ``limit`` rows of one kind, newest first."""
    return session.all(
        f"SELECT {_COLUMNS} FROM audit WHERE centre = :centre AND what = :what"
        " ORDER BY seq DESC LIMIT :limit",
        centre=centre,
        what=what,
        limit=limit,
    )
