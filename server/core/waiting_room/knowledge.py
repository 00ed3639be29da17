"""All that is learnt of a centre, together."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from .arrivals import Arrivals
from .chances import Chances
from .nouns import Windows
from .openings import Openings
from .service_times import ServiceTimes

LONG_BREAK_S = 2700.0  # a counter closed for longer has another window
LUNCH_S = 1200.0  # the same near the centre's gap between sessions
NOON_S = 3600.0
NEAR_S = 900.0


class Knowledge:
    """What one centre's days have taught."""

    def __init__(self) -> None:
        self.times = ServiceTimes()
        self.chances = Chances()
        self.openings = Openings()
        self.arrivals = Arrivals()
        self._typical: dict[str, list[list[float]]] = {}  # counter: [days, sum start, sum end]
        self._today: dict[str, list[list[float]]] = {}
        self._days = 0.0

    def begin_day(self, sessions: Windows = ()) -> None:
        """Today joins the earlier days. ``sessions``: the centre's, seconds of the day."""
        self._keep_openings(sessions)
        self.times.begin_day()
        self.chances.begin_day()
        self.openings.begin_day()
        self.arrivals.begin_day()

    def opened(self, counter: str, second: float) -> None:
        """A counter opened at that second of the day."""
        self._today.setdefault(counter, []).append([second, second])

    def closed(self, counter: str, second: float) -> None:
        """It closed."""
        spans = self._today.get(counter)
        if spans:
            spans[-1][1] = second

    def plan(
        self,
        openings: Mapping[str, Windows] | None,
        counters: Sequence[str],
        sessions: Windows = (),
    ) -> Mapping[str, Windows] | None:
        """``openings``, or what earlier days let expect, or None: as the sessions."""
        if openings is not None:
            return openings
        if self._days < 1:
            return None
        return {
            counter: [
                _meant(start / days, end / days, sessions)
                for days, start, end in self._typical.get(counter, [])
                if days > self._days * 0.4
            ]
            for counter in counters
        }

    def _keep_openings(self, sessions: Windows) -> None:
        if not self._today:
            return
        self._days = self._days * 0.8 + 1
        for counter in {*self._typical, *self._today}:
            rows = self._typical.setdefault(counter, [])
            for row in rows:
                row[:] = [x * 0.8 for x in row]
            for start, end in _joined(self._today.get(counter, []), sessions):
                near = [r for r in rows if r[0] > 0 and abs(r[1] / r[0] - start) < 5400]
                row = near[0] if near else [0.0, 0.0, 0.0]
                if not near:
                    rows.append(row)
                for i, x in enumerate((1.0, start, end)):
                    row[i] += x
            rows[:] = [r for r in rows if r[0] > 0.05]
        self._today = {}

    def state(self) -> dict[str, Any]:
        """JSON-able."""
        return {
            "times": self.times.state(),
            "chances": self.chances.state(),
            "openings": self.openings.state(),
            "arrivals": self.arrivals.state(),
            "typical": {c: [list(r) for r in rows] for c, rows in self._typical.items()},
            "today": {c: [list(r) for r in rows] for c, rows in self._today.items()},
            "days": self._days,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what ``state`` gave."""
        self.times.restore(state["times"])
        self.chances.restore(state["chances"])
        self.openings.restore(state["openings"])
        self.arrivals.restore(state["arrivals"])
        for name in ("typical", "today"):
            rows = {str(c): [[float(x) for x in r] for r in rs] for c, rs in state[name].items()}
            setattr(self, f"_{name}", rows)
        self._days = float(state["days"])


def _joined(spans: Sequence[Sequence[float]], sessions: Windows) -> list[tuple[float, float]]:
    """Spans of being open, short breaks left out."""
    found: list[tuple[float, float]] = []
    for start, end in spans:
        if found and start - found[-1][1] < _break(found[-1][1], start, sessions):
            found[-1] = (found[-1][0], max(end, start))
        else:
            found.append((start, max(end, start)))
    return [(a, b) for a, b in found if b - a > 600]


def _meant(start: float, end: float, sessions: Windows) -> tuple[float, float]:
    """Usual openings are a little after the time that was meant, and closings beside it: who is
    near a session's time keeps to it."""
    for first, last in sessions:
        start = first if -NEAR_S < start - first < NEAR_S else start
        end = last if -NEAR_S < end - last < NEAR_S else end
    return start, end


def _break(end: float, start: float, sessions: Windows) -> float:
    """How long a break within a window may be: about noon the end of a service that ran late
    leaves little of a lunch."""
    middle = (end + start) / 2
    ordered = sorted(sessions)
    at_noon = any(
        before - NOON_S < middle < after + NOON_S for (_, before), (after, _) in pairwise(ordered)
    )
    return LUNCH_S if at_noon else LONG_BREAK_S
