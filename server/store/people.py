"""The people who sign in."""

from .base import Row, Session

_COLUMNS = "id, centre, username, name, role, active"


def add(
    session: Session,
    *,
    id: str,
    centre: str,
    username: str,
    name: str,
    role: str,
    password_hash: str,
    now: int,
) -> bool:
    """Add a person; False when the user name is taken."""
    added = session.run(
        "INSERT INTO person (id, centre, username, name, role, password_hash, active, created_at)"
        " VALUES (:id, :centre, :username, :name, :role, :password_hash, 1, :now)"
        " ON CONFLICT DO NOTHING",
        id=id,
        centre=centre,
        username=username,
        name=name,
        role=role,
        password_hash=password_hash,
        now=now,
    )
    return added == 1


def get(session: Session, id: str) -> Row | None:
    return session.one(f"SELECT {_COLUMNS} FROM person WHERE id = :id", id=id)


def sign_in(session: Session, username: str) -> Row | None:
    """A person with the password hash, for signing in only."""
    return session.one(
        f"SELECT {_COLUMNS}, password_hash FROM person WHERE username = :username",
        username=username,
    )


def listing(session: Session, centre: str) -> list[Row]:
    return session.all(
        f"SELECT {_COLUMNS} FROM person WHERE centre = :centre ORDER BY username", centre=centre
    )


def names(session: Session, centre: str) -> dict[str, str]:
    """Names by id."""
    rows = session.all("SELECT id, name FROM person WHERE centre = :centre", centre=centre)
    return {row["id"]: row["name"] for row in rows}
