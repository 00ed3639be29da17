"""Commands already done, by their Idempotency-Key, which is good for at least a day."""

from .base import Row, Session

DAY_MS = 86_400_000


def find(session: Session, centre: str, key: str, now: int) -> Row | None:
    """What a key led to, if it came since yesterday (UTC)."""
    return session.one(
        "SELECT fingerprint, result FROM request"
        " WHERE centre = :centre AND day IN (:today, :yesterday) AND key = :key",
        centre=centre,
        today=now // DAY_MS,
        yesterday=now // DAY_MS - 1,
        key=key,
    )


def add(session: Session, centre: str, key: str, fingerprint: str, result: str, now: int) -> None:
    session.put(
        "INSERT INTO request (centre, day, key, fingerprint, result, at)"
        " VALUES (:centre, :day, :key, :fingerprint, :result, :now)",
        centre=centre,
        day=now // DAY_MS,
        key=key,
        fingerprint=fingerprint,
        result=result,
        now=now,
    )
