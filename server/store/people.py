"""The people who sign in."""

from .base import Row, Session

_COLUMNS = "id, centre, username, name, role, active, temporary"


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
    """Names by id: of the centre's own people, and of those who may work in several."""
    rows = session.all(
        "SELECT id, name FROM person WHERE centre = :centre"
        " OR id IN (SELECT person FROM person_grant)",
        centre=centre,
    )
    return {row["id"]: row["name"] for row in rows}


def change(session: Session, id: str, *, name: str, role: str, active: bool) -> None:
    session.run(
        "UPDATE person SET name = :name, role = :role, active = :active WHERE id = :id",
        id=id,
        name=name,
        role=role,
        active=int(active),
    )


def set_password(session: Session, id: str, password_hash: str, *, temporary: bool) -> None:
    """``temporary``: somebody else set it, and it must be changed at the next sign-in."""
    session.run(
        "UPDATE person SET password_hash = :password_hash, temporary = :temporary WHERE id = :id",
        id=id,
        password_hash=password_hash,
        temporary=int(temporary),
    )


def set_temporary(session: Session, id: str) -> None:
    """The password is for the first sign-in only."""
    session.run("UPDATE person SET temporary = 1 WHERE id = :id", id=id)


def admins(session: Session, centre: str) -> list[str]:
    """The ids of a centre's own administrators who may sign in."""
    rows = session.all(
        "SELECT id FROM person WHERE centre = :centre AND role = 'admin' AND active = 1",
        centre=centre,
    )
    return [row["id"] for row in rows]


def password_hash(session: Session, id: str) -> str | None:
    row = session.one("SELECT password_hash FROM person WHERE id = :id", id=id)
    return None if row is None else str(row["password_hash"])
