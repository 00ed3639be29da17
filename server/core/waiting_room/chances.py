"""What may happen to a ticket besides being served: a no-show, a transfer, leaving the line."""

import math
from collections.abc import Mapping
from typing import Any

FADE = 0.98
NO_SHOW = (0.06, 12.0)  # what is believed at first: share, weight in tickets
TRANSFER = (0.03, 25.0)
LINE_WEIGHT = 30.0
HOLD = (math.log(60.0), 0.5, 4.0)  # logarithm of seconds, spread, weight
AWAY_PRIOR = (0.01, 8.0)  # leaving the line: an hour of waiting, weight in hours


class Chances:
    """Shares by service, shrunk to the centre's; holding times of no-shows; leaving the line."""

    def __init__(self) -> None:
        self._ends: dict[str, list[float]] = {}  # service: [calls ended, no-shows, transfers]
        self._goals: dict[str, dict[str, float]] = {}
        self._hold = [0.0, 0.0, 0.0]
        self._away = [0.0, 0.0]  # hours waited, left

    def begin_day(self) -> None:
        """Earlier days fade."""
        for row in (*self._ends.values(), self._hold, self._away):
            row[:] = [x * FADE for x in row]

    def ended(self, service: str, *, no_show: float | None = None, goal: str | None = None) -> None:
        """A call ended: ``no_show`` seconds held in vain, or a transfer to ``goal``, or served."""
        row = self._ends.setdefault(service, [0.0, 0.0, 0.0])
        row[0] += 1.0
        if no_show is not None:
            row[1] += 1.0
            value = math.log(max(1.0, no_show))
            centre, spread = self.hold()
            value = min(centre + 4 * spread, max(centre - 4 * spread, value))
            for i, x in enumerate((1.0, value, value * value)):
                self._hold[i] += x
        if goal is not None:
            row[2] += 1.0
            goals = self._goals.setdefault(service, {})
            goals[goal] = goals.get(goal, 0.0) + 1.0

    def waited(self, seconds: float, *, left: bool) -> None:
        """A ticket's waiting ended: it was called, or it left the line."""
        self._away[0] += seconds / 3600.0
        self._away[1] += left

    def leaving(self) -> float:
        """Leaving the line: rate a second of waiting."""
        share, weight = AWAY_PRIOR
        return (self._away[1] + share * weight) / (self._away[0] + weight) / 3600.0

    def no_show(self, service: str) -> float:
        return self._share(service, 1, NO_SHOW)

    def transfer(self, service: str) -> float:
        return self._share(service, 2, TRANSFER)

    def goals(self, service: str) -> list[tuple[str, float]]:
        """Where transfers go: services and shares (empty: never seen)."""
        goals = self._goals.get(service) or self._all_goals()
        total = sum(goals.values())
        return [(goal, n / total) for goal, n in goals.items()] if total else []

    def hold(self) -> tuple[float, float]:
        """A no-show's holding time: logarithm of its median seconds, spread."""
        n, total, squares = self._hold
        centre0, spread0, weight = HOLD
        centre = (total + centre0 * weight) / (n + weight)
        left = max(0.0, squares - 2 * centre * total + n * centre * centre)
        return centre, max(0.02, math.sqrt((left + spread0**2 * weight) / (n + weight)))

    def _share(self, service: str, column: int, prior: tuple[float, float]) -> float:
        seen = sum(row[0] for row in self._ends.values())
        hit = sum(row[column] for row in self._ends.values())
        usual = (hit + prior[0] * prior[1]) / (seen + prior[1])
        row = self._ends.get(service, [0.0, 0.0, 0.0])
        return (row[column] + usual * LINE_WEIGHT) / (row[0] + LINE_WEIGHT)

    def _all_goals(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for goals in self._goals.values():
            for goal, n in goals.items():
                found[goal] = found.get(goal, 0.0) + n
        return found

    def state(self) -> dict[str, Any]:
        """JSON-able."""
        return {
            "ends": {s: list(row) for s, row in self._ends.items()},
            "goals": {s: dict(goals) for s, goals in self._goals.items()},
            "hold": list(self._hold),
            "away": list(self._away),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what ``state`` gave."""
        self._ends = {str(s): [float(x) for x in row] for s, row in state["ends"].items()}
        self._goals = {
            str(s): {str(g): float(n) for g, n in goals.items()}
            for s, goals in state["goals"].items()
        }
        self._hold = [float(x) for x in state["hold"]]
        self._away = [float(x) for x in state["away"]]
