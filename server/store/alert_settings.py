"""The rules alerts are raised by, how they are delivered, and the secrets that takes."""

from .base import Row, Session


def current(session: Session, centre: str, name: str) -> str | None:
    """The latest version of ``name`` (JSON); None before the first."""
    row = session.one(
        "SELECT value FROM alert_setting WHERE centre = :centre AND name = :name"
        " ORDER BY id DESC LIMIT 1",
        centre=centre,
        name=name,
    )
    return None if row is None else str(row["value"])


def put(session: Session, centre: str, name: str, value: str, at: int, actor: str) -> None:
    """Keep a new version."""
    session.run(
        "INSERT INTO alert_setting (centre, name, at, actor, value)"
        " VALUES (:centre, :name, :at, :actor, :value)",
        centre=centre,
        name=name,
        at=at,
        actor=actor,
        value=value,
    )


def secret(session: Session, centre: str, name: str) -> str | None:
    row = session.one(
        "SELECT value FROM centre_secret WHERE centre = :centre AND name = :name",
        centre=centre,
        name=name,
    )
    return None if row is None else str(row["value"])


def set_secret(session: Session, centre: str, name: str, value: str) -> None:
    session.run(
        "INSERT INTO centre_secret (centre, name, value) VALUES (:centre, :name, :value)"
        " ON CONFLICT (centre, name) DO UPDATE SET value = excluded.value",
        centre=centre,
        name=name,
        value=value,
    )


def remove_secret(session: Session, centre: str, name: str) -> None:
    session.run(
        "DELETE FROM centre_secret WHERE centre = :centre AND name = :name",
        centre=centre,
        name=name,
    )


def add_browser(
    session: Session,
    *,
    centre: str,
    person: str,
    endpoint: str,
    p256dh: str,
    auth: str,
    language: str,
    now: int,
) -> None:
    """Keep a manager's browser; the keys of one that is known already are replaced."""
    session.run(
        "INSERT INTO alert_browser (centre, endpoint, person, p256dh, auth, language, added_at)"
        " VALUES (:centre, :endpoint, :person, :p256dh, :auth, :language, :now)"
        " ON CONFLICT (centre, endpoint) DO UPDATE SET person = excluded.person,"
        " p256dh = excluded.p256dh, auth = excluded.auth, language = excluded.language,"
        " added_at = excluded.added_at",
        centre=centre,
        person=person,
        endpoint=endpoint,
        p256dh=p256dh,
        auth=auth,
        language=language,
        now=now,
    )


def keep_newest_browsers(session: Session, centre: str, many: int) -> None:
    """Forget all of a centre's browsers but the ``many`` added last."""
    session.run(
        "DELETE FROM alert_browser WHERE centre = :centre AND endpoint NOT IN"
        " (SELECT endpoint FROM alert_browser WHERE centre = :centre"
        " ORDER BY added_at DESC, endpoint LIMIT :many)",
        centre=centre,
        many=many,
    )


def browsers(session: Session, centre: str) -> list[Row]:
    """The browsers of people who may still sign in as a manager."""
    return session.all(
        "SELECT b.endpoint, b.p256dh, b.auth, b.language FROM alert_browser b"
        " JOIN person p ON p.id = b.person WHERE b.centre = :centre AND p.active = 1"
        " AND p.role IN ('manager', 'admin') ORDER BY b.added_at",
        centre=centre,
    )


def browser(session: Session, centre: str, endpoint: str) -> Row | None:
    return session.one(
        "SELECT endpoint, p256dh, auth, language FROM alert_browser"
        " WHERE centre = :centre AND endpoint = :endpoint",
        centre=centre,
        endpoint=endpoint,
    )


def remove_browser(session: Session, centre: str, endpoint: str) -> None:
    session.run(
        "DELETE FROM alert_browser WHERE centre = :centre AND endpoint = :endpoint",
        centre=centre,
        endpoint=endpoint,
    )
