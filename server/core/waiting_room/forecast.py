"""Estimates from played paths: for those who wait, and for those who would come now."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence, Set
from itertools import islice
from math import inf

from .calibration import Calibration
from .draws import Draws
from .floor import Floor, Waiting
from .nouns import Basis, Estimate
from .prepared import Scene
from .quantiles import quantile
from .scene import Stage
from .simulation import play

LEARNT = 60.0  # services seen, from which an estimate counts as learnt
SEEN = 3.0
Raw = tuple[float, float, float]


class Forecast:
    """Plays the queue forward. What was played at the same moment is not played again."""

    def __init__(self, floor: Floor, draws: Draws, calibration: Calibration) -> None:
        self._floor = floor
        self.calibration = calibration
        self.stage = Stage(floor, draws)
        self._moment: tuple[float, int] = (-inf, -1)
        self._known: dict[str, Raw] = {}

    def waiting(self, at: float, tickets: Sequence[str] | None) -> dict[str, Estimate]:
        """Estimates for those of ``tickets`` who wait; for everybody when None."""
        floor = self._floor
        asked = (
            list(floor.waiting) if tickets is None else [t for t in tickets if t in floor.waiting]
        )
        if self._moment != (at, floor.version):
            self._moment, self._known = (at, floor.version), {}
        missing = {t for t in asked if t not in self._known}
        if missing:
            self._known.update(self._play(at, missing))
        ahead = _ahead(floor.waiting.values(), set(asked))
        basis = self._basis()
        found = {}
        for ticket in asked:
            raw = self._known[ticket]
            told = self.calibration.tell(at, ticket, raw)
            line = floor.waiting[ticket].service
            found[ticket] = Estimate(*told, ahead[ticket], self._of_line(basis, line, at, raw))
        return found

    def newcomers(
        self, at: float, services: Sequence[str] | None, priority: bool
    ) -> dict[str, Estimate]:
        """What somebody who came now would wait, by service."""
        probes = self._probes(at, services, 1 if priority else 2)
        queue = self._queue()
        raws = self._quantiles(at, [*queue, *probes], {id(p) for p in probes})
        return self._told_newcomers(at, queue, probes, raws)

    def everybody(
        self, at: float, tickets: Sequence[str] | None
    ) -> tuple[dict[str, Estimate], dict[str, Estimate], dict[str, Estimate]]:
        """Estimates of ``tickets`` (everybody who waits when None), and what newcomers of the
        normal and of the priority lane would wait, by service: played once for all of them.

        A probe takes nobody's time and stands behind everybody, so nobody else notices it.
        """
        queue, asked = self._queue(), set(self._floor.waiting if tickets is None else tickets)
        wanted = [t for t in queue if t.id in asked]
        normal, priority = self._probes(at, None, 2), self._probes(at, None, 1)
        probes = [*normal, *priority]
        seen = {id(t) for t in (*wanted, *probes)}
        raws = iter(self._quantiles(at, [*queue, *probes], seen))
        self._moment = (at, self._floor.version)
        self._known = {t.id: next(raws) for t in wanted}
        return (
            self.waiting(at, tickets),
            self._told_newcomers(at, queue, normal, list(islice(raws, len(normal)))),
            self._told_newcomers(at, queue, priority, list(raws)),
        )

    def _probes(self, at: float, services: Sequence[str] | None, level: int) -> list[Waiting]:
        """Somebody at the end of each line, who only looks."""
        floor = self._floor
        known = [s.id for s in floor.centre.services]
        asked = known if services is None else [s for s in services if s in floor.nominal]
        return [Waiting("", s, level, inf, 1 << 60, at) for s in asked]

    def _told_newcomers(
        self, at: float, queue: Sequence[Waiting], probes: Sequence[Waiting], raws: Sequence[Raw]
    ) -> dict[str, Estimate]:
        basis, found = self._basis(), {}
        for probe, raw in zip(probes, raws, strict=True):
            service = probe.service
            ahead = sum(t.service == service and t.level <= probe.level for t in queue)
            told, rests_on = self.calibration.stretch(raw), self._of_line(basis, service, at, raw)
            found[service] = Estimate(*told, ahead, rests_on)
        return found

    def _queue(self) -> list[Waiting]:
        return sorted(self._floor.waiting.values(), key=lambda t: (t.place, t.serial))

    def _play(self, at: float, asked: set[str]) -> dict[str, Raw]:
        queue = self._queue()
        lines: Set[str] | None = None
        if self.stage.plain():
            # Nobody behind in the normal lane is called before those who are asked for.
            last = max(i for i, t in enumerate(queue) if t.id in asked)
            lines = self.stage.within_reach({t.service for t in queue if t.id in asked})
            queue = [
                t for i, t in enumerate(queue)
                if (i <= last or t.level < 2) and (t.service in lines or t.counter is not None)
            ]  # fmt: skip
        wanted = [t for t in queue if t.id in asked]
        raws = self._quantiles(at, queue, {id(t) for t in wanted}, lines)
        return {t.id: raw for t, raw in zip(wanted, raws, strict=True)}

    def _quantiles(
        self, at: float, queue: list[Waiting], wanted: set[int], lines: Set[str] | None = None
    ) -> list[Raw]:
        """For the wanted ones, in the queue's order."""
        scene = self.stage.scene(at, queue, lambda t: id(t) in wanted, reach=lines)
        ranks = [i for i, w in enumerate(scene.wanted) if w]
        scene.wanted = _callable(scene)
        bound = self._bound(at)
        columns = []
        for path in scene.paths:
            called = play(scene, path).called
            columns.append([called[i] - at for i in ranks])
        found = []
        for waits in zip(*columns, strict=True):
            found.append(_interval(waits, bound))
        return found

    def _bound(self, at: float) -> float:
        """What whoever is not called today is told: the time to the end of the day."""
        return max(60.0, self._floor.last_end() - at)

    def _of_line(self, basis: Basis, service: str, at: float, raw: Raw) -> Basis:
        """Nothing is known of a line that no open counter serves, unless one is to come."""
        floor = self._floor
        stands_still = raw[1] >= self._bound(at) - 1.0 and not any(
            desk.state == "open" and service in floor.skills[desk.id]
            for desk in floor.desks.values()
        )
        return "none" if stands_still else basis

    def _basis(self) -> Basis:
        seen = self._floor.knowledge.times.count
        return "none" if seen < SEEN else "nominal" if seen < LEARNT else "learnt"


