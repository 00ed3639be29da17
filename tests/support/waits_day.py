"""A day of a made-up centre, as the list of its events."""

import heapq
import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from waits_town import HOUR, Town

DAY = 86_400.0


class Event(NamedTuple):
    """``kind`` is the name of the model's method. What does not belong to a kind is empty."""

    at: float
    kind: str
    ticket: str = ""
    service: str = ""
    counter: str = ""
    officer: str = ""
    priority: bool = False
    until: float | None = None
    pause: bool = False


@dataclass(slots=True)
class Day:
    """``start``: midnight. ``called``: when each ticket was first called, if it was."""

    start: float
    openings: dict[str, list[tuple[float, float]]]
    events: list[Event]
    waits: dict[tuple[str, float], float] = field(default_factory=dict)


class DaySimulation:
    """Plays one day by the truth of a town."""

    def __init__(self, town: Town, number: int, seed: int) -> None:
        self._town = town
        self._rng = Random(f"day/{seed}/{number}")
        self._start = number * DAY
        self._number = number
        self._events: list[Event] = []
        self._heap: list[tuple[float, int, str, tuple[object, ...]]] = []
        self._serial = 0
        lines = [s.id for s in town.centre.services]
        self._index = {s: i for i, s in enumerate(lines)}
        self._lines: dict[tuple[int, bool], deque[tuple[float, int, str]]] = {
            (i, p): deque() for i in range(len(lines)) for p in (False, True)
        }
        self._skills = [[self._index[s] for s in c.skills] for c in town.centre.counters]
        count = len(self._skills)
        self._open = [False] * count
        self._free = [True] * count
        self._end = [0.0] * count
        self._run = [0] * count
        self._pause_at = [math.inf] * count
        self._officer = list(range(count))
        self._state: dict[str, str] = {}

    def play(self) -> Day:
        self._staff()
        self._people()
        while self._heap:
            at, _, kind, args = heapq.heappop(self._heap)
            getattr(self, f"_{kind}")(at, *args)
        for ticket, state in self._state.items():
            if state == "waiting":
                self._tell(Event(self._start + 70_000, "left", ticket))
        plan = {c.id: list(self._town.plan[i]) for i, c in enumerate(self._town.centre.counters)}
        return Day(self._start, plan, self._events)

    def _later(self, at: float, kind: str, *args: object) -> None:
        self._serial += 1
        heapq.heappush(self._heap, (at, self._serial, kind, args))

    def _tell(self, event: Event) -> None:
        self._events.append(event)

    def _staff(self) -> None:
        rng, town = self._rng, self._town
        moved = [c for c in range(len(self._officer)) if rng.random() < town.rotation]
        for a, b in zip(moved, moved[1:] + moved[:1], strict=True):
            self._officer[a] = b
        for c, windows in enumerate(town.plan):
            away = rng.random() < town.absent
            for i, (a, b) in enumerate(windows):
                if away and (i == 0 or rng.random() < 0.9):
                    continue
                late = rng.expovariate(1 / town.lateness) if rng.random() < town.late else 0.0
                if a + late < b - 60:
                    self._later(self._start + a + late, "begin", c, self._start + b)
                    self._later(self._start + b, "shut", c)

    def _people(self) -> None:
        rng, town = self._rng, self._town
        first = min(a for windows in town.plan for a, _ in windows) - 900
        count = int(rng.gauss(town.people, town.people * 0.07))
        made = 0
        while made < count:
            middle, width, _ = rng.choices(town.profile, [w for _, _, w in town.profile])[0]
            at = rng.gauss(middle, width)
            if not first <= at <= town.last_ticket:
                continue
            made += 1
            service = rng.choices(range(len(town.share)), town.share)[0]
            self._later(self._start + at, "issue", service, rng.random() < town.priority, made)

    def _issue(self, at: float, service: int, priority: bool, number: int) -> None:
        ticket = f"{self._number}-{number}"
        self._tell(Event(at, "issued", ticket, f"s{service}", priority=priority))
        self._join(at, ticket, service, priority)
        if self._rng.random() < self._town.walk_off:
            self._later(at + self._rng.uniform(300, 3600), "walk_off", ticket)

    def _walk_off(self, at: float, ticket: str) -> None:
        if self._state.get(ticket) == "waiting":
            self._state[ticket] = "left"
            self._tell(Event(at, "left", ticket))

    def _join(self, at: float, ticket: str, service: int, priority: bool) -> None:
        self._state[ticket] = "waiting"
        self._serial += 1
        self._lines[service, priority].append((at, self._serial, ticket))
        free = [
            c for c, skills in enumerate(self._skills)
            if service in skills and self._open[c] and self._free[c]
        ]  # fmt: skip
        if free:
            self._next(at, self._rng.choice(free))

    def _resume(self, at: float, c: int) -> None:
        self._open[c] = True
        self._pause_at[c] = at + self._draw_pause()
        self._tell(Event(at, "opened", counter=f"c{c}", officer=f"o{self._officer[c]}"))
        if self._free[c]:
            self._next(at, c)

    def _begin(self, at: float, c: int, end: float) -> None:
        self._end[c] = end
        self._resume(at, c)

    def _draw_pause(self) -> float:
        rate = self._town.pauses_an_hour
        return self._rng.expovariate(rate / HOUR) if rate > 0 else math.inf

    def _shut(self, at: float, c: int) -> None:
        if self._open[c]:
            self._open[c] = False
            self._tell(Event(at, "closed", counter=f"c{c}"))
        self._pause_at[c] = math.inf
        self._end[c] = 0.0

    def _back(self, at: float, c: int) -> None:
        if at < self._end[c] and not self._open[c]:
            self._resume(at, c)

    def _head(self, c: int, priority: bool) -> tuple[float, int, int] | None:
        best: tuple[float, int, int] | None = None
        for s in self._skills[c]:
            line = self._lines[s, priority]
            while line and self._state.get(line[0][2]) != "waiting":
                line.popleft()
            if line and (best is None or line[0][:2] < best[:2]):
                best = (line[0][0], line[0][1], s)
        return best

    def _next(self, at: float, c: int) -> None:
        if not self._open[c]:
            return
        if at >= self._pause_at[c]:
            self._take_pause(at, c)
            return
        urgent, usual = self._head(c, True), self._head(c, False)
        rule = self._town.centre.rule
        turn = rule.kind == "every_k" and self._run[c] >= rule.k
        first = urgent is not None and (usual is None or not turn)
        head = urgent if first else usual
        if head is None:
            self._free[c] = True
            return
        self._run[c] = self._run[c] + 1 if first else 0
        self._serve(at, c, head[2], first)

    def _take_pause(self, at: float, c: int) -> None:
        town = self._town
        length = town.pause * math.exp(self._rng.gauss(0, town.pause_spread))
        self._open[c], self._free[c] = False, True
        self._pause_at[c] = math.inf
        until = at + length if town.tells_pause_end else None
        self._tell(Event(at, "closed", counter=f"c{c}", pause=True, until=until))
        self._later(at + length, "back", c)

    def _serve(self, at: float, c: int, service: int, priority: bool) -> None:
        rng, town = self._rng, self._town
        ticket = self._lines[service, priority].popleft()[2]
        self._state[ticket] = "serving"
        self._free[c] = False
        self._tell(Event(at, "called", ticket, counter=f"c{c}", officer=f"o{self._officer[c]}"))
        if rng.random() < town.no_show:
            took = town.hold * math.exp(rng.gauss(0, town.hold_spread))
            self._later(at + took, "done", c, ticket, "no_show", service, priority)
            return
        took = town.work[service][self._officer[c]] * math.exp(rng.gauss(0, town.spread[service]))
        kind = "transferred" if rng.random() < town.transfer else "served"
        self._later(at + took, "done", c, ticket, kind, service, priority)

    def _done(self, at: float, c: int, ticket: str, kind: str, s: int, priority: bool) -> None:
        self._state[ticket] = kind
        goal = self._town.target[s]
        self._tell(Event(at, kind, ticket, f"s{goal}" if kind == "transferred" else ""))
        gap = self._rng.expovariate(1 / self._town.gap) if self._town.gap else 0.0
        self._later(at + gap, "released", c)
        if kind == "transferred":
            self._join(at, ticket, goal, priority)

    def _released(self, at: float, c: int) -> None:
        self._free[c] = True
        self._next(at, c)


def days(town: Town, count: int, seed: int) -> Sequence[Day]:
    """``count`` days in a row, each with the truth of what happened."""
    return [DaySimulation(town, number, seed).play() for number in range(count)]
