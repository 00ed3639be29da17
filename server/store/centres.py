"""Centres and their version, which every changing transaction raises."""

from ..core.model import Centre
from .base import Row, Session


def add(session: Session, centre: Centre, settings: str, now: int) -> None:
    session.run(
        "INSERT INTO centre (id, name, name_en, zone, settings, version, created_at)"
        " VALUES (:id, :name, :name_en, :zone, :settings, 1, :now) ON CONFLICT DO NOTHING",
        id=centre.id,
        name=centre.name,
        name_en=centre.name_en,
        zone=centre.zone,
        settings=settings,
        now=now,
    )


def lock(session: Session, centre: str) -> Row | None:
    """Raise the centre's version, and so hold its row until the transaction ends."""
    return session.one(
        "UPDATE centre SET version = version + 1 WHERE id = :id"
        " RETURNING id, name, name_en, zone, settings, version",
        id=centre,
    )


def get(session: Session, centre: str) -> Row | None:
    return session.one(
        "SELECT id, name, name_en, zone, settings, version FROM centre WHERE id = :id", id=centre
    )


def first(session: Session) -> Row | None:
    """The oldest centre: the one that speaks for an installation with a single one."""
    return session.one("SELECT id FROM centre ORDER BY created_at, id LIMIT 1")


def several(session: Session) -> bool:
    """Whether there is more than one centre."""
    return len(session.all("SELECT id FROM centre LIMIT 2")) > 1


def from_row(row: Row) -> Centre:
    return Centre(row["id"], row["name"], row["name_en"], row["zone"])


def set_settings(session: Session, centre: str, settings: str) -> None:
    session.run(
        "UPDATE centre SET settings = :settings WHERE id = :id", id=centre, settings=settings
    )


def identity_key(session: Session, centre: str, fresh: str) -> str:
    """The centre's key for hashing identity numbers; ``fresh`` becomes it at first use."""
    session.run(
        "INSERT INTO centre_secret (centre, name, value) VALUES (:centre, 'identity', :fresh)"
        " ON CONFLICT (centre, name) DO NOTHING",
        centre=centre,
        fresh=fresh,
    )
    row = session.one(
        "SELECT value FROM centre_secret WHERE centre = :centre AND name = 'identity'",
        centre=centre,
    )
    assert row is not None
    return str(row["value"])


def created_at(session: Session, centre: str) -> int:
    """When a centre began here (epoch ms)."""
    row = session.one("SELECT created_at FROM centre WHERE id = :id", id=centre)
    return 0 if row is None else int(row["created_at"])


def all_ids(session: Session) -> list[str]:
    return [row["id"] for row in session.all("SELECT id FROM centre ORDER BY id")]
