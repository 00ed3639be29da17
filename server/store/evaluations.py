"""What evaluations are made of: marks as they were entered, and shares counted from visits."""

from .base import Row, Session

_BY = {"department": "COALESCE(s.department, '')", "officer": "COALESCE(t.officer, '')"}
_DOSSIER_BY = {"department": "d.department", "officer": "COALESCE(d.officer, '')"}


def add_mark(
    session: Session,
    *,
    centre: str,
    quarter: str,
    kind: str,
    subject: str,
    index: str,
    halves: int | None,
    note: str,
    by: str,
    now: int,
) -> None:
    """Append a mark; None in ``halves`` takes the earlier ones back."""
    session.put(
        "INSERT INTO evaluation_mark (centre, quarter, kind, subject, item, halves, note,"
        " by_whom, at) VALUES (:centre, :quarter, :kind, :subject, :index, :halves, :note, :by,"
        " :now)",
        centre=centre,
        quarter=quarter,
        kind=kind,
        subject=subject,
        index=index,
        halves=halves,
        note=note,
        by=by,
        now=now,
    )


def marks(session: Session, centre: str, quarter: str, kind: str) -> list[Row]:
    """(subject, item, halves, note, by_whom, at) of a quarter's marks, newest first."""
    return session.all(
        "SELECT subject, item, halves, note, by_whom, at FROM evaluation_mark"
        " WHERE centre = :centre AND quarter = :quarter AND kind = :kind ORDER BY id DESC",
        centre=centre,
        quarter=quarter,
        kind=kind,
    )


def newest(
    session: Session, centre: str, quarter: str, kind: str, subject: str, index: str
) -> Row | None:
    """The mark entered last for an index of a subject."""
    return session.one(
        "SELECT halves, note FROM evaluation_mark WHERE centre = :centre"
        " AND quarter = :quarter AND kind = :kind AND subject = :subject AND item = :index"
        " ORDER BY id DESC LIMIT 1",
        centre=centre,
        quarter=quarter,
        kind=kind,
        subject=subject,
        index=index,
    )


def mark_count(session: Session, centre: str, quarter: str, kind: str, subject: str) -> int:
    """How many marks a subject has in a quarter, those taken back included."""
    row = session.one(
        "SELECT COUNT(*) AS n FROM evaluation_mark WHERE centre = :centre"
        " AND quarter = :quarter AND kind = :kind AND subject = :subject",
        centre=centre,
        quarter=quarter,
        kind=kind,
        subject=subject,
    )
    return 0 if row is None else int(row["n"])


def waits(
    session: Session, centre: str, first: str, last: str, by: str, target_ms: int
) -> list[Row]:
    """(key, base, hits): visits of the days, and those called within ``target_ms``."""
    return session.all(
        f"SELECT {_BY[by]} AS key, COUNT(*) AS base,"
        " SUM(CASE WHEN t.called_at - t.waiting_since <= :target_ms THEN 1 ELSE 0 END) AS hits"
        " FROM ticket t LEFT JOIN service s ON s.centre = t.centre AND s.id = t.service"
        " WHERE t.centre = :centre AND t.day >= :first AND t.day <= :last"
        " AND t.state = 'finished' AND t.called_at IS NOT NULL GROUP BY 1",
        centre=centre,
        first=first,
        last=last,
        target_ms=target_ms,
    )


def on_time(session: Session, centre: str, first: str, last: str, by: str) -> list[Row]:
    """(key, base, hits): dossiers resolved in the days, and those that were not late."""
    return session.all(
        f"SELECT {_DOSSIER_BY[by]} AS key, COUNT(*) AS base,"
        " SUM(CASE WHEN d.verdict IN ('early', 'on_time') THEN 1 ELSE 0 END) AS hits"
        " FROM dossier d WHERE d.centre = :centre AND d.resolved_day >= :first"
        " AND d.resolved_day <= :last AND d.verdict IS NOT NULL GROUP BY 1",
        centre=centre,
        first=first,
        last=last,
    )


def contacts(session: Session, centre: str, first: str, last: str, by: str) -> list[Row]:
    """(key, base, hits): finished visits, and those without being sent home to correct papers."""
    return session.all(
        f"SELECT {_BY[by]} AS key, COUNT(*) AS base,"
        " SUM(CASE WHEN EXISTS (SELECT 1 FROM event e WHERE e.ticket = t.id"
        " AND e.kind = 'sent_away') THEN 0 ELSE 1 END) AS hits"
        " FROM ticket t LEFT JOIN service s ON s.centre = t.centre AND s.id = t.service"
        " WHERE t.centre = :centre AND t.day >= :first AND t.day <= :last"
        " AND t.state = 'finished' GROUP BY 1",
        centre=centre,
        first=first,
        last=last,
    )
