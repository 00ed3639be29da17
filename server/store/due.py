"""What is due to be purged, as the conditions by which it is found: for taking and for counting.

Each follows ``FROM``; ``:day`` is the first day that is kept, ``:at`` the first epoch ms, and
``:utc_day`` the first day since 1970.
"""

from .base import Session

IDENTITIES = "ticket WHERE centre = :centre AND day < :day AND identity IS NOT NULL"
NOTES = (
    "ticket WHERE centre = :centre AND day < :day AND (note IS NOT NULL OR park_reason IS NOT NULL)"
)
_WRITTEN = "(data LIKE '%\"reason\"%' OR data LIKE '%\"note\"%')"
EVENT_NOTES = (
    "event WHERE centre = :centre AND at < :at"
    f" AND kind IN ('parked', 'sent_away', 'transferred') AND {_WRITTEN}"
)
COMMENTS = "rating WHERE centre = :centre AND day < :day AND comment <> ''"
APPLICANTS = (
    "dossier WHERE centre = :centre AND resolved_day < :day"
    " AND (applicant <> '' OR phone <> '' OR lookup IS NOT NULL)"
)
DOSSIER_WORDS = (
    f"dossier_event WHERE centre = :centre AND at < :at AND data <> '{{}}' AND {_WRITTEN}"
)
MESSAGE_NOTES = "dossier_message WHERE centre = :centre AND recorded_at < :at AND note <> ''"
RESULT_PHONES = "result_phone WHERE centre = :centre AND added_at < :at"
SESSIONS = (
    "token WHERE centre = :centre AND kind IN ('session', 'setup')"
    " AND (expires_at < :at OR revoked_at < :at)"
)
SIGN_IN_TRIES = "sign_in_try WHERE last_at < :at"
PAIRINGS = "pairing WHERE expires_at < :at"
PAIRING_MISSES = "pairing_miss WHERE centre = :centre AND last_at < :at"
MESSAGES = "alert_outbox WHERE centre = :centre AND made_at < :at AND state <> 'waiting'"
REQUESTS = "request WHERE centre = :centre AND day < :utc_day"


def count(session: Session, due: str, most: int, **bounds: object) -> int:
    """How many records one of these conditions finds; no more than ``most`` are counted."""
    named = {name: value for name, value in bounds.items() if f":{name}" in due}
    row = session.one(
        f"SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM {due} LIMIT :most) AS found",
        most=most,
        **named,
    )
    return 0 if row is None else int(row["n"])
