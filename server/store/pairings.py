"""Devices that wait to be paired, and the wrong codes typed for them. Times are epoch ms."""

from .base import Row, Session

_COLUMNS = (
    "id, secret, code, kind, name, address, created_at, expires_at, centre, counter, label, token,"
    " approved_at"
)


def add(
    session: Session,
    *,
    id: str,
    secret: str,
    code: str,
    kind: str,
    name: str,
    address: str,
    now: int,
    expires_at: int,
) -> bool:
    """Keep a device that waits; False when its code is shown by another one."""
    return (
        session.run(
            "INSERT INTO pairing (id, secret, code, kind, name, address, created_at, expires_at)"
            " VALUES (:id, :secret, :code, :kind, :name, :address, :now, :expires_at)"
            " ON CONFLICT DO NOTHING",
            id=id,
            secret=secret,
            code=code,
            kind=kind,
            name=name,
            address=address,
            now=now,
            expires_at=expires_at,
        )
        == 1
    )


def get(session: Session, id: str, now: int) -> Row | None:
    return session.one(
        f"SELECT {_COLUMNS} FROM pairing WHERE id = :id AND expires_at > :now", id=id, now=now
    )


def by_code(session: Session, code: str, now: int) -> Row | None:
    return session.one(
        f"SELECT {_COLUMNS} FROM pairing WHERE code = :code AND expires_at > :now",
        code=code,
        now=now,
    )


def waiting(session: Session, now: int) -> list[Row]:
    """Those nobody has approved yet, the oldest first."""
    return session.all(
        f"SELECT {_COLUMNS} FROM pairing WHERE expires_at > :now AND approved_at IS NULL"
        " ORDER BY created_at, id",
        now=now,
    )


def approved(session: Session, centre: str, now: int) -> list[Row]:
    """Those a centre approved lately, the oldest first."""
    return session.all(
        f"SELECT {_COLUMNS} FROM pairing WHERE expires_at > :now AND centre = :centre"
        " ORDER BY created_at, id",
        centre=centre,
        now=now,
    )


def approve(
    session: Session,
    id: str,
    *,
    centre: str,
    counter: str | None,
    label: str,
    token: str,
    now: int,
    expires_at: int,
) -> bool:
    """Bind a device to a centre; False when somebody else was faster."""
    return (
        session.run(
            "UPDATE pairing SET centre = :centre, counter = :counter, label = :label,"
            " token = :token, approved_at = :now, expires_at = :expires_at"
            " WHERE id = :id AND approved_at IS NULL",
            id=id,
            centre=centre,
            counter=counter,
            label=label,
            token=token,
            now=now,
            expires_at=expires_at,
        )
        == 1
    )


def purge(session: Session, now: int, misses_before: int) -> None:
    """Forget what has lapsed."""
    session.run("DELETE FROM pairing WHERE expires_at <= :now", now=now)
    session.run("DELETE FROM pairing_miss WHERE last_at <= :before", before=misses_before)


def misses(session: Session, centre: str, after: int) -> list[Row]:
    """Wrong codes of a centre whose last came after a moment: address, misses, last_at."""
    return session.all(
        "SELECT address, misses, last_at FROM pairing_miss"
        " WHERE centre = :centre AND last_at > :after",
        centre=centre,
        after=after,
    )


def add_miss(session: Session, centre: str, address: str, now: int, after: int) -> None:
    """Count a wrong code; those before ``after`` are forgiven."""
    session.run(
        "INSERT INTO pairing_miss (centre, address, misses, last_at)"
        " VALUES (:centre, :address, 1, :now) ON CONFLICT (centre, address)"
        " DO UPDATE SET last_at = :now, misses = 1 +"
        " CASE WHEN pairing_miss.last_at > :after THEN pairing_miss.misses ELSE 0 END",
        centre=centre,
        address=address,
        now=now,
        after=after,
    )


def forget_misses(session: Session, centre: str, address: str) -> None:
    session.run(
        "DELETE FROM pairing_miss WHERE centre = :centre AND address = :address",
        centre=centre,
        address=address,
    )
