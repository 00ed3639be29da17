"""What every centre did between two days (both included): sums by centre and kind."""

from .base import Row, Session


def centres(session: Session) -> list[Row]:
    return session.all(
        "SELECT c.id, c.name, c.name_en, d.name AS district, d.name_en AS district_en"
        " FROM centre c LEFT JOIN place p ON p.centre = c.id LEFT JOIN place d ON d.id = p.parent"
        " ORDER BY c.name, c.id"
    )


def drawn(session: Session, first: str, last: str) -> list[Row]:
    return session.all(
        "SELECT c.id AS centre, 'issued' AS kind, SUM(l.issued) AS n FROM centre c"
        " JOIN line l ON l.centre = c.id AND l.day BETWEEN :first AND :last GROUP BY c.id",
        first=first,
        last=last,
    )


def tallied(session: Session, first: str, last: str) -> list[Row]:
    return session.all(
        "SELECT c.id AS centre, y.kind, SUM(y.n) AS n FROM centre c"
        " JOIN tally y ON y.centre = c.id AND y.day BETWEEN :first AND :last"
        " GROUP BY c.id, y.kind",
        first=first,
        last=last,
    )


def dossiers(session: Session, first: str, last: str) -> list[Row]:
    """Of those received in the days: how many, resolved, and resolved late."""
    return session.all(
        "SELECT c.id AS centre, k.kind, SUM(CASE k.kind WHEN 'received' THEN 1"
        " WHEN 'resolved' THEN CASE WHEN d.resolved_at IS NOT NULL THEN 1 ELSE 0 END"
        " ELSE CASE WHEN d.resolved_at > d.due_at THEN 1 ELSE 0 END END) AS n"
        " FROM centre c JOIN dossier d ON d.centre = c.id"
        " AND d.received_day BETWEEN :first AND :last"
        " CROSS JOIN (SELECT 'received' AS kind UNION ALL SELECT 'resolved'"
        " UNION ALL SELECT 'late') k GROUP BY c.id, k.kind",
        first=first,
        last=last,
    )
