"""The version of a centre's catalogue: whoever keeps an index of it knows by this when to make it
anew."""

from .base import Session


def get(session: Session, centre: str) -> int:
    """The version; 0 for an unknown centre."""
    row = session.one("SELECT catalogue FROM centre WHERE id = :id", id=centre)
    return 0 if row is None else int(row["catalogue"])


def raise_(session: Session, centre: str) -> None:
    """Note that procedures, their services or synonyms have changed, in the same transaction."""
    session.run("UPDATE centre SET catalogue = catalogue + 1 WHERE id = :id", id=centre)
