"""The rest of a day played to its end, and what it looks like slot by slot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

from .draws import Draws
from .floor import Floor
from .prepared import Outcome, Scene
from .quantiles import quantile
from .scene import Stage
from .simulation import play

SLOT_S = 900.0


@dataclass(slots=True)
class Gathered:
    """By service and slot: people waiting in all paths together; waits of those drawn then."""

    slots: list[float]
    paths: int
    waiting: dict[str, list[float]]
    waits: dict[str, list[list[float]]]
    busy: dict[str, float] = field(default_factory=dict)
    uncalled: float = 0.0

    def wait(self, service: str, slot: int, level: float) -> float | None:
        """A quantile of the waits of those who draw a ticket then; None when too few do."""
        ranked = sorted(self.waits[service][slot])
        return quantile(ranked, level) if len(ranked) >= 3 else None


def gather(
    floor: Floor,
    draws: Draws,
    at: float,
    until: float,
    rates: Mapping[str, float] | None,
    paths: int,
) -> Gathered:
    """Play ``paths`` paths from ``at`` and look at them until ``until``."""
    stage = Stage(floor, draws)
    queue = sorted(floor.waiting.values(), key=lambda t: (t.place, t.serial))
    scene = stage.scene(at, queue, lambda _: False, lanes=(1, 2), rates=rates)
    count = max(1, int(-((at - until) // SLOT_S)))
    services = [s.id for s in floor.centre.services]
    found = Gathered(
        [at + SLOT_S * i for i in range(count)],
        paths,
        {s: [0.0] * count for s in services},
        {s: [[] for _ in range(count)] for s in services},
    )
    served = dict.fromkeys(floor.desks, 0.0)
    for path in scene.paths[:paths]:
        outcome = play(scene, path, everything=True)
        _add(found, scene, outcome, services, floor.last_end())
        for counter, seconds in zip(floor.desks, outcome.busy, strict=True):
            served[counter] += seconds
    found.uncalled /= paths
    for counter, seconds in served.items():
        found.busy[counter] = _share(seconds / paths, _open_seconds(scene, floor, counter, paths))
    return found


def _add(found: Gathered, scene: Scene, outcome: Outcome, services: list[str], last: float) -> None:
    at, count = found.slots[0], len(found.slots)
    known = len(scene.service)
    for rank, (came, called, s) in enumerate(
        zip(outcome.came, outcome.called, outcome.service, strict=True)
    ):
        if called == inf:
            found.uncalled += 1
            called = max(last, came)
        slot = int((came - at) // SLOT_S)
        if rank >= known and 0 <= slot < count:
            found.waits[services[s]][slot].append(called - came)
        row = found.waiting[services[s]]
        # Seconds waited inside each slot, so that the sum over a slot is people waiting in it.
        for i in range(max(0, slot), min(count, int((called - at) // SLOT_S) + 1)):
            start = at + SLOT_S * i
            row[i] += max(0.0, min(called, start + SLOT_S) - max(came, start)) / SLOT_S


def _open_seconds(scene: Scene, floor: Floor, counter: str, paths: int) -> float:
    c, desks = list(floor.desks).index(counter), scene.desks
    total = 0.0
    for p in range(paths):
        spans = [(desks.first[c][p], desks.end[c][p])]
        spans += [(starts[p], ends[p]) for starts, ends in desks.later[c]]
        total += sum(
            max(0.0, min(b, floor.last_end()) - max(a, scene.at)) for a, b in spans if a < inf
        )
    serving = floor.desks[counter].serving is not None
    head = sum(desks.first[c][p] - scene.at for p in range(paths)) if serving else 0.0
    return (total + (head if head < inf else 0.0)) / paths


def _share(part: float, whole: float) -> float:
    return min(1.0, part / whole) if whole > 1.0 else 0.0
