"""What a manager chases: dossiers due within some working days first, then the overdue ones.

The latest overdue come first: of those that are years late somebody knows, or they were done and
never recorded, and they would hide what can still be done in time.
"""

from ..core.calendar import local_day
from ..queries.snapshot import Json, Snapshot, when
from ..store import dossier_figures, dossier_procedures
from ..store.base import Row
from ..usecases.dossiers.rules import Ruled, rules_of

MOST_SOON, MOST_OVERDUE = 300, 300


def due_report(look: Snapshot) -> Json:
    """How many are due within the rules' working days (``soon``) and ``overdue``, and the most
    pressing ``MOST_SOON`` and ``MOST_OVERDUE`` of them."""
    session, centre = look.session, look.centre.id
    ruled = rules_of(session, centre, look.centre.zone, look.day)
    today = local_day(look.now, look.centre.zone)
    last = ruled.calendar.add(today, ruled.rules.remind_days)
    ends = ruled.calendar.moment(last, "23:59") + 60_000
    soon = dossier_figures.open_due(session, centre, look.now, ends, latest=False, limit=MOST_SOON)
    overdue = dossier_figures.open_due(
        session, centre, 0, look.now, latest=True, limit=MOST_OVERDUE
    )
    return {
        "as_of": when(look.now),
        "days": ruled.rules.remind_days,
        "soon": dossier_figures.open_due_count(session, centre, look.now, ends),
        "overdue": dossier_figures.open_due_count(session, centre, 0, look.now),
        "items": _lines(look, ruled, [*soon, *overdue]),
    }


def _lines(look: Snapshot, ruled: Ruled, rows: list[Row]) -> list[Json]:
    session, centre, zone = look.session, look.centre.id, look.centre.zone
    departments = dossier_procedures.departments(session, centre)
    codes = sorted({row["procedure"] for row in rows})
    procedures = dossier_procedures.procedure_names(session, centre, codes)
    today = local_day(look.now, zone)
    lines = []
    for row in rows:
        due = local_day(row["due_at"], zone)
        ahead = due >= today
        days = ruled.calendar.between(*((today, due) if ahead else (due, today)))
        vi, en = departments.get(row["department"], (row["department"], row["department"]))
        lines.append(
            {
                **{name: row[name] for name in ("code", "procedure", "department", "state")},
                "procedure_name": procedures.get(row["procedure"]),
                "department_name": vi or None,
                "department_name_en": en or None,
                "received_at": when(row["received_at"]),
                "due_at": when(row["due_at"]),
                "overdue": row["due_at"] < look.now,
                "working_days": days if ahead else -days,
            }
        )
    return lines
