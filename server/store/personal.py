"""Taking personal parts out of records, a bounded number at a time; what is counted stays.

Every function returns how many records it changed; fewer than ``many`` means that it is done.
"""

import json
from collections.abc import Sequence

from . import due
from . import result_phones as waiting
from .base import Session

WORDS = ("reason", "note")
"""Keys of an event's data that hold what somebody wrote."""


def identities(session: Session, centre: str, day: str, many: int) -> int:
    """Hashes of identity numbers on tickets of days before ``day``."""
    return session.run(
        "UPDATE ticket SET identity = NULL WHERE serial IN"
        f" (SELECT serial FROM {due.IDENTITIES} LIMIT :many)",
        centre=centre,
        day=day,
        many=many,
    )


def notes(session: Session, centre: str, day: str, many: int) -> int:
    """Officers' words on tickets of days before ``day``."""
    return session.run(
        "UPDATE ticket SET note = NULL, park_reason = NULL WHERE serial IN"
        f" (SELECT serial FROM {due.NOTES} LIMIT :many)",
        centre=centre,
        day=day,
        many=many,
    )


def event_notes(session: Session, centre: str, at: int, many: int) -> int:
    """Officers' words in events of tickets before ``at`` (epoch ms)."""
    rows = session.all(
        f"SELECT id, data FROM {due.EVENT_NOTES} LIMIT :many",
        centre=centre,
        at=at,
        many=many,
    )
    without = [{"id": row["id"], "data": _without(row["data"])} for row in rows]
    session.many("UPDATE event SET data = :data WHERE id = :id", without)
    return len(rows)


def comments(session: Session, centre: str, day: str, many: int) -> int:
    """Citizens' words beside ratings of days before ``day``; value and reasons stay."""
    return session.run(
        "UPDATE rating SET comment = '' WHERE ticket IN"
        f" (SELECT ticket FROM {due.COMMENTS} LIMIT :many)",
        centre=centre,
        day=day,
        many=many,
    )


def applicants(session: Session, centre: str, day: str, many: int) -> int:
    """The people of dossiers with a result of before ``day``."""
    rows = session.all(
        f"SELECT code FROM {due.APPLICANTS} LIMIT :many",
        centre=centre,
        day=day,
        many=many,
    )
    of_dossiers(session, centre, [row["code"] for row in rows])
    return len(rows)


def of_dossiers(session: Session, centre: str, codes: Sequence[str]) -> None:
    """The people of these dossiers, on their sheets as well."""
    named = [{"centre": centre, "code": code} for code in codes]
    session.many(
        "UPDATE dossier SET applicant = '', phone = '', lookup = NULL"
        " WHERE centre = :centre AND code = :code",
        named,
    )
    session.many(
        "UPDATE dossier_form SET applicant = '', phone = ''"
        " WHERE centre = :centre AND code = :code",
        named,
    )
    session.many(
        "UPDATE dossier_apology SET reason = '' WHERE centre = :centre AND code = :code", named
    )
    for code in codes:
        _sheet_words(session, centre, code)


def _sheet_words(session: Session, centre: str, code: str) -> None:
    rows = session.all(
        "SELECT form, nth, facts FROM dossier_form WHERE centre = :centre AND code = :code"
        " AND facts LIKE '%\"reason\"%'",
        centre=centre,
        code=code,
    )
    for row in rows:
        session.run(
            "UPDATE dossier_form SET facts = :facts"
            " WHERE centre = :centre AND code = :code AND form = :form AND nth = :nth",
            centre=centre,
            code=code,
            form=row["form"],
            nth=row["nth"],
            facts=json.dumps({**json.loads(row["facts"]), "reason": ""}, ensure_ascii=False),
        )


def dossier_words(session: Session, centre: str, at: int, many: int) -> int:
    """What was written with steps of dossiers before ``at`` (epoch ms)."""
    rows = session.all(
        f"SELECT id, data FROM {due.DOSSIER_WORDS} LIMIT :many",
        centre=centre,
        at=at,
        many=many,
    )
    without = [{"id": row["id"], "data": _without(row["data"])} for row in rows]
    session.many("UPDATE dossier_event SET data = :data WHERE id = :id", without)
    return len(rows)


def message_notes(session: Session, centre: str, at: int, many: int) -> int:
    """What departments wrote with messages recorded before ``at`` (epoch ms)."""
    return session.run(
        "UPDATE dossier_message SET note = '' WHERE serial IN"
        f" (SELECT serial FROM {due.MESSAGE_NOTES} LIMIT :many)",
        centre=centre,
        at=at,
        many=many,
    )


def result_phones(session: Session, centre: str, at: int, many: int) -> int:
    """Phones that have waited for a result since before ``at`` (epoch ms) in vain."""
    gone = session.run(
        "DELETE FROM result_phone WHERE centre = :centre AND added_at < :at AND endpoint IN"
        f" (SELECT endpoint FROM {due.RESULT_PHONES} LIMIT :many)",
        centre=centre,
        at=at,
        many=many,
    )
    waiting.sweep(session, centre)
    return gone


def _without(data: str) -> str:
    kept = {name: value for name, value in json.loads(data).items() if name not in WORDS}
    return json.dumps(kept, ensure_ascii=False)
