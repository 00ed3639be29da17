"""How often each service and each procedure was asked for, kept as it happens.

By day, and summed over the days kept: what is popular is a few rows at the end of an index,
however many tickets there are. Once a day the sums forget the days that have become too old.
"""

from .base import Row, Session

SERVICE = "service"
PROCEDURE = "procedure"


def asked(session: Session, centre: str, day: str, service: str, procedure: str | None) -> None:
    """Count one ticket."""
    add(session, centre, day, SERVICE, service, 1)
    if procedure is not None:
        add(session, centre, day, PROCEDURE, procedure, 1)


def add(session: Session, centre: str, day: str, kind: str, id: str, n: int) -> None:
    """Count ``n`` of a kind on a day (the centre's date)."""
    session.put(
        "INSERT INTO demand (centre, day, kind, id, n) VALUES (:centre, :day, :kind, :id, :n)"
        " ON CONFLICT (centre, day, kind, id) DO UPDATE SET n = demand.n + :n",
        centre=centre,
        day=day,
        kind=kind,
        id=id,
        n=n,
    )
    session.put(
        "INSERT INTO popular (centre, kind, id, n) VALUES (:centre, :kind, :id, :n)"
        " ON CONFLICT (centre, kind, id) DO UPDATE SET n = popular.n + :n",
        centre=centre,
        kind=kind,
        id=id,
        n=n,
    )


def has_before(session: Session, centre: str, day: str) -> bool:
    """Whether days before ``day`` still count: one probe of an index."""
    row = session.one(
        "SELECT 1 AS one FROM demand WHERE centre = :centre AND day < :day LIMIT 1",
        centre=centre,
        day=day,
    )
    return row is not None


def forget_before(session: Session, centre: str, day: str) -> None:
    """Forget the days before ``day``, and sum the others anew."""
    session.run("DELETE FROM demand WHERE centre = :centre AND day < :day", centre=centre, day=day)
    session.run("DELETE FROM popular WHERE centre = :centre", centre=centre)
    session.run(
        "INSERT INTO popular (centre, kind, id, n) SELECT centre, kind, id, SUM(n) FROM demand"
        " WHERE centre = :centre GROUP BY centre, kind, id",
        centre=centre,
    )


def services(session: Session, centre: str, limit: int) -> list[str]:
    """The services asked for most, most first."""
    rows = session.all(
        "SELECT id FROM popular WHERE centre = :centre AND kind = 'service'"
        " ORDER BY n DESC, id DESC LIMIT :limit",
        centre=centre,
        limit=limit,
    )
    return [row["id"] for row in rows]


def procedures(session: Session, centre: str, limit: int) -> list[Row]:
    """The procedures asked for most that some service takes: (code, name, service)."""
    return session.all(
        "SELECT p.code, p.name, p.service FROM popular t"
        " JOIN procedure p ON p.centre = t.centre AND p.code = t.id"
        " WHERE t.centre = :centre AND t.kind = 'procedure' AND p.service IS NOT NULL"
        " ORDER BY t.n DESC, t.id DESC LIMIT :limit",
        centre=centre,
        limit=limit,
    )
