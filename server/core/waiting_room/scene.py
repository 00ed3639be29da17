"""The floor and what is known of it, made ready for playing forward."""

import math
from collections.abc import Callable, Mapping, Sequence, Set
from operator import itemgetter

from .coming import Coming, Person
from .draws import LEVELS, PATHS, Draws
from .floor import Desk, Floor, Waiting
from .prepared import Desks, Habits, Path, Scene
from .staffing import Staffing

MOST_PRIORITY = 1 << 30


class Stage:
    """Makes scenes. Keeps what does not change while nothing is learnt (services' medians, each
    ticket's luck)."""

    def __init__(self, floor: Floor, draws: Draws) -> None:
        self._floor = floor
        self._draws = draws
        self._luck: dict[str, tuple[tuple[int, str], list[float], list[int]]] = {}
        self._coming = Coming(draws)
        self._beliefs: tuple[object, ...] = ()
        self._pools: tuple[float, list[list[float]], list[list[float]]] | None = None

    def scene(
        self,
        at: float,
        tickets: Sequence[Waiting],
        wanted: Callable[[Waiting], bool],
        *,
        lanes: tuple[int, ...] = (1,),
        rates: Mapping[str, float] | None = None,
        reach: Set[str] | None = None,
    ) -> Scene:
        """``tickets`` in order of their places; people of ``lanes`` still come, to ``reach`` (all
        when None)."""
        floor, known = self._floor, self._floor.knowledge
        self._believe()
        services = self._services
        place = {s: i for i, s in enumerate(services)}
        tickets = [t for t in tickets if t.service in place]
        lines = _Lines(floor, place, tickets)
        line = [lines.key(t, place) for t in tickets]
        queues: list[list[int]] = [[] for _ in range(lines.count)]
        for rank, key in enumerate(line):
            queues[key].append(rank)
        return Scene(
            at,
            floor.horizon(at),
            queues,
            lines.by_service,
            line,
            [place[t.service] for t in tickets],
            [t.level for t in tickets],
            [t.since for t in tickets],
            [wanted(t) for t in tickets],
            self._desks(at, lines),
            self._habits,
            self._paths(at, tickets, place, lanes, rates, known.chances.leaving(), reach),
        )

    def within_reach(self, services: Set[str]) -> Set[str]:
        """The lines that compete for counters with these, over however many counters."""
        reached, skills = set(services), list(self._floor.skills.values())
        while True:
            near = [lines for lines in skills if not reached.isdisjoint(lines)]
            wider = reached.union(*near)
            if wider == reached:
                return reached
            reached = wider

    def plain(self) -> bool:
        """Whether all lines of a counter count alike."""
        self._believe()
        return self._habits.plain

    # What is believed.

    def _believe(self) -> None:
        floor, known = self._floor, self._floor.knowledge
        if known.times.stale():
            known.times.fit(self._running())
        officers = tuple(d.who for d in floor.desks.values())
        key = (known.times.version, officers, id(floor.centre), round(known.times.today(), 3))
        if self._beliefs == key:
            return
        self._beliefs = key
        self._services = [s.id for s in floor.centre.services]
        today = known.times.today()
        self._median = [
            [
                floor.nominal[s]
                * math.exp(known.times.centre(s, d.who) + known.times.lean(s) + today)
                for s in self._services
            ]
            for d in floor.desks.values()
        ]
        self._doubt = self._doubts()
        self._habits = self._make_habits()

    def _running(self) -> list[tuple[str, str, float]]:
        floor = self._floor
        return [
            (d.service, d.who, (floor.now - d.started) / floor.nominal[d.service])
            for d in floor.desks.values()
            if d.serving is not None and d.service in floor.nominal
        ]

    def _doubts(self) -> list[list[float]]:
        """By service and path: how far the truth may be from what is believed (logarithm)."""
        times, draws = self._floor.knowledge.times, self._draws
        shared = draws.normal("centre")
        found = []
        for s in self._services:
            centre, own = times.doubt(s)
            single = draws.normal(f"service {s}")
            found.append([centre * a + own * b for a, b in zip(shared, single, strict=True)])
        return found

    def _make_habits(self) -> Habits:
        rule, known = self._floor.centre.rule, self._floor.knowledge
        place = {s: i for i, s in enumerate(self._services)}
        plain = all(
            weight == 1.0 for skills in self._floor.skills.values() for weight in skills.values()
        )
        return Habits(
            plain,
            rule.k if rule.kind == "every_k" else MOST_PRIORITY,
            math.inf if rule.longest_wait_s is None else rule.longest_wait_s,
            rule.help_after_idle_s,
            math.inf if rule.help_when_waited_s is None else rule.help_when_waited_s,
            rule.transfer_keeps_place,
            known.openings.gap(),
            known.openings.pause_rate(),
            known.openings.pause(),
            known.chances.hold(),
            [known.chances.no_show(s) for s in self._services],
            [known.chances.transfer(s) for s in self._services],
            [_steps(known.chances.goals(s), place) for s in self._services],
            [known.times.spread(s) for s in self._services],
        )

    # Paths.

    def _paths(
        self,
        at: float,
        tickets: Sequence[Waiting],
        place: Mapping[str, int],
        lanes: tuple[int, ...],
        rates: Mapping[str, float] | None,
        leaving: float,
        lines: Set[str] | None,
    ) -> list[Path]:
        fates = [self._fate(t, place[t.service]) for t in tickets]
        work = list(zip(*[f[0] for f in fates], strict=True)) if fates else [()] * PATHS
        goal = list(zip(*[f[1] for f in fates], strict=True)) if fates else [()] * PATHS
        leaves = self._leaves(at, tickets, leaving)
        arrivals = self._arrivals(at, lanes, rates, len(tickets), lines)
        normals, uniforms = self._luck_pools()
        doubt = list(zip(*self._doubt, strict=True)) if self._doubt else [()] * PATHS
        return [
            Path(p, list(work[p]), list(goal[p]), leaves[p] if leaves else None, arrivals[p],
                 normals[p], uniforms[p], list(doubt[p]))
            for p in range(PATHS)
        ]  # fmt: skip

    def _fate(self, ticket: Waiting, s: int) -> tuple[list[float], list[int]]:
        """By path: how long it will be served, and where it is sent on to."""
        key = (self._floor.knowledge.times.version, ticket.service)
        kept = self._luck.get(ticket.id)
        if kept is not None and kept[0] == key:
            return kept[1], kept[2]
        habits, draws = self._habits, self._draws
        if ticket.id == "":
            return [0.0] * PATHS, [-1] * PATHS
        spread, (hold, hold_spread) = habits.spread[s], habits.hold
        never, on = habits.no_show[s], habits.transfer[s]
        doubt, goals = self._doubt[s], habits.goals[s]
        work, goal = [], []
        exp = math.exp
        for z, u, d in zip(draws.normal(ticket.id), draws.uniform(f"{ticket.id} fate"), doubt,
                           strict=True):  # fmt: skip
            work.append(-exp(hold + hold_spread * z) if u < never else exp(spread * z + d))
            goal.append(_goal((1.0 - u) / on, goals) if goals and u > 1.0 - on else -1)
        self._luck[ticket.id] = (key, work, goal)
        return work, goal

    def _leaves(
        self, at: float, tickets: Sequence[Waiting], rate: float
    ) -> list[list[float]] | None:
        if rate * 3600.0 < 0.004 or not tickets:
            return None
        level = [-math.log(u) / rate for u in LEVELS]
        columns = []
        for ticket in tickets:
            order = self._draws.uniform(f"{ticket.id} leaves")
            columns.append([at + level[int(u * PATHS)] for u in order])
        return [list(row) for row in zip(*columns, strict=True)]

    def _luck_pools(self) -> tuple[list[list[float]], list[list[float]]]:
        if self._pools is None or self._pools[0] != self._floor.day_start:
            self._luck.clear()
            names = [f"pool {self._floor.day_start} {i}" for i in range(331)]
            normals = [list(x) for x in zip(*[self._draws.normal(n) for n in names], strict=True)]
            others = [f"{n} u" for n in names]
            uniforms = [
                list(x) for x in zip(*[self._draws.uniform(n) for n in others], strict=True)
            ]
            self._pools = (self._floor.day_start, normals, uniforms)
        return self._pools[1], self._pools[2]

    def _arrivals(
        self,
        at: float,
        lanes: tuple[int, ...],
        rates: Mapping[str, float] | None,
        waiting: int,
        lines: Set[str] | None,
    ) -> list[list[Person]]:
        # Who comes much later is not before anybody who waits now.
        until = math.inf if 2 in lanes else at + 7200.0 + 120.0 * waiting
        kept = None if lines is None else {i for i, s in enumerate(self._services) if s in lines}
        return self._coming.people(self._floor, self._services, at, lanes, rates, until, kept)

    # Counters.

    def _desks(self, at: float, lines: "_Lines") -> Desks:
        desks = list(self._floor.desks.values())
        staff = Staffing(self._floor, self._draws, at, self._median, self._doubt, self._services,
                         self._habits)  # fmt: skip
        rows = [staff.row(c, desk) for c, desk in enumerate(desks)]
        levels = [[lines.of_counter(desk, level) for desk in desks] for level in range(3)]
        getters = [[_getter(keys) for keys in level] for level in levels]
        weights = [lines.weights(desk) for desk in desks]
        return Desks(
            levels,
            getters,
            weights,
            [row[0] for row in rows],
            [row[1] for row in rows],
            [row[2] for row in rows],
            [desk.run for desk in desks],
            self._median,
            [staff.pause_at(desk, row[0]) for desk, row in zip(desks, rows, strict=True)],
        )


