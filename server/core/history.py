"""A day's tickets counted: whole, by service, counter, officer and hour.

What is counted where: issues and waits belong to the hour in which the wait began; calls and what
became of them, service times and ratings to the hour of the call. A service has the tickets that
were drawn for it, and the visits made to it, also by those who were sent on from elsewhere.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from .durations import Durations
from .satisfaction import SATISFIED, UNSATISFIED
from .visits import Life, Outcome, Visit

COUNTS = (
    "issued",
    "called",
    "served",
    "no_show",
    "transferred",
    "cancelled",
    "expired",
    "rated",
    "satisfied",
    "unsatisfied",
)
Pauses = Mapping[str, Sequence[tuple[int, int]]]
"""By counter: when it stood still for a reason that is not its officer's (from, to; epoch ms)."""


class Dimension(StrEnum):
    """What tickets are grouped by. Keys: "" for the whole, ids, "00".."23" for hours (of the
    centre's clock), "1".."7" for weekdays from Monday, "1-08" for an hour of a weekday."""

    WHOLE = "whole"
    SERVICE = "service"
    COUNTER = "counter"
    OFFICER = "officer"
    HOUR = "hour"
    WEEKDAY = "weekday"
    HEAT = "heat"


@dataclass(slots=True)
class Cell:
    """The counts of one group, its waits (base: called) and service times (base: served)."""

    counts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    waits: Durations = field(default_factory=Durations)
    services: Durations = field(default_factory=Durations)


Cells = dict[tuple[Dimension, str], Cell]


class Tally:
    """Counts lives into cells. ``hour_of`` tells the hour key of a moment (epoch ms)."""

    def __init__(self, hour_of: Callable[[int], str], pauses: Pauses) -> None:
        self.cells: Cells = {}
        self._hour_of = hour_of
        self._pauses = pauses

    def add(self, life: Life, rating: str | None) -> None:
        """Count one ticket, and the value of its rating, which is of its last visit."""
        self._count("issued", service=life.service, at=life.issued_at)
        if life.left is not None:
            self._count(life.left, service=life.left_service, at=life.issued_at)
        for visit in life.visits:
            self._visit(visit)
        if rating is not None and life.visits:
            self._rating(life.visits[-1], rating)

    def _visit(self, visit: Visit) -> None:
        for dimension, key in self._keys(visit, visit.called_at):
            cell = self._cell(dimension, key)
            cell.counts["called"] += 1
            if visit.outcome in _COUNTED:
                cell.counts[visit.outcome.value] += 1
            if visit.outcome is Outcome.SERVED:
                personal = dimension is Dimension.OFFICER
                cell.services.add(self._own_ms(visit) if personal else visit.run_ms)
        for dimension, key in self._keys(visit, visit.waited_from):
            self._cell(dimension, key).waits.add(visit.wait_ms)

    def _rating(self, visit: Visit, value: str) -> None:
        for dimension, key in self._keys(visit, visit.called_at):
            counts = self._cell(dimension, key).counts
            counts["rated"] += 1
            counts["satisfied"] += value in SATISFIED
            counts["unsatisfied"] += value in UNSATISFIED

    def _keys(self, visit: Visit, at: int) -> Iterable[tuple[Dimension, str]]:
        return (
            (Dimension.WHOLE, ""),
            (Dimension.SERVICE, visit.service),
            (Dimension.COUNTER, visit.counter),
            (Dimension.OFFICER, visit.officer),
            (Dimension.HOUR, self._hour_of(at)),
        )

    def _count(self, name: str, *, service: str, at: int) -> None:
        keys = (
            (Dimension.WHOLE, ""),
            (Dimension.SERVICE, service),
            (Dimension.HOUR, self._hour_of(at)),
        )
        for dimension, key in keys:
            self._cell(dimension, key).counts[name] += 1

    def _cell(self, dimension: Dimension, key: str) -> Cell:
        cell = self.cells.get((dimension, key))
        if cell is None:
            cell = self.cells[dimension, key] = Cell()
        return cell

    def _own_ms(self, visit: Visit) -> int:
        """Service time without the pauses an officer cannot help: only these are hers."""
        excused = sum(
            max(0, min(ended, until) - max(begun, since))
            for since, until in self._pauses.get(visit.counter, ())
            for begun, ended in visit.runs
        )
        return max(0, visit.run_ms - excused)


_COUNTED = frozenset({Outcome.SERVED, Outcome.NO_SHOW, Outcome.TRANSFERRED})