def _callable(scene: Scene) -> list[bool]:
    """Those wanted whom some counter may still call: nothing is played to its end for the others,
    who are never called."""
    desks, served = scene.desks, set[int]()
    for lines, ends, later in zip(desks.weights, desks.end, desks.later, strict=True):
        if later or max(ends) > scene.at:
            served |= lines.keys()
    return [w and line in served for w, line in zip(scene.wanted, scene.line, strict=True)]


def _interval(waits: Sequence[float], bound: float) -> Raw:
    """p10, p50, p90. They are those of being called today, while that is likely; whoever is not
    called stands at the end of the day.

    Where "now" is so likely that nobody is called before the lower end, 80 % lie below the upper
    end instead of 90 %: so 80 % lie between them.
    """
    ranked = sorted(w if w < inf else bound for w in waits)
    today = max(0.5, sum(w < inf for w in waits) / len(ranked))
    now = bisect_right(ranked, 1.0) / len(ranked)
    top = 0.9 - 0.1 * min(1.0, max(0.0, (now - 0.05) / 0.1))
    middle = quantile(ranked, 0.5 * today)
    low, high = quantile(ranked, 0.1 * today), quantile(ranked, top * today)
    return min(middle, low), middle, max(middle, high)


def _ahead(waiting: Iterable[Waiting], asked: set[str]) -> dict[str, int]:
    """People before each one in the own line."""
    found: dict[str, int] = {}
    lines: dict[str, int] = {}
    for t in sorted(waiting, key=lambda t: (t.level, t.place, t.serial)):
        lines[t.service] = lines.get(t.service, 0) + 1
        if t.id in asked:
            found[t.id] = lines[t.service] - 1
    return found
