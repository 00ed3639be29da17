"""Phones that asked to be told when a dossier is answered."""

from .base import Row, Session

_ANSWERED = "d.state IN ('resolved', 'returned', 'refused', 'stopped')"


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
        "INSERT INTO result_phone (centre, dossier, endpoint, p256dh, auth, language, added_at)"
        " VALUES (:centre, :dossier, :endpoint, :p256dh, :auth, :language, :now)"
        " ON CONFLICT (centre, dossier, endpoint) DO UPDATE SET p256dh = excluded.p256dh,"
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
        "DELETE FROM result_phone WHERE centre = :centre AND dossier = :dossier"
        " AND endpoint NOT IN (SELECT endpoint FROM result_phone WHERE centre = :centre"
        " AND dossier = :dossier ORDER BY added_at DESC, endpoint LIMIT :many)",
        centre=centre,
        dossier=dossier,
        many=many,
    )


def remove(session: Session, centre: str, dossier: str, endpoint: str) -> bool:
    """Forget a phone of a dossier; False when somebody has done so before: whoever removes it is
    the one to tell it."""
    changed = session.run(
        "DELETE FROM result_phone WHERE centre = :centre AND dossier = :dossier"
        " AND endpoint = :endpoint",
        centre=centre,
        dossier=dossier,
        endpoint=endpoint,
    )
    return changed == 1


def forget(session: Session, endpoint: str) -> None:
    """A phone wants no more pushes, of whatever dossier."""
    session.run("DELETE FROM result_phone WHERE endpoint = :endpoint", endpoint=endpoint)


def due(session: Session, centre: str, many: int) -> list[Row]:
    """Phones whose dossiers have been answered, with the dossier's state."""
    return session.all(
        "SELECT p.dossier, p.endpoint, p.p256dh, p.auth, p.language, d.state FROM result_phone p"
        " JOIN dossier d ON d.centre = p.centre AND d.code = p.dossier"
        f" WHERE p.centre = :centre AND {_ANSWERED}"
        " ORDER BY p.dossier, p.endpoint LIMIT :many",
        centre=centre,
        many=many,
    )