class _Lines:
    """Lines by index: priority and normal of every service, others where somebody waits."""

    def __init__(self, floor: Floor, place: Mapping[str, int], tickets: Sequence[Waiting]) -> None:
        self._floor = floor
        self._place = place
        self.by_service = {
            (i, level): 2 * i + level - 1 for i in place.values() for level in (1, 2)
        }
        self.count = 2 * len(place)
        self._special: dict[tuple[str, int, str | None], int] = {}
        for t in tickets:
            if t.level == 0 or t.counter is not None:
                key = (t.service, t.level, t.counter)
                if key not in self._special:
                    self._special[key] = self.count
                    self.count += 1

    def key(self, ticket: Waiting, place: Mapping[str, int]) -> int:
        if ticket.level == 0 or ticket.counter is not None:
            return self._special[ticket.service, ticket.level, ticket.counter]
        return self.by_service[place[ticket.service], ticket.level]

    def of_counter(self, desk: Desk, level: int) -> list[int]:
        skills = self._floor.skills[desk.id]
        found = [
            self.by_service[self._place[s], level] for s in skills if level and s in self._place
        ]
        for (service, lane, counter), key in self._special.items():
            mine = counter == desk.id or (counter is None and service in skills)
            if lane == level and mine:
                found.append(key)
        return found

    def weights(self, desk: Desk) -> dict[int, float]:
        skills = self._floor.skills[desk.id]
        found = {
            self.by_service[self._place[s], level]: weight
            for s, weight in skills.items()
            for level in (1, 2)
            if s in self._place
        }
        for (service, _, counter), key in self._special.items():
            if counter == desk.id or (counter is None and service in skills):
                found[key] = max(1.0, skills.get(service, 1.0)) if counter else skills[service]
        return found


def _getter(keys: list[int]) -> Callable[[list[int]], Sequence[int]] | None:
    if not keys:
        return None
    return itemgetter(*keys) if len(keys) > 1 else itemgetter(keys[0], keys[0])


def _steps(goals: Sequence[tuple[str, float]], place: Mapping[str, int]) -> list[tuple[float, int]]:
    found, total = [], 0.0
    for goal, share in goals:
        total += share
        if goal in place:
            found.append((total, place[goal]))
    return found


def _goal(rest: float, goals: Sequence[tuple[float, int]]) -> int:
    return next((goal for top, goal in goals if rest <= top), -1)
