"""Sums over the register, for reports. A period is of local days, both ends included."""

from .base import Row, Session

KEYS = {
    "all": "''",
    "department": "department",
    "field": "field",
    "procedure": "procedure",
    "channel": "channel",
    "officer": "COALESCE(officer, '')",
    "month": "SUBSTR(received_day, 1, 7)",
    "day": "received_day",
}
_PERIOD = "centre = :centre AND received_day BETWEEN :first AND :last"


def sums(session: Session, centre: str, first: str, last: str, by: str, now: int) -> list[Row]:
    """By key: what became of the dossiers received in the period. ``overdue`` are open ones past
    their due date (not those awaiting a supplement), ``late_only_in_books`` those resolved in time
    and recorded after they were due."""
    return session.all(
        f"SELECT {KEYS[by]} AS key, COUNT(*) AS received, COUNT(resolved_at) AS resolved,"
        " SUM(CASE WHEN verdict = 'early' THEN 1 ELSE 0 END) AS early,"
        " SUM(CASE WHEN verdict = 'on_time' THEN 1 ELSE 0 END) AS on_time,"
        " SUM(CASE WHEN verdict = 'late' THEN 1 ELSE 0 END) AS late,"
        " SUM(CASE WHEN resolved_at IS NULL AND due_at < :now AND state <> 'supplement'"
        "  THEN 1 ELSE 0 END) AS overdue,"
        " SUM(CASE WHEN verdict IN ('early', 'on_time') AND recorded_at > due_at"
        "  THEN 1 ELSE 0 END) AS late_only_in_books"
        f" FROM dossier WHERE {_PERIOD} GROUP BY 1 ORDER BY 1",
        centre=centre,
        first=first,
        last=last,
        now=now,
    )


def lags(session: Session, centre: str, first: str, last: str, by: str) -> list[Row]:
    """By key and minutes from the result to its being recorded: how many dossiers."""
    return session.all(
        f"SELECT {KEYS[by]} AS key, (recorded_at - resolved_at) / 60000 AS minutes,"
        f" COUNT(*) AS n FROM dossier WHERE {_PERIOD}"
        " AND resolved_at IS NOT NULL AND recorded_at IS NOT NULL GROUP BY 1, 2",
        centre=centre,
        first=first,
        last=last,
    )


def movements(
    session: Session, centre: str, first: str, last: str, begins: int, ends: int
) -> list[Row]:
    """By field, what form II.06a counts in a period (days, and the same as ms, end excluded):
    carried over, received online or otherwise, resolved by verdict, still open by due date."""
    return session.all(
        "SELECT field,"
        " SUM(CASE WHEN received_day < :first THEN 1 ELSE 0 END) AS carried_over,"
        " SUM(CASE WHEN received_day >= :first AND channel = 'online' THEN 1 ELSE 0 END)"
        "  AS online,"
        " SUM(CASE WHEN received_day >= :first AND channel <> 'online' THEN 1 ELSE 0 END)"
        "  AS direct,"
        " SUM(CASE WHEN resolved_at < :ends AND verdict = 'early' THEN 1 ELSE 0 END) AS early,"
        " SUM(CASE WHEN resolved_at < :ends AND (verdict = 'on_time' OR verdict IS NULL)"
        "  THEN 1 ELSE 0 END) AS on_time,"
        " SUM(CASE WHEN resolved_at < :ends AND verdict = 'late' THEN 1 ELSE 0 END) AS overdue,"
        " SUM(CASE WHEN (resolved_at IS NULL OR resolved_at >= :ends)"
        "  AND (due_at IS NULL OR due_at >= :ends) THEN 1 ELSE 0 END) AS open_in_time,"
        " SUM(CASE WHEN (resolved_at IS NULL OR resolved_at >= :ends) AND due_at < :ends"
        "  THEN 1 ELSE 0 END) AS open_overdue"
        " FROM dossier WHERE centre = :centre AND received_day <= :last"
        " AND (resolved_at IS NULL OR resolved_at >= :begins) GROUP BY field ORDER BY field",
        centre=centre,
        first=first,
        last=last,
        begins=begins,
        ends=ends,
    )


def listing(
    session: Session,
    centre: str,
    *,
    first: str,
    last: str,
    department: str | None,
    state: str | None,
    after: str,
    limit: int,
) -> list[Row]:
    """Dossiers received in a period by code, those after ``after``."""
    clauses = "".join(
        f" AND {name} = :{name}"
        for name, value in (("department", department), ("state", state))
        if value is not None
    )
    return session.all(
        "SELECT code, procedure, field, department, channel, state, received_at, due_at,"
        f" resolved_at, recorded_at, verdict FROM dossier WHERE {_PERIOD} AND code > :after"
        f"{clauses} ORDER BY code LIMIT :limit",
        centre=centre,
        first=first,
        last=last,
        department=department,
        state=state,
        after=after,
        limit=limit,
    )


def due_before(
    session: Session, centre: str, before: int, department: str | None, limit: int
) -> list[Row]:
    """Open dossiers due before a moment (ms), the most pressing first; not those that wait for a
    supplement."""
    clause = "" if department is None else " AND department = :department"
    return session.all(
        "SELECT code, procedure, department, received_at, due_at, state FROM dossier"
        " WHERE centre = :centre AND resolved_at IS NULL AND due_at < :before"
        f" AND state <> 'supplement'{clause} ORDER BY due_at, code LIMIT :limit",
        centre=centre,
        before=before,
        department=department,
        limit=limit,
    )
