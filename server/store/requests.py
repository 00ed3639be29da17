"""Commands already done, by their Idempotency-Key."""

from .base import Row, Session


def find(session: Session, centre: str, key: str) -> Row | None:
    return session.one(
        "SELECT fingerprint, result FROM request WHERE centre = :centre AND key = :key",
        centre=centre,
        key=key,
    )


def add(session: Session, centre: str, key: str, fingerprint: str, result: str, now: int) -> None:
    session.put(
        "INSERT INTO request (centre, key, fingerprint, result, at)"
        " VALUES (:centre, :key, :fingerprint, :result, :now)",
        centre=centre,
        key=key,
        fingerprint=fingerprint,
        result=result,
        now=now,
    )
