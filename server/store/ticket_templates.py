"""The template of each centre's tickets."""

from .base import Row, Session


def get(session: Session, centre: str) -> Row | None:
    """Version and body (JSON), or None while the default one holds."""
    return session.one(
        "SELECT version, body FROM ticket_template WHERE centre = :centre", centre=centre
    )


def put(session: Session, centre: str, body: str, at: int, actor: str) -> None:
    """Set the template under the next version."""
    session.run(
        "INSERT INTO ticket_template (centre, version, body, changed_at, actor)"
        " VALUES (:centre, 1, :body, :at, :actor)"
        " ON CONFLICT (centre) DO UPDATE SET version = ticket_template.version + 1,"
        " body = excluded.body, changed_at = excluded.changed_at, actor = excluded.actor",
        centre=centre,
        body=body,
        at=at,
        actor=actor,
    )
