"""Files that departments dropped, by their contents."""

from .base import Row, Session


def get(session: Session, centre: str, department: str, digest: str) -> Row | None:
    """``name`` and ``outcome`` (JSON) of a file that was taken in."""
    return session.one(
        "SELECT name, outcome FROM told_file WHERE centre = :centre"
        " AND department = :department AND digest = :digest",
        centre=centre,
        department=department,
        digest=digest,
    )


def add(
    session: Session, centre: str, department: str, digest: str, name: str, now: int, outcome: str
) -> None:
    session.run(
        "INSERT INTO told_file (centre, department, digest, name, at, outcome)"
        " VALUES (:centre, :department, :digest, :name, :now, :outcome)",
        centre=centre,
        department=department,
        digest=digest,
        name=name,
        now=now,
        outcome=outcome,
    )
