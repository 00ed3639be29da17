"""Progress report II.06a (Circular 01/2020/TT-VPCP): what moved in a period, by field.

Unlike the report of the dossiers received in a period, it is about the state at the period's end:
received (with those carried over) = resolved + in progress, on every row and in the sum. What was
resolved without a due date counts as on time; what waits for a supplement and is not due by its
present date is in time. A form that does not add up is refused: somebody would sign it.
"""

from collections.abc import Iterable, Mapping

from ..core.errors import DoesNotAddUp
from ..queries.snapshot import Json, Snapshot, when
from ..store import dossier_figures, dossier_pages
from .dossier_standing import Standing, standing
from .dossiers import closing_told
from .period import Period

PARTS = tuple(dossier_figures.MOVEMENTS)
_TOTALS = ("received", "resolved", "in_progress")
_SHOWN_CODES = 5


def progress_report(look: Snapshot, period: Period) -> Json:
    """The form's rows and their sum. Raises ``DoesNotAddUp``."""
    stands = standing(look, period)
    report = _form(look, stands)
    told = closing_told(look, stands)
    if told is not None:
        told["corrected"] = (
            _form(look, stands.corrected())["total"] if told["corrections"] else None
        )
    return {
        "from": period.first,
        "to": period.last,
        "as_of": when(stands.now),
        "closed": told,
        **report,
    }


def adds_up(row: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether received = resolved + in progress."""
    received, resolved, open = (row[part]["total"] for part in _TOTALS)
    return received == resolved + open


def check(row: Mapping[str, Mapping[str, int]], name: str = "", codes: str = "") -> None:
    """Raises ``DoesNotAddUp`` unless the row called ``name`` adds up; ``codes`` are the dossiers
    to look at."""
    if not adds_up(row):
        received, resolved, open = (row[part]["total"] for part in _TOTALS)
        raise DoesNotAddUp(
            row=name, received=received, resolved=resolved, open=open, codes=codes or "–"
        )


def check_sums(rows: Iterable[Json], total: Json) -> None:
    """Raises ``DoesNotAddUp`` unless every cell of the sum is the sum of its column."""
    rows = list(rows)
    for part in _TOTALS:
        for cell, told in total[part].items():
            found = sum(row[part][cell] for row in rows)
            if found != told:
                raise DoesNotAddUp(
                    row=f"{part}.{cell}", received=told, resolved=found, open=0, codes="–"
                )


def _form(look: Snapshot, stands: Standing) -> Json:
    period = stands.period
    _, ends = period.bounds(look.centre.zone)
    found = dossier_figures.movements(look.session, stands.source, period.first, period.last, ends)
    rows = [{"field": row["field"] or None, **_row(row)} for row in found]
    total = _row(_sum(found))
    for row in rows:
        if not adds_up(row):
            check(row, row["field"] or "–", _misdated(look, stands, row["field"] or ""))
    check(total, "Σ")
    check_sums(rows, total)
    return {"rows": rows, "total": total}


def _misdated(look: Snapshot, stands: Standing, field: str) -> str:
    """Codes of dossiers that break a row: received in the period, and resolved before it."""
    period = stands.period
    rows = dossier_pages.misdated(
        look.session, stands.source, period.first, period.last, field, _SHOWN_CODES
    )
    return ", ".join(str(row["code"]) for row in rows)


def _row(counts: Mapping[str, int]) -> Json:
    n = {name: int(counts[name]) for name in PARTS}
    return {
        "received": {
            "total": n["online"] + n["direct"] + n["carried_over"],
            "online": n["online"],
            "direct": n["direct"],
            "carried_over": n["carried_over"],
        },
        "resolved": {
            "total": n["form_early"] + n["form_on_time"] + n["form_overdue"],
            "early": n["form_early"],
            "on_time": n["form_on_time"],
            "overdue": n["form_overdue"],
        },
        "in_progress": {
            "total": n["open_in_time"] + n["open_overdue"],
            "in_time": n["open_in_time"],
            "overdue": n["open_overdue"],
        },
    }


def _sum(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    rows = list(rows)
    return {name: sum(int(row[name]) for row in rows) for name in PARTS}
