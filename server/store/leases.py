"""Work that one of several processes does for all."""

from .base import Session


def claim(session: Session, name: str, owner: str, now: int, until: int) -> bool:
    """Have a piece of work until ``until`` (ms); False while another process has it."""
    changed = session.run(
        "INSERT INTO process_lease (name, owner, until) VALUES (:name, :owner, :until)"
        " ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until"
        " WHERE process_lease.owner = :owner OR process_lease.until <= :now",
        name=name,
        owner=owner,
        now=now,
        until=until,
    )
    return changed == 1


def names(session: Session, prefix: str, now: int) -> list[str]:
    """The names beginning with ``prefix`` that somebody holds now, in their order."""
    rows = session.all(
        "SELECT name FROM process_lease WHERE name >= :prefix AND name < :beyond AND until > :now"
        " ORDER BY name",
        prefix=prefix,
        beyond=prefix + "\x7f",
        now=now,
    )
    return [row["name"] for row in rows]


def forget(session: Session, before: int) -> int:
    """Drop what ran out before ``before`` (ms); how many."""
    return session.run("DELETE FROM process_lease WHERE until < :before", before=before)
