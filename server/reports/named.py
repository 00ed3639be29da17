"""How often reasons were named."""

from ..core.cases import Named, named
from ..queries.snapshot import Snapshot
from ..store import cases
from ..store.cases import Case
from .period import Period


class Counts:
    """How often reasons were named, counted once for each place and time of a look."""

    def __init__(self, look: Snapshot) -> None:
        self._look = look
        self._kept: dict[tuple[str | None, ...], tuple[int, dict[str, int]]] = {}

    def of(
        self, days: Period, service: str | None = None, counter: str | None = None
    ) -> tuple[int, dict[str, int]]:
        """All ratings, and those that named each reason."""
        key = (days.first, days.last, service, counter)
        if key not in self._kept:
            session, centre = self._look.session, self._look.centre.id
            self._kept[key] = cases.reason_counts(
                session, centre, days.first, days.last, service, counter
            )
        return self._kept[key]

    def named_in(self, case: Case, days: Period) -> Named:
        """How often a case's reason was named where the case is about."""
        base, counts = self.of(days, case.service, case.counter)
        return named(counts.get(case.reason, 0), base)
