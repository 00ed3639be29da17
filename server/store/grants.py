"""Roles that people hold beyond their home centre."""

from collections.abc import Iterable

from .base import Row, Session

EVERYWHERE = "*"
# A centre's scopes from near to far: itself, its places upwards, everywhere.
_SCOPES = (
    "WITH RECURSIVE up (id, parent, far) AS ("
    " SELECT id, parent, 1 FROM place WHERE centre = :centre"
    " UNION ALL SELECT p.id, p.parent, up.far + 1 FROM place p JOIN up ON p.id = up.parent"
    " WHERE up.far < 10),"
    " scopes (id, far) AS (SELECT :centre, 0 UNION ALL SELECT id, far FROM up"
    " UNION ALL SELECT '*', 99)"
)


def of(session: Session, person: str) -> list[Row]:
    return session.all(
        "SELECT scope, role FROM person_grant WHERE person = :person ORDER BY scope", person=person
    )


def of_all(session: Session, centre: str) -> dict[str, list[Row]]:
    """The grants of a centre's own people, by person."""
    found: dict[str, list[Row]] = {}
    for row in session.all(
        "SELECT g.person, g.scope, g.role FROM person_grant g JOIN person p ON p.id = g.person"
        " WHERE p.centre = :centre ORDER BY g.scope",
        centre=centre,
    ):
        found.setdefault(row["person"], []).append(row)
    return found


def put(session: Session, person: str, grants: Iterable[tuple[str, str]]) -> None:
    """Set all of a person's grants, as (scope, role)."""
    session.run("DELETE FROM person_grant WHERE person = :person", person=person)
    for scope, role in grants:
        session.run(
            "INSERT INTO person_grant (person, scope, role) VALUES (:person, :scope, :role)",
            person=person,
            scope=scope,
            role=role,
        )


def role_in(session: Session, person: str, centre: str) -> str | None:
    """The nearest role granted to a person in a centre that is not home; None for none."""
    row = session.one(
        f"{_SCOPES} SELECT g.role FROM scopes s JOIN person_grant g ON g.scope = s.id"
        " WHERE g.person = :person ORDER BY s.far LIMIT 1",
        person=person,
        centre=centre,
    )
    return None if row is None else str(row["role"])


def is_place(session: Session, scope: str) -> bool:
    """Whether there is a centre or a place of this id."""
    row = session.one(
        "SELECT 1 AS one FROM centre WHERE id = :id UNION ALL SELECT 1 FROM place WHERE id = :id",
        id=scope,
    )
    return row is not None


def covers(session: Session, person: str, scope: str, role: str) -> bool:
    """Whether a person holds ``role`` by grant in ``scope`` or above it."""
    row = session.one(
        "WITH RECURSIVE up (id, parent, far) AS ("
        " SELECT id, parent, 1 FROM place WHERE id = :scope OR centre = :scope"
        " UNION ALL SELECT p.id, p.parent, up.far + 1 FROM place p JOIN up ON p.id = up.parent"
        " WHERE up.far < 10)"
        " SELECT 1 AS one FROM person_grant WHERE person = :person AND role = :role"
        " AND (scope = :scope OR scope = '*' OR scope IN (SELECT id FROM up)) LIMIT 1",
        person=person,
        scope=scope,
        role=role,
    )
    return row is not None


def centres_of(session: Session, person: str) -> list[Row]:
    """Every centre where a person may work, home first, with the names."""
    home = session.one("SELECT centre FROM person WHERE id = :person", person=person)
    rows = session.all("SELECT id, name, name_en FROM centre ORDER BY name, id")
    at_home = home["centre"] if home else ""
    scopes = {row["scope"] for row in of(session, person)}
    if not scopes:
        return [row for row in rows if row["id"] == at_home]
    rows.sort(key=lambda row: row["id"] != at_home)
    if EVERYWHERE in scopes:
        return rows
    return [r for r in rows if r["id"] == at_home or role_in(session, person, r["id"])]
