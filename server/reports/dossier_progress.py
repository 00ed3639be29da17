"""Progress report II.06a (Circular 01/2020/TT-VPCP): what moved in a period, by field.

Unlike the report of the dossiers received in a period, it is about the state at the period's end:
received (with those carried over) = resolved + in progress, on every row and in the sum. What was
resolved without a due date counts as on time; what waits for a supplement and is not due by its
present date is in time.
"""

from collections.abc import Iterable, Mapping

from ..queries.snapshot import Json, Snapshot
from ..store import dossier_figures
from .period import Period

PARTS = (
    "online", "direct", "carried_over", "early", "on_time", "overdue", "open_in_time",
    "open_overdue",
)  # fmt: skip


class DoesNotAddUp(Exception):
    """An identity of the form is broken: the report must not be printed."""


def progress_report(look: Snapshot, period: Period) -> Json:
    """The form's rows and their sum. Raises ``DoesNotAddUp``."""
    begins, ends = period.bounds(look.centre.zone)
    found = dossier_figures.movements(
        look.session, look.centre.id, period.first, period.last, begins, ends
    )
    rows = [{"field": row["field"] or None, **_row(row)} for row in found]
    total = _row(_sum(found))
    for row in [*rows, total]:
        check(row)
    return {"from": period.first, "to": period.last, "rows": rows, "total": total}


def check(row: Mapping[str, Mapping[str, int]]) -> None:
    """Raises ``DoesNotAddUp`` unless received = resolved + in progress."""
    if row["received"]["total"] != row["resolved"]["total"] + row["in_progress"]["total"]:
        raise DoesNotAddUp(row)


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
            "total": n["early"] + n["on_time"] + n["overdue"],
            "early": n["early"],
            "on_time": n["on_time"],
            "overdue": n["overdue"],
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
