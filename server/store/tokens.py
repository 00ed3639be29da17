"""Secrets that prove who is asking; the store sees only their hashes."""

from collections.abc import Mapping

from .base import Row, Session


def add(
    session: Session,
    *,
    hash: str,
    id: str,
    kind: str,
    centre: str,
    role: str,
    counter: str | None,
    person: str | None,
    label: str,
    now: int,
    expires_at: int | None,
    department: str | None = None,
    idle_ms: int | None = None,
    made_by: str | None = None,
) -> None:
    session.run(
        "INSERT INTO token (hash, id, kind, centre, role, counter, person, label, created_at,"
        " expires_at, department, seen_at, idle_ms, made_by) VALUES (:hash, :id, :kind, :centre,"
        " :role, :counter, :person, :label, :now, :expires_at, :department, :now, :idle_ms,"
        " :made_by)",
        hash=hash,
        id=id,
        kind=kind,
        centre=centre,
        role=role,
        counter=counter,
        person=person,
        label=label,
        now=now,
        expires_at=expires_at,
        department=department,
        idle_ms=idle_ms,
        made_by=made_by,
    )


def live(session: Session, hash: str, now: int) -> Row | None:
    """The token with this hash, unless revoked or expired; with its person's name."""
    return session.one(
        "SELECT t.id, t.kind, t.centre, t.role, t.counter, t.person, t.expires_at, t.department,"
        " t.seen_at, t.label, p.name AS person_name, p.username, p.role AS person_role, p.active,"
        " p.centre AS home, p.temporary FROM token t LEFT JOIN person p ON p.id = t.person"
        " WHERE t.hash = :hash AND t.revoked_at IS NULL"
        " AND (t.expires_at IS NULL OR t.expires_at > :now)"
        " AND (t.idle_ms IS NULL OR t.seen_at + t.idle_ms > :now)",
        hash=hash,
        now=now,
    )


def listing(session: Session, centre: str, kind: str) -> list[Row]:
    return session.all(
        "SELECT id, role, counter, label, created_at, revoked_at, seen_at, version, made_by"
        " FROM token"
        " WHERE centre = :centre AND kind = :kind ORDER BY created_at, id",
        centre=centre,
        kind=kind,
    )


def revoke(session: Session, centre: str, id: str, now: int) -> bool:
    """End a token; False when there is none to end."""
    changed = session.run(
        "UPDATE token SET revoked_at = :now"
        " WHERE centre = :centre AND id = :id AND revoked_at IS NULL",
        centre=centre,
        id=id,
        now=now,
    )
    return changed == 1


def set_counter(session: Session, id: str, counter: str | None) -> None:
    """The counter a signed-in person works at."""
    session.run("UPDATE token SET counter = :counter WHERE id = :id", id=id, counter=counter)


def seen(session: Session, id: str, now: int) -> None:
    """A session is in use."""
    session.run("UPDATE token SET seen_at = :now WHERE id = :id", id=id, now=now)


def devices_seen(session: Session, heard: Mapping[str, str], now: int) -> None:
    """Devices were heard of, by id, with the versions they told ("" where they told none)."""
    silent = [(id, now) for id, version in heard.items() if version == ""]
    told = [(id, now, version) for id, version in heard.items() if version != ""]
    session.renew("token", ["id"], ["seen_at"], silent)
    session.renew("token", ["id"], ["seen_at", "version"], told)


def move(session: Session, id: str, centre: str) -> None:
    """A signed-in person goes on in another centre, at no counter."""
    session.run(
        "UPDATE token SET centre = :centre, counter = NULL WHERE id = :id", id=id, centre=centre
    )


def sessions_of(session: Session, person: str, now: int) -> list[Row]:
    """A person's sessions that have not ended, newest first."""
    return session.all(
        "SELECT id, centre, counter, created_at, seen_at FROM token WHERE person = :person"
        " AND kind = 'session' AND revoked_at IS NULL AND expires_at > :now"
        " AND (idle_ms IS NULL OR seen_at + idle_ms > :now) ORDER BY created_at DESC, id",
        person=person,
        now=now,
    )


def is_worked_at(session: Session, centre: str, counter: str, now: int) -> bool:
    """Whether a session that has not ended works at this counter."""
    row = session.one(
        "SELECT 1 AS one FROM token WHERE centre = :centre AND counter = :counter"
        " AND kind = 'session' AND revoked_at IS NULL AND expires_at > :now"
        " AND (idle_ms IS NULL OR seen_at + idle_ms > :now) LIMIT 1",
        centre=centre,
        counter=counter,
        now=now,
    )
    return row is not None


def release_counter(session: Session, centre: str, counter: str) -> None:
    """No session works at this counter any more."""
    session.run(
        "UPDATE token SET counter = NULL"
        " WHERE centre = :centre AND counter = :counter AND kind = 'session'",
        centre=centre,
        counter=counter,
    )
