"""How good the estimates were that people were shown: the product's own error."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median

from ..core.forecast import PastError
from ..queries.forecasts import Track
from ..store import estimates
from ..store.base import Row, Session

DAYS = 7


def estimate_error(session: Session, centre: str, today: str, *, at_issue: bool = True) -> Track:
    """The error of what was told with tickets (or, else, on phones) over the last seven days.

    Of tickets that were called: for the others nobody knows how long it would have been.
    """
    first = (date.fromisoformat(today) - timedelta(days=DAYS - 1)).isoformat()
    rows = estimates.resolved(session, centre, first, at_issue=at_issue)
    by_service: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_service[row["service"]].append(row)
    found = {service: _error(of_it) for service, of_it in by_service.items()}
    return Track(
        _error(rows), {service: error for service, error in found.items() if error is not None}
    )


def _error(rows: Iterable[Row]) -> PastError | None:
    """None of no rows."""
    distances, inside = [], 0
    for row in rows:
        waited = row["waited_ms"] / 1000
        distances.append(abs(waited - row["p50"]))
        inside += row["p10"] <= waited <= row["p90"]
    if not distances:
        return None
    return PastError(median(distances) / 60, inside / len(distances), len(distances))
