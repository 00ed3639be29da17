"""Open dossiers of some departments whose dates press, with the apologies drafted for them."""

from collections.abc import Sequence

from .base import Row, Session

# What was promised last: the date of an apology, else that of the receipt.
_PROMISED = (
    "COALESCE((SELECT MAX(i.new_due) FROM dossier_apology i WHERE i.centre = d.centre"
    " AND i.code = d.code AND i.state = 'issued'), d.due_at)"
)


def listing(session: Session, centre: str, departments: Sequence[str], before: int) -> list[Row]:
    """Dossiers promised before a moment (ms), and those with a draft, whenever promised. ``missed``
    is None without a draft; a dossier with two drafts comes twice, the later date first."""
    return session.among(
        "SELECT * FROM (SELECT d.code, d.procedure, d.department, d.state, d.received_at,"
        f" d.due_at, {_PROMISED} AS promised, a.missed, a.why, a.proposed, a.reason,"
        " (SELECT COUNT(*) FROM result_wait w JOIN result_phone p ON p.wait = w.id"
        "  WHERE w.centre = d.centre AND w.code = d.code) AS phones"
        " FROM dossier d LEFT JOIN dossier_apology a ON a.centre = d.centre AND a.code = d.code"
        "  AND a.state = 'drafted' AND d.due_at <= a.missed"
        "  AND NOT EXISTS (SELECT 1 FROM dossier_form f WHERE f.centre = a.centre"
        "   AND f.code = a.code AND f.form = '04' AND f.issued_at >= a.made_at)"
        " WHERE d.centre = :centre AND d.resolved_at IS NULL AND d.due_at IS NOT NULL"
        " AND d.state <> 'supplement' AND d.department IN :values) AS pressing"
        " WHERE missed IS NOT NULL OR promised < :before ORDER BY promised DESC, code, missed DESC",
        list(departments),
        centre=centre,
        before=before,
    )


def departments_of_counter(session: Session, centre: str, counter: str) -> list[str]:
    """The departments whose services a counter handles."""
    rows = session.all(
        "SELECT DISTINCT s.department FROM counter_service cs"
        " JOIN service s ON s.centre = cs.centre AND s.id = cs.service"
        " WHERE cs.centre = :centre AND cs.counter = :counter ORDER BY s.department",
        centre=centre,
        counter=counter,
    )
    return [row["department"] for row in rows]
