"""Which roles must have a second factor, in a centre or everywhere."""

from collections.abc import Iterable

from .base import Row, Session

EVERYWHERE = "*"


def of(session: Session, centre: str) -> list[Row]:
    """The centre's own rule and the one for everywhere, where there are such."""
    return session.all(
        "SELECT centre, roles, since FROM second_factor_rule"
        " WHERE centre = :centre OR centre = :everywhere",
        centre=centre,
        everywhere=EVERYWHERE,
    )


def put(session: Session, centre: str, roles: Iterable[str], since: int) -> None:
    session.run(
        "INSERT INTO second_factor_rule (centre, roles, since) VALUES (:centre, :roles, :since)"
        " ON CONFLICT (centre) DO UPDATE SET roles = :roles, since = :since",
        centre=centre,
        roles=" ".join(roles),
        since=since,
    )


def without(session: Session, centre: str, now: int) -> list[Row]:
    """The sessions that go on in a centre (or everywhere) of people without a second factor, by
    the roles at home and by grant: ``id`` and ``centre``."""
    return session.all(
        "SELECT t.id, t.centre FROM token t WHERE t.kind = 'session' AND t.revoked_at IS NULL"
        " AND t.expires_at > :now AND (t.centre = :centre OR :centre = :everywhere)"
        " AND t.person NOT IN (SELECT person FROM person_totp WHERE confirmed_at IS NOT NULL)",
        centre=centre,
        everywhere=EVERYWHERE,
        now=now,
    )
