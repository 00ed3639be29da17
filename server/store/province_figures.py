"""Every centre at a glance: a few queries for all of them, one look-up in an index each."""

from .base import Row, Session


def centres(session: Session) -> list[Row]:
    """Each centre with its place and the district's name, if it has them."""
    return session.all(
        "SELECT c.id, c.name, c.name_en, c.zone, p.parent, d.name AS district,"
        " d.name_en AS district_en FROM centre c LEFT JOIN place p ON p.centre = c.id"
        " LEFT JOIN place d ON d.id = p.parent ORDER BY c.id"
    )


def lines(session: Session, day: str) -> list[Row]:
    """Waiting, issued and how many lines are open, by centre, on a day."""
    return session.all(
        "SELECT c.id AS centre, SUM(l.waiting_priority + l.waiting_normal"
        " + l.waiting_appointment + l.waiting_reserved) AS waiting, SUM(l.issued) AS issued"
        " FROM centre c JOIN line l ON l.centre = c.id AND l.day = :day GROUP BY c.id",
        day=day,
    )


def waits(session: Session, day: str) -> list[Row]:
    """When each ticket that waits began to wait (ms), by centre, the longest waits first."""
    return session.all(
        "SELECT c.id AS centre, t.waiting_since FROM centre c JOIN line l ON l.centre = c.id"
        " AND l.day = :day AND l.waiting_priority + l.waiting_normal + l.waiting_appointment"
        " + l.waiting_reserved > 0"
        " JOIN ticket t ON t.centre = l.centre AND t.day = l.day AND t.service = l.service"
        " AND t.state = 'waiting' ORDER BY t.waiting_since",
        day=day,
    )


def counters(session: Session) -> list[Row]:
    return session.all("SELECT centre, state, COUNT(*) AS n FROM counter GROUP BY centre, state")


def tallies(session: Session, day: str) -> list[Row]:
    return session.all(
        "SELECT c.id AS centre, y.kind, SUM(y.n) AS n FROM centre c"
        " JOIN tally y ON y.centre = c.id AND y.day = :day GROUP BY c.id, y.kind",
        day=day,
    )


def late_dossiers(session: Session, now: int) -> list[Row]:
    """Open dossiers past their date, by centre."""
    return session.all(
        "SELECT c.id AS centre, COUNT(*) AS n FROM centre c JOIN dossier d ON d.centre = c.id"
        " AND d.resolved_at IS NULL AND d.due_at < :now GROUP BY c.id",
        now=now,
    )


def silent_devices(session: Session, before: int) -> list[Row]:
    """Devices that have said nothing since ``before`` (ms), by centre."""
    return session.all(
        "SELECT d.centre, COUNT(*) AS n FROM device_report d JOIN token t ON t.id = d.device"
        " AND t.centre = d.centre AND t.revoked_at IS NULL WHERE d.reported_at < :before"
        " GROUP BY d.centre",
        before=before,
    )


def alerts(session: Session) -> list[Row]:
    """Alerts that stand, by centre; ``grave`` of them need somebody at once."""
    return session.all(
        "SELECT centre, COUNT(*) AS n, SUM(grave) AS grave FROM alert WHERE cleared_at IS NULL"
        " GROUP BY centre"
    )
