"""A centre's own list of everyday words, where it has changed the shipped one."""

from .base import Session


def get(session: Session, centre: str) -> str | None:
    """The list as it was put; None while the shipped one holds."""
    row = session.one("SELECT content FROM synonym_list WHERE centre = :centre", centre=centre)
    return None if row is None else str(row["content"])


def put(session: Session, centre: str, content: str, now: int, actor: str) -> None:
    session.run(
        "INSERT INTO synonym_list (centre, content, changed_at, actor)"
        " VALUES (:centre, :content, :now, :actor)"
        " ON CONFLICT (centre) DO UPDATE SET content = excluded.content,"
        " changed_at = excluded.changed_at, actor = excluded.actor",
        centre=centre,
        content=content,
        now=now,
        actor=actor,
    )


def remove(session: Session, centre: str) -> None:
    """Let the shipped list hold again."""
    session.run("DELETE FROM synonym_list WHERE centre = :centre", centre=centre)
