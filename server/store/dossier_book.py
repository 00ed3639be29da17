"""The register as a book (form 07): dossiers of a period with all that the book says of them."""

from .base import Row, Session


def entries(
    session: Session, centre: str, first: str, last: str, department: str | None, limit: int
) -> list[Row]:
    """Dossiers received from ``first`` to ``last`` (days, both included) in the order they came."""
    clause = "" if department is None else " AND d.department = :department"
    return session.all(
        "SELECT d.code, d.applicant, d.phone, d.procedure, d.department, d.received_at, d.due_at,"
        " d.resolved_at, d.verdict, d.state,"
        " (SELECT MIN(e.at) FROM dossier_event e WHERE e.centre = d.centre AND e.code = d.code"
        "  AND e.kind = 'process') AS passed_at,"
        " (SELECT MAX(e.at) FROM dossier_event e WHERE e.centre = d.centre AND e.code = d.code"
        "  AND e.kind = 'return') AS returned_at"
        " FROM dossier d WHERE d.centre = :centre AND d.received_day BETWEEN :first AND :last"
        f"{clause} ORDER BY d.received_at, d.code LIMIT :limit",
        centre=centre,
        first=first,
        last=last,
        department=department,
        limit=limit,
    )
