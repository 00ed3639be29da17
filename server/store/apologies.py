"""Apologies for dates that are missed (form 04): drafted once, then issued or dismissed."""

from .base import Row, Session

# A dossier's date is what was promised last: that of an apology, else the one of its receipt.
_DUE = "COALESCE(a.new_due, d.due_at)"
_OPEN = (
    "dossier d LEFT JOIN (SELECT code, MAX(new_due) AS new_due FROM dossier_apology"
    "  WHERE centre = :centre AND state = 'issued' GROUP BY code) a ON a.code = d.code"
)
_WANTED = "d.centre = :centre AND d.resolved_at IS NULL AND d.state <> 'supplement'"


_COLUMNS = "d.code, d.department, d.received_at, d.term, d.unit, d.rule"
_UNSAID = (
    "NOT EXISTS (SELECT 1 FROM dossier_apology x WHERE x.centre = d.centre AND x.code = d.code"
    f" AND x.missed = {_DUE})"
)


def late(session: Session, centre: str, before: int, limit: int) -> list[Row]:
    """Open dossiers whose date (``missed``) lies before a moment (ms), and for which no apology
    has been drafted."""
    return session.all(
        f"SELECT {_COLUMNS}, {_DUE} AS missed FROM {_OPEN} WHERE {_WANTED}"
        f" AND d.due_at < :before AND {_DUE} < :before AND {_UNSAID}"
        " ORDER BY d.due_at, d.code LIMIT :limit",
        centre=centre,
        before=before,
        limit=limit,
    )


def expected(session: Session, centre: str) -> list[Row]:
    """What departments said of when they would be done with open dossiers, for which no apology
    has been drafted: ``told`` (ms), the earliest rank first."""
    return session.all(
        f"SELECT {_COLUMNS}, {_DUE} AS missed, m.expected_at AS told"
        f" FROM {_OPEN} JOIN dossier_message m ON m.centre = d.centre AND m.code = d.code"
        f" WHERE {_WANTED} AND m.expected_at IS NOT NULL AND d.due_at IS NOT NULL AND {_UNSAID}"
        " ORDER BY m.rank",
        centre=centre,
    )


def draft(
    session: Session,
    centre: str,
    code: str,
    *,
    missed: int,
    why: str,
    proposed: int,
    reason: str,
    now: int,
) -> bool:
    """Keep a draft; False when there is one for this date."""
    made = session.run(
        "INSERT INTO dossier_apology (centre, code, missed, why, proposed, state, reason, made_at)"
        " VALUES (:centre, :code, :missed, :why, :proposed, 'drafted', :reason, :now)"
        " ON CONFLICT DO NOTHING",
        centre=centre,
        code=code,
        missed=missed,
        why=why,
        proposed=proposed,
        reason=reason,
        now=now,
    )
    return made == 1


def drafted(session: Session, centre: str, after: str, limit: int) -> list[Row]:
    """Drafts about dossiers that are still open, by code."""
    return session.all(
        "SELECT x.code, x.missed, x.why, x.proposed, x.reason, x.made_at, d.department,"
        " d.procedure, d.received_at, d.due_at FROM dossier_apology x"
        " JOIN dossier d ON d.centre = x.centre AND d.code = x.code"
        f" WHERE x.state = 'drafted' AND x.code > :after AND {_WANTED}"
        " AND d.due_at <= x.missed AND NOT EXISTS (SELECT 1 FROM dossier_form f"
        "  WHERE f.centre = x.centre AND f.code = x.code AND f.form = '04'"
        "  AND f.issued_at >= x.made_at) ORDER BY x.code LIMIT :limit",
        centre=centre,
        after=after,
        limit=limit,
    )


def of_dossier(session: Session, centre: str, code: str) -> list[Row]:
    """A dossier's apologies, the latest date first."""
    return session.all(
        "SELECT code, missed, why, proposed, state, reason, new_due, made_at, decided_at"
        " FROM dossier_apology WHERE centre = :centre AND code = :code ORDER BY missed DESC",
        centre=centre,
        code=code,
    )


def promised(session: Session, centre: str, code: str) -> int | None:
    """The date (ms) that was promised last by an apology."""
    row = session.one(
        "SELECT MAX(new_due) AS due FROM dossier_apology"
        " WHERE centre = :centre AND code = :code AND state = 'issued'",
        centre=centre,
        code=code,
    )
    return None if row is None else row["due"]


def reword(
    session: Session, centre: str, code: str, missed: int, reason: str, proposed: int
) -> None:
    """Another reason and date for a draft."""
    session.run(
        "UPDATE dossier_apology SET reason = :reason, proposed = :proposed WHERE centre = :centre"
        " AND code = :code AND missed = :missed AND state = 'drafted'",
        centre=centre,
        code=code,
        missed=missed,
        reason=reason,
        proposed=proposed,
    )


def decide(
    session: Session,
    centre: str,
    code: str,
    missed: int,
    *,
    state: str,
    reason: str,
    new_due: int | None,
    now: int,
    by: str,
) -> bool:
    """Issue or dismiss a draft; False when that has been done."""
    changed = session.run(
        "UPDATE dossier_apology SET state = :state, reason = :reason, new_due = :new_due,"
        " decided_at = :now, decided_by = :by WHERE centre = :centre AND code = :code"
        " AND missed = :missed AND state = 'drafted'",
        centre=centre,
        code=code,
        missed=missed,
        state=state,
        reason=reason,
        new_due=new_due,
        now=now,
        by=by,
    )
    return changed == 1
