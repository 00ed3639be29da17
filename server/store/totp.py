"""People's second factor: a sealed secret, and recovery codes of which only hashes are kept."""

from collections.abc import Iterable

from .base import Row, Session


def begin(session: Session, person: str, sealed: str) -> bool:
    """Keep a secret to be confirmed; False where one is confirmed already."""
    changed = session.run(
        "INSERT INTO person_totp (person, secret, confirmed_at, last_step)"
        " VALUES (:person, :secret, NULL, 0) ON CONFLICT (person) DO UPDATE SET"
        " secret = :secret, last_step = 0 WHERE person_totp.confirmed_at IS NULL",
        person=person,
        secret=sealed,
    )
    return changed == 1


def get(session: Session, person: str) -> Row | None:
    return session.one(
        "SELECT secret, confirmed_at, last_step FROM person_totp WHERE person = :person",
        person=person,
    )


def confirmed(session: Session, centre: str) -> set[str]:
    """The people of a centre who have a second factor."""
    rows = session.all(
        "SELECT t.person FROM person_totp t JOIN person p ON p.id = t.person"
        " WHERE p.centre = :centre AND t.confirmed_at IS NOT NULL",
        centre=centre,
    )
    return {row["person"] for row in rows}


def confirm(session: Session, person: str, now: int) -> None:
    session.run(
        "UPDATE person_totp SET confirmed_at = :now WHERE person = :person", person=person, now=now
    )


def use_step(session: Session, person: str, step: int) -> bool:
    """Use up a code's time step; False when it, or a later one, was used before."""
    changed = session.run(
        "UPDATE person_totp SET last_step = :step WHERE person = :person AND last_step < :step",
        person=person,
        step=step,
    )
    return changed == 1


def set_codes(session: Session, person: str, hashes: Iterable[str]) -> None:
    session.run("DELETE FROM recovery_code WHERE person = :person", person=person)
    session.many(
        "INSERT INTO recovery_code (person, hash, used_at) VALUES (:person, :hash, NULL)",
        [{"person": person, "hash": hash} for hash in hashes],
    )


def use_code(session: Session, person: str, hash: str, now: int) -> bool:
    """Use a recovery code up; False when there is none such, or it was used."""
    changed = session.run(
        "UPDATE recovery_code SET used_at = :now"
        " WHERE person = :person AND hash = :hash AND used_at IS NULL",
        person=person,
        hash=hash,
        now=now,
    )
    return changed == 1


def codes_left(session: Session, person: str) -> int:
    row = session.one(
        "SELECT COUNT(*) AS n FROM recovery_code WHERE person = :person AND used_at IS NULL",
        person=person,
    )
    return int(row["n"]) if row else 0


def remove(session: Session, person: str) -> None:
    session.run("DELETE FROM person_totp WHERE person = :person", person=person)
    session.run("DELETE FROM recovery_code WHERE person = :person", person=person)
