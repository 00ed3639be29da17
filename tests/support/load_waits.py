"""The figures of waits that have targets, from tallies; and what an estimate of all costs."""

from collections.abc import Callable
from random import Random
from time import process_time

from load_figures import Figure, table
from waits_measure import Asking, Result, joined, lines, measure
from waits_town import CLASSES, town

from server.core.waits import Centre, Counter, Rule, Service, WaitModel

LONG = Asking(nth=5, every=60.0)
USUAL = Asking(nth=10, every=300.0)
QUICK = Asking(nth=40, every=1800.0, first_judged=1)


def measure_waits(
    towns: int, asking: Asking, seed: int = 0, count: int = 6, classes: tuple[str, ...] = CLASSES
) -> list[Figure]:
    """Prints the table of each class, and gives the figures that have targets."""
    results: dict[str, Result] = {}
    for kind in classes:
        found = [measure(town(seed + i, kind), seed + i, count, asking) for i in range(towns)]
        results[kind] = joined(found)
        print(f"{kind}, {towns} centres", *lines(results[kind]), sep="\n", end="\n\n", flush=True)
    whole = joined(results.values())
    print("all", *lines(whole), sep="\n", end="\n\n", flush=True)
    return [*judged(whole), *cost()]


def report_waits(quick: bool, towns: int | None = None, seed: int = 0, long: bool = False) -> str:
    """The figures as a table; what each class gave is printed on the way."""
    if quick:
        return table("waits", measure_waits(towns or 1, QUICK, seed, 2, ("calm",)))
    asking = LONG if long else USUAL
    return table("waits", measure_waits(towns or (5 if long else 1), asking, seed))


def judged(result: Result) -> list[Figure]:
    """Ratios of errors, coverage, moves of announced times."""
    found = []
    for phase, moment, other, target in (
        ("later", "issue", "line", "≤ 0.35"),
        ("later", "issue", "centre", "≤ 0.80"),
        ("later", "issue", "oracle", "≤ 1.15"),
        ("later", "live", "oracle", ""),
        ("first", "issue", "centre", "≤ 0.60"),
    ):
        ours, theirs = (result.tallies[phase, moment, who] for who in ("ours", other))
        if ours.count and theirs.mean:
            note = f"{ours.mean / 60:.1f} and {theirs.mean / 60:.1f} min, {ours.count} estimates"
            name = f"error {moment}, {phase} day{'s' * (phase == 'later')} / {other}"
            found.append(Figure(name, f"{ours.mean / theirs.mean:.2f}", target, note))
    for phase in ("first", "later"):
        for moment in ("issue", "live"):
            tally = result.tallies[phase, moment, "ours"]
            if tally.count:
                name = f"80 % intervals that held, {moment}, {phase}"
                found.append(Figure(name, f"{tally.coverage:.1%}", "77–83 %"))
        moves = result.moves[phase, "ours"], result.moves[phase, "oracle"]
        if moves[1]:
            name = f"moves of announced times, {phase} / oracle"
            found.append(Figure(name, f"{moves[0] / moves[1]:.2f}", "≤ 1.10"))
    return found


def cost(waiting: int = 300, counters: int = 30) -> list[Figure]:
    """CPU of one estimate of everybody, per five seconds, and against a bare queue."""
    model, at = crowded(waiting, counters)
    spent = min(_seconds(lambda i=i: model.estimate(at + i)) for i in range(1, 4))  # type: ignore[misc]
    bare = min(_seconds(lambda: _bare(waiting, counters)) for _ in range(3))
    return [
        Figure(f"core used, {waiting} waiting at {counters} counters, every 5 s",
               f"{spent / 5:.3f}", "≤ 0.10", f"{spent * 1000:.0f} ms"),
        Figure("the same / a bare queue played 96 times", f"{spent / bare:.1f}", "",
               f"{bare * 1000:.0f} ms"),
    ]  # fmt: skip


def crowded(waiting: int, counters: int) -> tuple[WaitModel, float]:
    """A centre with that many waiting, and its clock."""
    rng = Random(1)
    services = [Service(f"s{i}", 300.0) for i in range(counters)]
    desks = [
        Counter(f"c{i}", {f"s{s}": 1.0 for s in {i, *rng.sample(range(counters), counters // 3)}})
        for i in range(counters)
    ]
    model = WaitModel(Centre(services, desks, Rule("every_k", 2)))
    model.begin_day(0.0)
    at = 30_000.0
    for desk in desks:
        model.opened(27_000.0, desk.id)
    for i in range(waiting + counters):
        line = f"s{i if i < counters else rng.randrange(counters)}"
        model.issued(27_000.0 + i * 9, f"t{i}", line, priority=i % 10 == 9)
    for i in range(counters):
        model.called(at, f"t{i}", f"c{i}")
    return model, at


def _seconds(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began


def _bare(waiting: int, counters: int) -> list[float]:
    """One line, equal counters, exponential times: the least a simulation can do."""
    from heapq import heapify, heapreplace

    rng, sums = Random(2), [0.0] * waiting
    for _ in range(96):
        free = [rng.expovariate(1 / 300) for _ in range(counters)]
        heapify(free)
        for i in range(waiting):
            sums[i] += free[0]
            heapreplace(free, free[0] + rng.expovariate(1 / 300))
    return sums
