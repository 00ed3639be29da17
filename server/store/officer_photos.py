"""Photos of officers, as JPEG in base64; their ids are digests of them."""

from .base import Row, Session


def put(session: Session, centre: str, person: str, id: str, picture: str, now: int) -> None:
    session.run(
        "INSERT INTO officer_photo (centre, person, id, picture, added_at)"
        " VALUES (:centre, :person, :id, :picture, :now)"
        " ON CONFLICT (centre, person) DO UPDATE SET id = excluded.id,"
        " picture = excluded.picture, added_at = excluded.added_at",
        centre=centre,
        person=person,
        id=id,
        picture=picture,
        now=now,
    )


def remove(session: Session, centre: str, person: str) -> bool:
    """False when there was none."""
    removed = session.run(
        "DELETE FROM officer_photo WHERE centre = :centre AND person = :person",
        centre=centre,
        person=person,
    )
    return removed > 0


def picture(session: Session, centre: str, person: str) -> Row | None:
    return session.one(
        "SELECT id, picture FROM officer_photo WHERE centre = :centre AND person = :person",
        centre=centre,
        person=person,
    )


def ids(session: Session, centre: str) -> dict[str, str]:
    """The photo's id of every person who has one."""
    rows = session.all("SELECT person, id FROM officer_photo WHERE centre = :c", c=centre)
    return {row["person"]: row["id"] for row in rows}


def id_of(session: Session, centre: str, person: str) -> str | None:
    row = session.one(
        "SELECT id FROM officer_photo WHERE centre = :centre AND person = :person",
        centre=centre,
        person=person,
    )
    return None if row is None else str(row["id"])
