"""Tries to sign in, counted under digests, and the browsers somebody has signed in with."""

from .base import Row, Session


def take(session: Session, who: str, now: int, stale: int) -> int | None:
    """Count a try; how many failures there are with it, or None where it must wait.

    One statement, so that tries at the same moment cannot slip past each other.
    """
    row = session.one(
        "INSERT INTO sign_in_try (who, failures, locked_until, last_at) VALUES (:who, 1, 0, :now)"
        " ON CONFLICT (who) DO UPDATE SET last_at = :now, failures ="
        " CASE WHEN sign_in_try.last_at < :stale THEN 1 ELSE sign_in_try.failures + 1 END"
        " WHERE sign_in_try.locked_until <= :now RETURNING failures",
        who=who,
        now=now,
        stale=stale,
    )
    return None if row is None else int(row["failures"])


def lock(session: Session, who: str, until: int) -> None:
    session.run("UPDATE sign_in_try SET locked_until = :until WHERE who = :who", who=who,
                until=until)  # fmt: skip


def get(session: Session, who: str) -> Row | None:
    return session.one(
        "SELECT failures, locked_until, last_at FROM sign_in_try WHERE who = :who", who=who
    )


def take_back(session: Session, who: str) -> None:
    """A try that was no failure."""
    session.run(
        "UPDATE sign_in_try SET failures = failures - 1, locked_until = 0"
        " WHERE who = :who AND failures > 0",
        who=who,
    )


def forget(session: Session, who: str) -> None:
    session.run("DELETE FROM sign_in_try WHERE who = :who", who=who)


def purge(session: Session, before: int) -> None:
    session.run("DELETE FROM sign_in_try WHERE last_at < :before", before=before)


def know(session: Session, hash: str, person: str, now: int) -> None:
    """Remember a browser."""
    session.run(
        "INSERT INTO known_browser (hash, person, created_at) VALUES (:hash, :person, :now)"
        " ON CONFLICT DO NOTHING",
        hash=hash,
        person=person,
        now=now,
    )


def is_known(session: Session, hash: str, username: str) -> bool:
    """Whether the person with this user name has signed in with this browser."""
    row = session.one(
        "SELECT 1 AS one FROM known_browser b JOIN person p ON p.id = b.person"
        " WHERE b.hash = :hash AND p.username = :username",
        hash=hash,
        username=username,
    )
    return row is not None


def forget_browsers(session: Session, person: str, keep: int = 0) -> None:
    """Forget a person's browsers but the ``keep`` latest."""
    session.run(
        "DELETE FROM known_browser WHERE person = :person AND hash NOT IN (SELECT hash FROM"
        " known_browser WHERE person = :person ORDER BY created_at DESC LIMIT :keep)",
        person=person,
        keep=keep,
    )
