"""Phones that asked to be told, and the key that signs what they are sent."""

from collections.abc import Sequence

from .base import Row, Session

_KEY = "vapid"


def add(
    session: Session,
    *,
    ticket: str,
    centre: str,
    day: str,
    endpoint: str,
    p256dh: str,
    auth: str,
    language: str,
    now: int,
) -> None:
    """Keep a phone of a ticket; the keys of one that is known already are replaced."""
    session.run(
        "INSERT INTO push_subscription (ticket, endpoint, centre, day, p256dh, auth, language,"
        " added_at, told_soon, told_call)"
        " VALUES (:ticket, :endpoint, :centre, :day, :p256dh, :auth, :language, :now, 0, '')"
        " ON CONFLICT (ticket, endpoint) DO UPDATE SET p256dh = excluded.p256dh,"
        " auth = excluded.auth, language = excluded.language, added_at = excluded.added_at",
        ticket=ticket,
        endpoint=endpoint,
        centre=centre,
        day=day,
        p256dh=p256dh,
        auth=auth,
        language=language,
        now=now,
    )


def keep_newest(session: Session, ticket: str, many: int) -> None:
    """Forget all phones of a ticket but the ``many`` added last."""
    session.run(
        "DELETE FROM push_subscription WHERE ticket = :ticket AND endpoint NOT IN"
        " (SELECT endpoint FROM push_subscription WHERE ticket = :ticket"
        " ORDER BY added_at DESC, endpoint LIMIT :many)",
        ticket=ticket,
        many=many,
    )


def remove(session: Session, ticket: str, endpoint: str) -> None:
    session.run(
        "DELETE FROM push_subscription WHERE ticket = :ticket AND endpoint = :endpoint",
        ticket=ticket,
        endpoint=endpoint,
    )


def remove_of_ticket(session: Session, ticket: str) -> None:
    session.run("DELETE FROM push_subscription WHERE ticket = :ticket", ticket=ticket)


def remove_before(session: Session, centre: str, day: str) -> None:
    """Forget the phones of days before ``day``."""
    session.run(
        "DELETE FROM push_subscription WHERE centre = :centre AND day < :day",
        centre=centre,
        day=day,
    )


def any_before(session: Session, centre: str, day: str) -> bool:
    row = session.one(
        "SELECT 1 AS one FROM push_subscription WHERE centre = :centre AND day < :day LIMIT 1",
        centre=centre,
        day=day,
    )
    return row is not None


def with_phones(session: Session, centres: Sequence[str]) -> list[str]:
    """Those of ``centres`` that any phone waits for."""
    rows = session.among(
        "SELECT DISTINCT centre FROM push_subscription WHERE centre IN :values", centres
    )
    return [row["centre"] for row in rows]


def of_day(session: Session, centre: str, day: str) -> list[Row]:
    """Every phone of a day with the ticket as it stands."""
    return session.all(
        "SELECT p.ticket, p.endpoint, p.p256dh, p.auth, p.language, p.told_soon, p.told_call,"
        " t.number, t.state, t.service, t.calls, t.called_at, t.counter"
        " FROM push_subscription p JOIN ticket t ON t.id = p.ticket"
        " WHERE p.centre = :centre AND p.day = :day",
        centre=centre,
        day=day,
    )


def claim_soon(session: Session, ticket: str, endpoint: str) -> bool:
    """Note that a phone is told that it is soon; False when it was told already."""
    changed = session.run(
        "UPDATE push_subscription SET told_soon = 1"
        " WHERE ticket = :ticket AND endpoint = :endpoint AND told_soon = 0",
        ticket=ticket,
        endpoint=endpoint,
    )
    return changed == 1


def claim_call(session: Session, ticket: str, endpoint: str, call: str) -> bool:
    """Note that a phone is told of a call; False when it was told already."""
    changed = session.run(
        "UPDATE push_subscription SET told_call = :call, told_soon = 1"
        " WHERE ticket = :ticket AND endpoint = :endpoint AND told_call <> :call",
        ticket=ticket,
        endpoint=endpoint,
        call=call,
    )
    return changed == 1


def tell_again(session: Session, ticket: str) -> None:
    """The ticket has moved back: that it is soon will be news again."""
    session.run("UPDATE push_subscription SET told_soon = 0 WHERE ticket = :ticket", ticket=ticket)


def signing_key(session: Session) -> str | None:
    """The installation's private key (PEM), if it was made."""
    row = session.one("SELECT value FROM installation_secret WHERE name = :name", name=_KEY)
    return None if row is None else str(row["value"])


def make_signing_key(session: Session, fresh: str) -> str:
    """The installation's private key; ``fresh`` becomes it where there is none."""
    session.run(
        "INSERT INTO installation_secret (name, value) VALUES (:name, :fresh)"
        " ON CONFLICT (name) DO NOTHING",
        name=_KEY,
        fresh=fresh,
    )
    return signing_key(session) or fresh
