"""People who will still come, path by path."""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping, Sequence, Set
from itertools import accumulate
from math import inf

from .arrivals import SLOT_S, SLOTS
from .draws import PATHS, Draws
from .floor import Floor

Person = tuple[float, int, int]  # when, service, level
MOST = 4000


class Coming:
    """A unit process for each path of a day, stretched by the expected rates: so somebody who is
    expected at ten is still expected at about ten a minute later."""

    def __init__(self, draws: Draws) -> None:
        self._draws = draws
        self._day = float("nan")
        self._marks: list[tuple[list[float], list[float]]] = []

    def people(
        self,
        floor: Floor,
        services: Sequence[str],
        at: float,
        lanes: tuple[int, ...],
        rates: Mapping[str, float] | None = None,
        until: float = inf,
        lines: Set[int] | None = None,
    ) -> list[list[Person]]:
        """By path, in order of time, as far as ``until``, for ``lines`` (indices of services; all
        when None). ``rates``: people an hour by service where not as learnt."""
        if self._day != floor.day_start:
            self._day = floor.day_start
            self._marks = [([], []) for _ in range(PATHS)]
        mix = _Mix(floor, services, at, lanes, rates)
        kept = range(len(services)) if lines is None else lines
        if mix.total[-1] <= mix.at(at - floor.day_start):
            return [[] for _ in range(PATHS)]
        begin = mix.at(at - floor.day_start)
        last = min(mix.total[-1], MOST)
        if until < floor.last_end():
            last = min(last, mix.at(until - floor.day_start))
        return [self._path(p, mix, begin, last, floor.day_start, kept) for p in range(PATHS)]

    def _path(
        self, p: int, mix: "_Mix", begin: float, last: float, midnight: float,
        kept: Container[int],
    ) -> list[Person]:  # fmt: skip
        marks, picks = self._marks[p]
        if not marks or marks[-1] < last:
            self._extend(p, last)
        found = []
        slot, total, kinds = 0, mix.total, mix.kinds
        for i in range(bisect_right(marks, begin), bisect_left(marks, last)):
            mark = marks[i]
            while total[slot + 1] < mark:
                slot += 1
            weights = mix.slots[slot]
            service, level = kinds[bisect_left(weights, picks[i] * weights[-1])]
            if service in kept:
                second = slot * SLOT_S + (mark - total[slot]) / mix.rate[slot]
                found.append((midnight + second, service, level))
        return found

    def _extend(self, p: int, last: float) -> None:
        marks, picks = self._marks[p]
        rng = self._draws.stream(f"coming {self._day} {p} {len(marks)}")
        now = marks[-1] if marks else 0.0
        while now < last + 20:
            now += rng.expovariate(1.0)
            marks.append(now)
            picks.append(rng.random())


class _Mix:
    """How many come, half hour by half hour (``total``: up to each one's end), and who."""

    def __init__(
        self, floor: Floor, services: Sequence[str], at: float, lanes: tuple[int, ...],
        rates: Mapping[str, float] | None,
    ) -> None:  # fmt: skip
        arrivals = floor.knowledge.arrivals
        course = arrivals.course(max(0.0, at - floor.day_start))
        shares = arrivals.shares(services)
        self.kinds = [(i, level) for i in range(len(services)) for level in lanes]
        usual = [
            share * (urgent if level == 1 else 1 - urgent)
            for share, urgent in shares
            for level in lanes
        ]
        self.slots: list[list[float]] = []
        # A centre that offers nothing yet: nobody comes.
        base = list(accumulate(usual)) or [0.0]
        end = floor.last_end() - floor.day_start
        self.total, self.rate, total = [0.0], [], 0.0
        for slot in range(SLOTS):
            weights = base if not (rates and usual) else list(
                accumulate(self._asked(usual, shares, services, rates, course[slot], lanes))
            )  # fmt: skip
            rate = course[slot] * base[-1] if weights is base else weights[-1]
            if slot * SLOT_S > end:
                rate = 0.0
            self.slots.append(weights)
            self.rate.append(rate)
            total += rate * SLOT_S
            self.total.append(total)

    def _asked(
        self, usual: Sequence[float], shares: Sequence[tuple[float, float]],
        services: Sequence[str], rates: Mapping[str, float], course: float,
        lanes: tuple[int, ...],
    ) -> list[float]:  # fmt: skip
        found = []
        for (i, level), weight in zip(self.kinds, usual, strict=True):
            urgent = shares[i][1]
            hourly = rates.get(services[i])
            part = urgent if level == 1 else 1 - urgent
            found.append(course * weight if hourly is None else max(0.0, hourly) / 3600.0 * part)
        return found

    def at(self, second: float) -> float:
        """How many have come by ``second`` of the day."""
        slot = min(SLOTS - 1, max(0, int(second // SLOT_S)))
        return self.total[slot] + self.rate[slot] * max(0.0, second - slot * SLOT_S)
