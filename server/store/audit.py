"""The audit trail's rows: they are added and read, never changed (see the migration's triggers)."""

from dataclasses import dataclass

from ..core.audit_chain import Entry
from .base import Row, Session

_COLUMNS = "centre, seq, at, actor, what, subject, data, hash"
NEVER = 2**62


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows: of a kind, of an actor ("" for any), from ``since`` to before ``until`` (epoch
    ms)."""

    what: str = ""
    actor: str = ""
    since: int = 0
    until: int = NEVER


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


def before(session: Session, centre: str, seq: int, limit: int, asked: Asked) -> list[Row]:
    """The last ``limit`` rows before ``seq`` that were asked for, newest first."""
    only = "".join(f" AND {name} = :{name}" for name in ("what", "actor") if getattr(asked, name))
    named = {name: getattr(asked, name) for name in ("what", "actor") if getattr(asked, name)}
    return session.all(
        f"SELECT {_COLUMNS} FROM audit WHERE centre = :centre AND seq < :seq{only}"
        " AND at >= :since AND at < :until ORDER BY seq DESC LIMIT :limit",
        centre=centre,
        seq=seq,
        limit=limit,
        since=asked.since,
        until=asked.until,
        **named,
    )


def kinds(session: Session, centre: str) -> list[str]:
    """What has ever been noted."""
    rows = session.all(
        "SELECT DISTINCT what FROM audit WHERE centre = :centre ORDER BY what", centre=centre
    )
    return [row["what"] for row in rows]


def actors(session: Session, centre: str) -> list[str]:
    """Everybody who ever did what was noted."""
    rows = session.all(
        "SELECT DISTINCT actor FROM audit WHERE centre = :centre ORDER BY actor", centre=centre
    )
    return [row["actor"] for row in rows]


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
