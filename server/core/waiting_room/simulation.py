"""The queue played forward: one path is one way the rest of the day may go.

Everything is prepared as lists of numbers (``prepared``), because this runs for every path of
every estimate.
"""

from bisect import insort
from heapq import heapify, heappop, heappush, heapreplace
from itertools import cycle, islice
from math import exp, inf, log

from .prepared import Outcome, Path, Scene

NONE = 1 << 60  # the head of an empty line
CHECK = 1 << 20  # code of "is this idle counter's window over?"


def play(scene: Scene, path: Path, everything: bool = False) -> Outcome:
    """Play ``path`` until everybody wanted is called; ``everything``: until the day ends."""
    played = _Play(scene, path)
    played.run(-1 if everything else sum(scene.wanted))
    return Outcome(played.called, played.since, played.service, played.busy)


class _Play:
    """A path as it goes. ``heap``: (when, counter that is free), (when, ``CHECK`` + idle counter
    whose window is over), (when, -1 - index of a person to come); ``pointer``: how many of each
    queue were called, ``heads``: the rank that is first in it."""

    __slots__ = (
        "arrivals", "busy", "called", "end", "goal", "heads", "heap", "idle", "leaves", "level",
        "line", "luck", "path", "pause_at", "pointer", "queues", "run_of", "scene", "service",
        "since", "window", "work",
    )  # fmt: skip

    def __init__(self, scene: Scene, path: Path) -> None:
        p, desks = path.index, scene.desks
        self.scene, self.path = scene, path
        self.queues = [list(q) for q in scene.queues]
        self.pointer = [0] * len(self.queues)
        self.heads = [q[0] if q else NONE for q in self.queues]
        self.work, self.goal, self.leaves = list(path.work), list(path.goal), path.leaves
        self.line, self.service = list(scene.line), list(scene.service)
        self.level, self.since = list(scene.level), list(scene.since)
        self.called = [inf] * len(self.work)
        self.arrivals = list(path.arrivals)
        self.end = [e[p] for e in desks.end]
        self.pause_at = [x[p] for x in desks.pause_at]
        self.window = [0] * len(self.end)
        self.idle: dict[int, float] = {}
        self.run_of = list(desks.run)
        self.busy = [0.0] * len(self.end)
        # The same luck in the same order for everybody who comes and every pause of this path.
        self.luck = islice(cycle(zip(path.normals, path.uniforms, strict=True)), 1, None)
        # Whoever does not open in this window is looked at again at its end.
        self.heap: list[tuple[float, int]] = [
            (max(scene.at, begin[p] if begin[p] < inf else end), c)
            for c, (begin, end) in enumerate(zip(desks.first, self.end, strict=True))
        ]
        self.heap += [(person[0], -1 - i) for i, person in enumerate(self.arrivals)]
        heapify(self.heap)

    def run(self, left: int) -> None:
        """Until ``left`` wanted ones are called, or nothing more happens. Calling and serving are
        written out here, because most of all time is spent on them."""
        scene, wanted, habits = self.scene, self.scene.wanted, self.scene.habits
        heap, end, pause_at, horizon = self.heap, self.end, self.pause_at, scene.horizon
        called, line, queues, pointer, heads = (
            self.called, self.line, self.queues, self.pointer, self.heads,
        )  # fmt: skip
        work, goal, leaves, service, level = (
            self.work, self.goal, self.leaves, self.service, self.level,
        )  # fmt: skip
        first, urgent, normal = scene.desks.heads
        median, run, busy = scene.desks.median, self.run_of, self.busy
        plain, gap, known = habits.plain, habits.gap, len(wanted)
        while heap and left != 0:
            t, c = heap[0]
            if t > horizon:
                break
            if c < 0:
                self._come(t, -1 - c)
                continue
            if c >= CHECK:
                self._check(t, c - CHECK)
                continue
            if t >= end[c]:
                self._advance(t, c)
                continue
            if t >= pause_at[c]:
                self._pause(t, c)
                continue
            if plain:
                look = first[c]
                k = min(look(heads)) if look else NONE
                if k == NONE:
                    look = urgent[c]
                    k = min(look(heads)) if look else NONE
                    look = normal[c]
                    other = min(look(heads)) if look else NONE
                    if k == NONE:
                        k = other
                    elif other != NONE:
                        k = self._turn(t, c, k, other)
            else:
                k = self._weigh(t, c)
            if k == NONE:
                if plain:
                    self._rest(t, c)
                continue
            key = line[k]
            after = pointer[key] + 1
            pointer[key] = after
            queue = queues[key]
            heads[key] = queue[after] if after < len(queue) else NONE
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
                if goal[k] >= 0:
                    self._send_on(t + took, k)
            else:
                took = -x
            busy[c] += took
            heapreplace(heap, (t + took + gap, c))

    # What happens beside calling.

    def _come(self, t: float, i: int) -> None:
        """Somebody draws a ticket."""
        heappop(self.heap)
        _, s, lane = self.arrivals[i]
        key = self.scene.line_of.get((s, lane))
        if key is None:
            return
        rank = len(self.work)
        z, u = next(self.luck)
        habits = self.scene.habits
        if u < habits.no_show[s]:
            self.work.append(-exp(habits.hold[0] + habits.hold[1] * z))
            self.goal.append(-1)
        else:
            self.work.append(exp(habits.spread[s] * z + self.path.doubt[s]))
            self.goal.append(self._goal(s, u) if u > 1.0 - habits.transfer[s] else -1)
        self.line.append(key)
        self.service.append(s)
        self.level.append(lane)
        self.since.append(t)
        self.called.append(inf)
        self.queues[key].append(rank)
        if self.heads[key] == NONE:
            self.heads[key] = rank
        if self.idle:
            self._wake(t, key)

    def _wake(self, t: float, key: int) -> None:
        """Somebody waits in a line: an idle counter looks."""
        weights = self.scene.desks.weights
        for c in self.idle:
            if self.end[c] > t and key in weights[c]:
                del self.idle[c]
                heappush(self.heap, (t, c))
                break

    def _goal(self, s: int, u: float) -> int:
        """Whereto a service of ``s`` is sent on, by its luck."""
        habits = self.scene.habits
        rest = (1.0 - u) / habits.transfer[s]
        return next((goal for top, goal in habits.goals[s] if rest <= top), -1)

    def _check(self, t: float, c: int) -> None:
        """Is an idle counter's window over?"""
        heappop(self.heap)
        if c in self.idle and t >= self.end[c]:
            del self.idle[c]
            self._open_again(t, c)

    def _advance(self, t: float, c: int) -> None:
        """The free counter's window is over."""
        heappop(self.heap)
        self._open_again(t, c)

    def _open_again(self, t: float, c: int) -> None:
        """The next window that the counter opens in, if any."""
        p, later = self.path.index, self.scene.desks.later[c]
        while self.window[c] < len(later):
            starts, ends = later[self.window[c]]
            self.window[c] += 1
            if starts[p] < ends[p]:
                # Time closed brings no pause nearer.
                over = max(self.scene.at, self.end[c])
                self.pause_at[c] += starts[p] - (
                    over if self.pause_at[c] >= over else self.scene.at
                )
                self.end[c] = ends[p]
                heappush(self.heap, (max(t, starts[p]), c))
                return
        self.end[c] = -inf

    def _pause(self, t: float, c: int) -> None:
        """The counter's pause begins."""
        habits = self.scene.habits
        z, u = next(self.luck)
        away = exp(habits.pause[0] + habits.pause[1] * z)
        # Uniform quantiles give the time to the next pause by a cheap exponential.
        rate = habits.pause_rate
        self.pause_at[c] = t + away - log(1.0 - u) / rate if rate > 0 else inf
        heapreplace(self.heap, (t + away, c))

    # Whom a counter calls.

    def _turn(self, t: float, c: int, urgent: int, normal: int) -> int:
        """Whose turn it is where both wait and all lines count alike."""
        habits, since = self.scene.habits, self.since
        older = urgent if since[urgent] < since[normal] else normal
        if t - since[older] > habits.longest_wait:
            return older
        return normal if self.run_of[c] >= habits.k else urgent

    def _weigh(self, t: float, c: int) -> int:
        """The same where lines differ in weight."""
        k, again = _weighted(
            self.scene, c, t, self.heads, self.since, self.run_of[c], self.idle.get(c, t)
        )
        if k == NONE and again < inf and again < self.end[c]:
            self.idle.setdefault(c, t)
            heapreplace(self.heap, (max(again, t + 1.0), c))
            return NONE
        self.idle.pop(c, None)
        if k == NONE:
            self._rest(t, c)
        return k

    def _rest(self, t: float, c: int) -> None:
        """Nobody is there for the counter."""
        end = self.end[c]
        if end < inf:
            heapreplace(self.heap, (end, c + CHECK))
        else:
            heappop(self.heap)
        self.idle[c] = t

    def _send_on(self, t: float, k: int) -> None:
        """A transferred ticket waits again, from ``t`` on or at the place that it had."""
        scene, to, level = self.scene, self.goal[k], self.level[k]
        key = scene.line_of.get((to, level))
        if scene.habits.keeps_place and key is not None:
            self.line[k], self.service[k], self.goal[k] = key, to, -1
            insort(self.queues[key], k, lo=self.pointer[key])
            self.heads[key] = self.queues[key][self.pointer[key]]
        else:
            self.arrivals.append((t, to, level))
            heappush(self.heap, (t, -len(self.arrivals)))


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
