"""The provider people may sign in through, and whom it means."""

from .base import Row, Session

ID = "oidc"


def get(session: Session) -> Row | None:
    return session.one("SELECT settings, secret FROM sign_in_provider WHERE id = :id", id=ID)


def put(session: Session, settings: str, secret: str, now: int) -> None:
    session.run(
        "INSERT INTO sign_in_provider (id, settings, secret, changed_at)"
        " VALUES (:id, :settings, :secret, :now) ON CONFLICT (id) DO UPDATE SET"
        " settings = :settings, secret = :secret, changed_at = :now",
        id=ID,
        settings=settings,
        secret=secret,
        now=now,
    )


def person(session: Session, issuer: str, subject: str) -> str | None:
    """Whom a provider means by ``subject``; None for nobody yet."""
    row = session.one(
        "SELECT person FROM person_identity WHERE issuer = :issuer AND subject = :subject",
        issuer=issuer,
        subject=subject,
    )
    return None if row is None else str(row["person"])


def is_bound(session: Session, issuer: str, person: str) -> bool:
    """Whether a provider means this person already, by some name."""
    row = session.one(
        "SELECT 1 AS one FROM person_identity WHERE issuer = :issuer AND person = :person",
        issuer=issuer,
        person=person,
    )
    return row is not None


def bind(session: Session, issuer: str, subject: str, person: str, now: int) -> None:
    session.run(
        "INSERT INTO person_identity (issuer, subject, person, created_at)"
        " VALUES (:issuer, :subject, :person, :now) ON CONFLICT DO NOTHING",
        issuer=issuer,
        subject=subject,
        person=person,
        now=now,
    )
