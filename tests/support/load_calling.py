"""Calling the next one out of a long line against a short one."""

import time
from statistics import median

from load_figures import Figure, quantile
from stores import NOON, Floor

from server.core.calling import Skill
from server.core.model import Centre, Counter, CounterState, Service
from server.store import centres, counters, services
from server.store.base import Session, Store

SERVICES, MANY, FEW = 30, 2_000, 20
WARM_UP = 10


def measure_calling(store: Store, rounds: int = 200, many: int = MANY, few: int = FEW) -> Figure:
    """``call_next`` with ``many`` waiting against ``few``, in turns, in an empty, migrated store.

    Both centres have 30 services that one counter handles; a fifth of the tickets has priority.
    """
    long, short = _centre(store, "long", many), _centre(store, "short", few)
    times: dict[str, list[float]] = {"long": [], "short": []}
    for number in range(rounds + WARM_UP):
        for floor in (long, short):
            taken = _call(floor, number)
            if number >= WARM_UP:
                times[floor.centre].append(taken)
    a, b = median(times["long"]), median(times["short"])
    tails = [quantile(times[name], 0.99) * 1000 for name in ("long", "short")]
    note = f"{a * 1000:.2f} ms, {b * 1000:.2f} ms; p99 {tails[0]:.1f} ms, {tails[1]:.1f} ms"
    return Figure(f"call-next, {many} waiting / {few}", f"{a / b:.2f}", "≤ 1.50", note)


def _call(floor: Floor, number: int) -> float:
    """Seconds that one call takes; the line is as long afterwards as before."""
    floor.pass_time(1)
    began = time.perf_counter()
    called = floor.call("1")
    taken = time.perf_counter() - began
    assert called is not None
    _issue(floor, number)
    return taken


def _issue(floor: Floor, number: int) -> None:
    floor.issue(f"s{number % SERVICES}", "none" if number % 5 else "elderly")


def _centre(store: Store, id: str, waiting: int) -> Floor:
    def job(session: Session) -> None:
        centres.add(session, Centre(id, id, id, "Asia/Ho_Chi_Minh"), "{}", NOON)
        names = [f"s{n}" for n in range(SERVICES)]
        for n, name in enumerate(names):
            prefix = f"{chr(65 + n // 26)}{chr(65 + n % 26)}"
            services.add(session, id, Service(name, name, name, prefix, "d", True, 60), n)
        desk = Counter("1", 1, "1", "1", CounterState.OPEN, NOON, None, None)
        counters.add(session, id, desk)
        counters.set_skills(session, id, "1", dict.fromkeys(names, Skill()))

    store.write(job)
    floor = Floor(store, id)
    for number in range(waiting):
        _issue(floor, number)
    return floor
