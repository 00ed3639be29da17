"""Phones that asked to be told when a dossier is answered.

They stand beside a random number (``result_wait.id``), which only that table leads to a dossier
from; it goes with the last phone.
"""

import secrets

from .base import Row, Session

_ANSWERED = "d.state IN ('resolved', 'returned', 'refused', 'stopped')"
_OF_DOSSIER = "(SELECT id FROM result_wait WHERE centre = :centre AND code = :dossier)"
_DOSSIER_OF_PHONE = (
    "result_phone p JOIN result_wait w ON w.id = p.wait"
    " JOIN dossier d ON d.centre = w.centre AND d.code = w.code"
)
_PHONE = "w.code AS dossier, p.endpoint, p.p256dh, p.auth, p.language, d.state"


def add(
    session: Session,
    *,
    centre: str,
    dossier: str,
    endpoint: str,
    p256dh: str,
    auth: str,
    language: str,
    now: int,
) -> None:
    """Keep a phone of a dossier; one that is known gets its new keys."""
    session.run(
        "INSERT INTO result_wait (id, centre, code) VALUES (:id, :centre, :dossier)"
        " ON CONFLICT (centre, code) DO NOTHING",
        id=secrets.token_hex(16),
        centre=centre,
        dossier=dossier,
    )
    session.run(
        "INSERT INTO result_phone (centre, wait, endpoint, p256dh, auth, language, added_at)"
        f" VALUES (:centre, {_OF_DOSSIER}, :endpoint, :p256dh, :auth, :language, :now)"
        " ON CONFLICT (wait, endpoint) DO UPDATE SET p256dh = excluded.p256dh,"
        " auth = excluded.auth, language = excluded.language, added_at = excluded.added_at",
        centre=centre,
        dossier=dossier,
        endpoint=endpoint,
        p256dh=p256dh,
        auth=auth,
        language=language,
        now=now,
    )


def keep_newest(session: Session, centre: str, dossier: str, many: int) -> None:
    """Forget all phones of a dossier but the ``many`` added last."""
    session.run(
        f"DELETE FROM result_phone WHERE wait = {_OF_DOSSIER}"
        f" AND endpoint NOT IN (SELECT endpoint FROM result_phone WHERE wait = {_OF_DOSSIER}"
        " ORDER BY added_at DESC, endpoint LIMIT :many)",
        centre=centre,
        dossier=dossier,
        many=many,
    )


def remove(session: Session, centre: str, dossier: str, endpoint: str) -> bool:
    """Forget a phone of a dossier; False when somebody has done so before: whoever removes it is
    the one to tell it."""
    changed = session.run(
        f"DELETE FROM result_phone WHERE wait = {_OF_DOSSIER} AND endpoint = :endpoint",
        centre=centre,
        dossier=dossier,
        endpoint=endpoint,
    )
    _sweep(session, centre, dossier)
    return changed == 1


def remove_all(session: Session, centre: str, dossier: str) -> None:
    """Forget every phone of a dossier."""
    session.run(
        f"DELETE FROM result_phone WHERE wait = {_OF_DOSSIER}", centre=centre, dossier=dossier
    )
    _sweep(session, centre, dossier)


def forget(session: Session, endpoint: str) -> None:
    """A phone wants no more pushes, of whatever dossier."""
    session.run("DELETE FROM result_phone WHERE endpoint = :endpoint", endpoint=endpoint)


def of_dossier(session: Session, centre: str, dossier: str) -> int:
    """How many phones wait for a dossier."""
    row = session.one(
        f"SELECT COUNT(*) AS n FROM result_phone WHERE wait = {_OF_DOSSIER}",
        centre=centre,
        dossier=dossier,
    )
    return 0 if row is None else int(row["n"])


def due(session: Session, centre: str, many: int) -> list[Row]:
    """Phones whose dossiers have been answered, with the dossier's state."""
    return session.all(
        f"SELECT {_PHONE} FROM {_DOSSIER_OF_PHONE} WHERE p.centre = :centre AND {_ANSWERED}"
        " ORDER BY w.code, p.endpoint LIMIT :many",
        centre=centre,
        many=many,
    )


def put_off(session: Session, centre: str, many: int) -> list[Row]:
    """Phones whose dossiers have been promised for another day since they asked: that day as
    ``new_due`` (ms)."""
    return session.all(
        f"SELECT {_PHONE}, MAX(a.new_due) AS new_due FROM {_DOSSIER_OF_PHONE}"
        " JOIN dossier_apology a ON a.centre = w.centre AND a.code = w.code"
        " AND a.state = 'issued' AND a.decided_at > p.added_at"
        " AND a.new_due > COALESCE(p.told_due, 0)"
        f" WHERE p.centre = :centre AND NOT {_ANSWERED}"
        " GROUP BY w.code, p.endpoint, p.p256dh, p.auth, p.language, d.state"
        " ORDER BY w.code, p.endpoint LIMIT :many",
        centre=centre,
        many=many,
    )


def mark_told(session: Session, centre: str, dossier: str, endpoint: str, new_due: int) -> bool:
    """Whoever marks a phone as told of a new day is the one to tell it."""
    changed = session.run(
        "UPDATE result_phone SET told_due = :new_due"
        f" WHERE wait = {_OF_DOSSIER} AND endpoint = :endpoint"
        " AND COALESCE(told_due, 0) < :new_due",
        centre=centre,
        dossier=dossier,
        endpoint=endpoint,
        new_due=new_due,
    )
    return changed == 1


def sweep(session: Session, centre: str) -> None:
    """Drop the numbers that no phone stands beside any more."""
    session.run(
        "DELETE FROM result_wait WHERE centre = :centre"
        " AND NOT EXISTS (SELECT 1 FROM result_phone p WHERE p.wait = result_wait.id)",
        centre=centre,
    )


def _sweep(session: Session, centre: str, dossier: str) -> None:
    session.run(
        "DELETE FROM result_wait WHERE centre = :centre AND code = :dossier"
        " AND NOT EXISTS (SELECT 1 FROM result_phone p WHERE p.wait = result_wait.id)",
        centre=centre,
        dossier=dossier,
    )
