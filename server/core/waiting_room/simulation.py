"""The queue played forward: one path is one way the rest of the day may go.

Everything is prepared as lists of numbers (``Scene``, made by ``scene``), because this loop runs
for every path of every estimate.
"""

from bisect import insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush, heapreplace
from math import exp, inf, log

NONE = 1 << 60  # the head of an empty line
CHECK = 1 << 20  # code of "is this idle counter's window over?"


@dataclass(slots=True)
class Desks:
    """Counters, by index. ``lines[level][c]``: line indices it may call from; ``first[c][p]``:
    when it is free for the next one, ``end[c][p]``: when its window ends, ``later[c]``: windows to
    come as (starts by path, ends by path); ``median[c][service]`` seconds."""

    lines: list[list[list[int]]]
    heads: list[list[Callable[[list[int]], Sequence[int]] | None]]
    weights: list[dict[int, float]]
    first: list[list[float]]
    end: list[list[float]]
    later: list[list[tuple[list[float], list[float]]]]
    run: list[int]
    median: list[list[float]]
    pause_at: list[list[float]]


@dataclass(slots=True)
class Habits:
    """Rule and chances. Rates a second; ``hold`` and ``pause`` as (log of median, spread)."""

    plain: bool
    k: int
    longest_wait: float
    help_after_idle: float
    help_when_waited: float
    keeps_place: bool
    gap: float
    pause_rate: float
    pause: tuple[float, float]
    hold: tuple[float, float]
    no_show: list[float]
    transfer: list[float]
    goals: list[list[tuple[float, int]]]
    spread: list[float]


@dataclass(slots=True)
class Path:
    """One path's luck. ``work[rank]``: > 0 factor on the counter's median, < 0 seconds held in
    vain, 0 a probe that only looks. ``goal[rank]``: service it is sent on to, or -1.
    ``arrivals``: (time, service, level, factor) of people to come; ``leaves[rank]``: when it would
    leave. ``busy``: transfers at the end of services that go on (time, service, level)."""

    index: int
    work: list[float]
    goal: list[int]
    leaves: list[float] | None
    arrivals: list[tuple[float, int, int]]
    normals: list[float]
    uniforms: list[float]
    doubt: list[float]


@dataclass(slots=True)
class Scene:
    """The floor at a moment. Tickets by rank (the order of their places)."""

    at: float
    horizon: float
    queues: list[list[int]]
    line_of: dict[tuple[int, int], int]
    line: list[int]
    service: list[int]
    level: list[int]
    since: list[float]
    wanted: list[bool]
    desks: Desks
    habits: Habits
    paths: list[Path] = field(default_factory=list)


@dataclass(slots=True)
class Outcome:
    """What came of a path: when each rank was called (inf: never), for whom who came later; and
    how long each counter served."""

    called: list[float]
    came: list[float]
    service: list[int]
    busy: list[float]


