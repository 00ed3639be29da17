"""Removing records that have served their purpose, a bounded number at a time.

Every function returns how many it removed; fewer than ``many`` means that it is done. Times are
epoch ms.
"""

from . import due
from .base import Session

DAY_MS = 86_400_000


def sessions(session: Session, centre: str, at: int, many: int) -> int:
    """Sessions and set-up links that ended before ``at``."""
    return session.run(
        f"DELETE FROM token WHERE hash IN (SELECT hash FROM {due.SESSIONS} LIMIT :many)",
        centre=centre,
        at=at,
        many=many,
    )


def sign_in_tries(session: Session, at: int, many: int) -> int:
    """Failures to sign in, the last of which was before ``at``."""
    return session.run(
        f"DELETE FROM sign_in_try WHERE who IN (SELECT who FROM {due.SIGN_IN_TRIES} LIMIT :many)",
        at=at,
        many=many,
    )


def pairings(session: Session, at: int, many: int) -> int:
    """Devices that asked to be paired until before ``at``, with their addresses."""
    return session.run(
        f"DELETE FROM pairing WHERE id IN (SELECT id FROM {due.PAIRINGS} LIMIT :many)",
        at=at,
        many=many,
    )


def pairing_misses(session: Session, centre: str, at: int, many: int) -> int:
    """Addresses from which wrong codes were typed before ``at``."""
    return session.run(
        "DELETE FROM pairing_miss WHERE centre = :centre AND address IN"
        f" (SELECT address FROM {due.PAIRING_MISSES} LIMIT :many)",
        centre=centre,
        at=at,
        many=many,
    )


def messages(session: Session, centre: str, at: int, many: int) -> int:
    """Alerts to managers made before ``at`` that are on their way no more."""
    return session.run(
        f"DELETE FROM alert_outbox WHERE id IN (SELECT id FROM {due.MESSAGES} LIMIT :many)",
        centre=centre,
        at=at,
        many=many,
    )


def requests(session: Session, centre: str, at: int, many: int) -> int:
    """Commands' keys of days (UTC) before that of ``at``."""
    oldest = session.one(
        f"SELECT day FROM {due.REQUESTS} ORDER BY day LIMIT 1",
        centre=centre,
        utc_day=at // DAY_MS,
    )
    if oldest is None:
        return 0
    return session.run(
        "DELETE FROM request WHERE centre = :centre AND day = :day AND key IN"
        " (SELECT key FROM request WHERE centre = :centre AND day = :day LIMIT :many)",
        centre=centre,
        day=oldest["day"],
        many=many,
    )
