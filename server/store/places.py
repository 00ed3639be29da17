"""The tree of a province: which centre belongs to which district."""

from .base import Row, Session


def add(
    session: Session,
    *,
    id: str,
    parent: str | None,
    kind: str,
    name: str,
    name_en: str,
    centre: str | None,
    host: str | None,
    now: int,
) -> bool:
    """Add a place; False when its id, centre or host is taken."""
    added = session.run(
        "INSERT INTO place (id, parent, kind, name, name_en, centre, host, created_at)"
        " VALUES (:id, :parent, :kind, :name, :name_en, :centre, :host, :now)"
        " ON CONFLICT DO NOTHING",
        id=id,
        parent=parent,
        kind=kind,
        name=name,
        name_en=name_en,
        centre=centre,
        host=host,
        now=now,
    )
    return added == 1


def get(session: Session, id: str) -> Row | None:
    return session.one(
        "SELECT id, parent, kind, name, name_en, centre, host FROM place WHERE id = :id", id=id
    )


def listing(session: Session) -> list[Row]:
    """Every place, in the order of names."""
    return session.all(
        "SELECT id, parent, kind, name, name_en, centre, host FROM place ORDER BY name, id"
    )


def hosts(session: Session) -> dict[str, str]:
    """Centres by the host name of their pages."""
    rows = session.all("SELECT host, centre FROM place WHERE host IS NOT NULL")
    return {row["host"]: row["centre"] for row in rows if row["centre"] is not None}