def play(scene: Scene, path: Path, everything: bool = False) -> Outcome:
    """Play ``path`` until everybody wanted is called; ``everything``: until the day ends."""
    p, habits, desks = path.index, scene.habits, scene.desks
    queues = [list(q) for q in scene.queues]
    pointer = [0] * len(queues)
    heads = [q[0] if q else NONE for q in queues]
    work, goal = list(path.work), list(path.goal)
    line, service, level = list(scene.line), list(scene.service), list(scene.level)
    since = list(scene.since)
    called = [inf] * len(work)
    left = sum(scene.wanted) if not everything else -1
    known = len(work)
    wanted = scene.wanted
    leaves = path.leaves
    arrivals = list(path.arrivals)
    first = desks.first
    end = [e[p] for e in desks.end]
    # Whoever does not open in this window is looked at again at its end.
    heap: list[tuple[float, int]] = [
        (max(scene.at, first[c][p] if first[c][p] < inf else end[c]), c) for c in range(len(first))
    ]
    heap += [(a[0], -1 - i) for i, a in enumerate(arrivals)]
    heapify(heap)
    pause_at = [x[p] for x in desks.pause_at]
    window = [0] * len(first)
    idle: dict[int, float] = {}
    run = list(desks.run)
    median = desks.median
    busy = [0.0] * len(first)
    heads0, heads1, heads2 = desks.heads
    normals, uniforms = path.normals, path.uniforms
    luck = 0
    horizon, gap = scene.horizon, habits.gap
    k_most, plain, longest = habits.k, habits.plain, habits.longest_wait
    pool = len(normals)

    def advance(c: int, now: float) -> None:
        """The counter's window is over: the next one that it opens in."""
        later = desks.later[c]
        while window[c] < len(later):
            starts, ends = later[window[c]]
            window[c] += 1
            if starts[p] < ends[p]:
                # Time closed brings no pause nearer.
                over = max(scene.at, end[c])
                pause_at[c] += starts[p] - (over if pause_at[c] >= over else scene.at)
                end[c] = ends[p]
                heappush(heap, (max(now, starts[p]), c))
                return
        end[c] = -inf

    while heap and left != 0:
        t, c = heap[0]
        if t > horizon:
            break
        if c < 0:
            heappop(heap)
            _, s, lane = arrivals[-1 - c]
            key = scene.line_of.get((s, lane))
            if key is None:
                continue
            rank = len(work)
            luck += 1
            z, u = normals[luck % pool], uniforms[luck % pool]
            chance = habits.no_show[s]
            if u < chance:
                work.append(-exp(habits.hold[0] + habits.hold[1] * z))
                goal.append(-1)
            else:
                work.append(exp(habits.spread[s] * z + path.doubt[s]))
                to = -1
                if u > 1.0 - habits.transfer[s] and habits.goals[s]:
                    rest = (1.0 - u) / habits.transfer[s]
                    to = next((g for top, g in habits.goals[s] if rest <= top), -1)
                goal.append(to)
            line.append(key)
            service.append(s)
            level.append(lane)
            since.append(t)
            called.append(inf)
            queues[key].append(rank)
            if heads[key] == NONE:
                heads[key] = rank
            for c2 in idle:
                if end[c2] > t and key in desks.weights[c2]:
                    del idle[c2]
                    heappush(heap, (t, c2))
                    break
            continue
        if c >= CHECK:
            heappop(heap)
            c -= CHECK
            if c in idle and t >= end[c]:
                del idle[c]
                advance(c, t)
            continue
        if t >= end[c]:
            heappop(heap)
            advance(c, t)
            continue
        if t >= pause_at[c]:
            luck += 1
            away = exp(habits.pause[0] + habits.pause[1] * normals[luck % pool])
            if habits.pause_rate > 0:
                # Uniform quantiles give the time to the next pause by a cheap exponential.
                u = uniforms[luck % pool]
                pause_at[c] = t + away + _wait_for_pause(u, habits.pause_rate)
            else:
                pause_at[c] = inf
            heapreplace(heap, (t + away, c))
            continue
        if plain:
            look = heads0[c]
            k = min(look(heads)) if look else NONE
            if k == NONE:
                look = heads1[c]
                k1 = min(look(heads)) if look else NONE
                look = heads2[c]
                k2 = min(look(heads)) if look else NONE
                if k1 == NONE:
                    k = k2
                elif k2 == NONE:
                    k = k1
                else:
                    k = k2 if run[c] >= k_most else k1
                    if longest < inf:
                        old = k1 if since[k1] < since[k2] else k2
                        if t - since[old] > longest:
                            k = old
        else:
            k, again = _weighted(scene, c, t, heads, since, run[c], idle.get(c, t))
            if k == NONE and again < inf and again < end[c]:
                idle.setdefault(c, t)
                heapreplace(heap, (max(again, t + 1.0), c))
                continue
            idle.pop(c, None)
        if k == NONE:
            heapreplace(heap, (end[c], c + CHECK)) if end[c] < inf else heappop(heap)
            idle[c] = t
            continue
        key = line[k]
        queue = queues[key]
        nxt = pointer[key] + 1
        pointer[key] = nxt
        heads[key] = queue[nxt] if nxt < len(queue) else NONE
        if called[k] == inf:
            called[k] = t
            if k < known and wanted[k]:
                left -= 1
        x = work[k]
        if x == 0.0 or (leaves is not None and k < known and t > leaves[k]):
            continue
        run[c] = run[c] + 1 if level[k] == 1 else 0
        if x > 0.0:
            took = x * median[c][service[k]]
            to = goal[k]
            if to >= 0:
                if habits.keeps_place and (to, level[k]) in scene.line_of:
                    _return(k, to, scene, level, line, service, queues, pointer, heads)
                    goal[k] = -1
                else:
                    arrivals.append((t + took, to, level[k]))
                    heapreplace(heap, (t + took + gap, c))
                    heappush(heap, (t + took, -len(arrivals)))
                    busy[c] += took
                    continue
        else:
            took = -x
        busy[c] += took
        heapreplace(heap, (t + took + gap, c))
    return Outcome(called, since, service, busy)


def _wait_for_pause(u: float, rate: float) -> float:
    return -log(1.0 - u) / rate


def _return(
    k: int,
    to: int,
    scene: Scene,
    level: list[int],
    line: list[int],
    service: list[int],
    queues: list[list[int]],
    pointer: list[int],
    heads: list[int],
) -> None:
    """A transferred ticket keeps its place, in the line it is sent to."""
    key = scene.line_of[to, level[k]]
    line[k], service[k] = key, to
    insort(queues[key], k, lo=pointer[key])
    heads[key] = queues[key][pointer[key]]


def _weighted(
    scene: Scene, c: int, t: float, heads: list[int], since: list[float], run: int, idle: float
) -> tuple[int, float]:
    """Whom a counter calls whose lines differ in weight, and when to look again if nobody."""
    habits, desks = scene.habits, scene.desks
    weights = desks.weights[c]
    waiting = [
        (level, heads[key], weights[key])
        for level in range(3)
        for key in desks.lines[level][c]
        if heads[key] != NONE
    ]
    own = [row for row in waiting if row[2] >= 1.0]
    others = [row for row in waiting if row[2] < 1.0]
    ready = own + [row for row in others if t - since[row[1]] > habits.help_when_waited]
    if not own and others and t - idle >= habits.help_after_idle:
        ready = others
    if not ready:
        return NONE, (idle + habits.help_after_idle) if others else inf
    oldest = min(ready, key=lambda row: (since[row[1]], row[1]))[1]
    if t - since[oldest] > habits.longest_wait:
        return oldest, inf
    best: dict[int, tuple[float, int]] = {}
    for level, k, weight in ready:
        score = (-(t - since[k]) * max(weight, 1.0), k)
        if level not in best or score < best[level]:
            best[level] = score
    if 0 in best:
        return best[0][1], inf
    if 1 in best and (2 not in best or run < habits.k):
        return best[1][1], inf
    return best[2][1], inf
