"""Counts of a day, kept as they happen."""

from .base import Row, Session


def add(
    session: Session, centre: str, day: str, kind: str, service: str, counter: str, n: int = 1
) -> None:
    session.put(
        "INSERT INTO tally (centre, day, kind, service, counter, n)"
        " VALUES (:centre, :day, :kind, :service, :counter, :n)"
        " ON CONFLICT (centre, day, kind, service, counter) DO UPDATE SET n = tally.n + :n",
        centre=centre,
        day=day,
        kind=kind,
        service=service,
        counter=counter,
        n=n,
    )


def of_day(session: Session, centre: str, day: str) -> list[Row]:
    """Rows of (kind, service, counter, n)."""
    return session.all(
        "SELECT kind, service, counter, n FROM tally WHERE centre = :centre AND day = :day",
        centre=centre,
        day=day,
    )
