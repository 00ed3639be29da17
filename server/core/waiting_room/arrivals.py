"""When people come: the day's course learnt over days, today's own scale, shares by service."""

from collections.abc import Mapping, Sequence
from typing import Any

FADE = 0.95
SLOT_S = 1800.0
SLOTS = 48
PRIORITY = (0.1, 20.0)  # share and its weight before anything is seen
TODAY_WEIGHT = 80.0  # people: how much the known course weighs against today's count


class Arrivals:
    """Counts of tickets by half hour of the day, by service and by priority."""

    def __init__(self) -> None:
        self._days = 0.0
        self._course = [0.0] * SLOTS
        self._today = [0.0] * SLOTS
        self._services: dict[str, list[float]] = {}  # tickets, priority tickets
        self._recent: list[float] = []

    def begin_day(self) -> None:
        """Today becomes one of the earlier days."""
        if sum(self._today) >= 1:
            self._course = [c * FADE + t for c, t in zip(self._course, self._today, strict=True)]
            self._days = self._days * FADE + 1.0
            for row in self._services.values():
                row[:] = [x * FADE for x in row]
        self._today = [0.0] * SLOTS
        self._recent = []

    def came(self, second: float, service: str, priority: bool) -> None:
        """A ticket was drawn ``second`` seconds after midnight."""
        self._today[min(SLOTS - 1, max(0, int(second // SLOT_S)))] += 1.0
        row = self._services.setdefault(service, [0.0, 0.0])
        row[0] += 1.0
        row[1] += priority
        self._recent = [s for s in self._recent if s > second - 3600.0]
        self._recent.append(second)

    def course(self, second: float) -> list[float]:
        """People a second in each half hour of the day, as expected at ``second`` of today."""
        if self._days < 0.5:
            since = max(900.0, min(3600.0, second - self._first(second)))
            rate = len([s for s in self._recent if s > second - 3600.0]) / since
            return [rate * max(0.25, 1.0 - 0.08 * i) for i in self._steps(second)]
        usual = [c / self._days / SLOT_S for c in self._smooth(self._course)]
        now, part = divmod(second, SLOT_S)
        slot = min(SLOTS - 1, int(now))
        expected = sum(usual[:slot]) * SLOT_S + usual[slot] * part
        seen = sum(self._today)
        scale = (seen + TODAY_WEIGHT) / (expected + TODAY_WEIGHT)
        return [rate * scale for rate in usual]

    def _first(self, second: float) -> float:
        return min(self._recent, default=second)

    def _steps(self, second: float) -> list[float]:
        now = int(second // SLOT_S)
        return [float(max(0, i - now)) for i in range(SLOTS)]

    def _smooth(self, course: Sequence[float]) -> list[float]:
        # Half hours borrow from their neighbours while few days are known.
        if self._days > 5:
            return list(course)
        side = 0.15
        padded = [course[0], *course, course[-1]]
        return [
            (1 - 2 * side) * padded[i + 1] + side * (padded[i] + padded[i + 2])
            for i in range(SLOTS)
        ]

    def shares(self, services: Sequence[str]) -> list[tuple[float, float]]:
        """By service: its share of those who come, and the share of priority among them."""
        total = sum(row[0] for row in self._services.values())
        first = sum(row[1] for row in self._services.values())
        usual = (first + PRIORITY[0] * PRIORITY[1]) / (total + PRIORITY[1])
        found = []
        for service in services:
            n, urgent = self._services.get(service, (0.0, 0.0))
            share = (n + 0.5) / (total + 0.5 * len(services))
            found.append((share, (urgent + usual * 40.0) / (n + 40.0)))
        return found

    def state(self) -> dict[str, Any]:
        """JSON-able."""
        return {
            "days": self._days,
            "course": list(self._course),
            "today": list(self._today),
            "services": {s: list(row) for s, row in self._services.items()},
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what ``state`` gave."""
        self._days = float(state["days"])
        self._course = [float(x) for x in state["course"]][:SLOTS]
        self._today = [float(x) for x in state["today"]][:SLOTS]
        self._services = {str(s): [float(x) for x in row] for s, row in state["services"].items()}
