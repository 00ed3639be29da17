"""When each counter is free for the next one, path by path: services that go on, pauses, plans."""

import math
from collections.abc import Sequence
from statistics import NormalDist

from .draws import PATHS, Draws
from .floor import EARLY_S, Desk, Floor
from .prepared import Habits

NORMAL = NormalDist()
Row = tuple[list[float], list[float], list[tuple[list[float], list[float]]]]
BACK_LATE_S = 20.0


class Staffing:
    """Counters at a moment."""

    def __init__(
        self, floor: Floor, draws: Draws, at: float, median: list[list[float]],
        doubt: list[list[float]], services: Sequence[str], habits: Habits,
    ) -> None:  # fmt: skip
        self._floor, self._draws, self._at = floor, draws, at
        self._median, self._doubt, self._habits = median, doubt, habits
        self._place = {s: i for i, s in enumerate(services)}
        self._openings = floor.knowledge.openings

    def row(self, c: int, desk: Desk) -> Row:
        """First free moment and end of the window by path, and the windows to come."""
        now = self._window(desk)
        later = [
            self._opening(desk, i, desk.opened_before or desk.state == "open")
            for i in range(now + 1, len(desk.windows))
        ]
        end = self._end(desk, now)
        if desk.state == "open":
            return self._free(c, desk), self._overrun(desk, end), later
        if (
            desk.state == "paused"
            and desk.until is None
            and desk.to_window_end(desk.since)
            and later
        ):
            return [-math.inf] * PATHS, [-math.inf] * PATHS, later
        if desk.serving is not None and desk.state == "paused":
            pause = self._back(desk)
            free = self._free(c, desk)
            if desk.until is not None:
                free = [max(a, b) for a, b in zip(free, pause, strict=True)]
                return free, [max(end, desk.until)] * PATHS, later
            back = [a + b - self._at for a, b in zip(free, pause, strict=True)]
            return back, [end] * PATHS, later
        if desk.state == "paused" or desk.until is not None:
            return self._back(desk), [max(end, desk.until or 0.0)] * PATHS, later
        if (
            now >= 0
            and end > self._at
            and desk.opened_in < now
            and desk.windows[now][0] <= self._at
        ):
            starts, ends = self._opening(desk, now, desk.opened_before)
            return starts, ends, later
        return [-math.inf] * PATHS, [-math.inf] * PATHS, later

    def pause_at(self, desk: Desk, first: Sequence[float]) -> list[float]:
        """By path: when the next pause begins. One that is not open yet (``first``: when it will
        be) has its pauses after that."""
        rate = self._habits.pause_rate
        if rate <= 0:
            return [math.inf] * PATHS
        begin = [self._at] * PATHS
        if desk.state != "open":
            begin = [f if self._at < f < math.inf else self._at for f in first]
        away = self._draws.uniform(f"{desk.id} away")
        return [b - math.log(1.0 - u) / rate for b, u in zip(begin, away, strict=True)]

    def _window(self, desk: Desk) -> int:
        """The window that goes on, or -1 and the like: the last one that has begun."""
        now = -1
        for i, (start, _) in enumerate(desk.windows):
            early = EARLY_S if desk.state == "open" and desk.opened_in >= i else 0.0
            if start - early <= self._at:
                now = i
        return now

    def _end(self, desk: Desk, now: int) -> float:
        if now >= 0 and desk.windows[now][1] > self._at:
            return desk.windows[now][1]
        if now >= 0 and desk.serving is not None and desk.started <= desk.windows[now][1]:
            return desk.windows[now][1]  # the last one is finished, and nobody was called since
        # Open beyond its plan, or without one: as long as the sessions last.
        sessions = [self._floor.day_start + b for _, b in self._floor.centre.sessions]
        return min((b for b in sessions if b > self._at), default=math.inf)

    def _overrun(self, desk: Desk, end: float) -> list[float]:
        if end < math.inf and desk.windows and end < desk.windows[-1][1]:
            return [end] * PATHS
        chance = self._openings.overrun(self._floor.leaves_early(desk))
        return [math.inf if u < chance else end for u in self._draws.uniform(f"{desk.id} overrun")]

    def _opening(self, desk: Desk, i: int, earlier: bool) -> tuple[list[float], list[float]]:
        start, end = desk.windows[i]
        known = self._openings
        so_far = max(0.0, self._at - start)
        began = None if i == 0 else earlier
        never, late, mean = known.absent(desk.id, began, so_far), known.late(), known.lateness()
        if desk.certain:  # what if it opened just then
            return [max(self._at, start)] * PATHS, [end] * PATHS
        starts = []
        name = f"{desk.id} {i}"
        for u, v in zip(self._draws.uniform(f"{name} absent"), self._draws.uniform(f"{name} late"),
                        strict=True):  # fmt: skip
            if u < never:
                starts.append(math.inf)
            elif so_far > 60.0:
                starts.append(self._at - mean * math.log(1.0 - v))
            elif v < late:
                starts.append(max(self._at, start + 30.0 - mean * math.log(1.0 - v / late)))
            else:
                starts.append(max(self._at, start))
        if self._at < start:
            starts = self._hurried(starts, start, name)
        return starts, [end] * PATHS

    def _hurried(self, starts: list[float], start: float, name: str) -> list[float]:
        """Some open a little before their time: evenly over twice the mean of such openings."""
        share, mean = self._floor.early.usual()
        reach = min(2.0 * mean, start - self._at)
        # Whoever has not opened by now is the less likely to open early at all.
        still = share * reach / (2.0 * mean)
        chance = still / (still + 1.0 - share)
        return [
            start - reach * u / chance if begin == start and u < chance else begin
            for begin, u in zip(starts, self._draws.uniform(f"{name} early"), strict=True)
        ]

    def _back(self, desk: Desk) -> list[float]:
        """When a paused counter takes the next one."""
        draws = self._draws
        if desk.until is not None:
            over = max(0.0, self._at - desk.until)
            mean = BACK_LATE_S + over
            base = max(self._at, desk.until)
            return [base - mean * math.log(1.0 - u) for u in draws.uniform(f"{desk.id} back")]
        centre, spread = self._openings.pause()
        # A pause that is decided while somebody is served has not begun.
        so_far = 1.0 if desk.serving is not None else max(1.0, self._at - desk.since)
        return [
            self._at + _rest(so_far, centre, spread, u) for u in draws.uniform(f"{desk.id} back")
        ]

    def _free(self, c: int, desk: Desk) -> list[float]:
        """When an open counter is free."""
        at, gap = self._at, self._habits.gap
        if desk.serving is None:
            waited = at - desk.free_since
            rest = max(0.0, gap - waited)
            return [at + rest] * PATHS
        s = self._place.get(desk.service)
        if s is None:
            return [at + 200.0 + gap] * PATHS
        so_far = max(0.0, at - desk.started)
        centre, spread = math.log(self._median[c][s]), self._habits.spread[s]
        hold, hold_spread = self._habits.hold
        never = self._habits.no_show[s]
        here = 1.0 - _below(so_far, centre, spread)
        away = 1.0 - _below(so_far, hold, hold_spread)
        chance = never * away / max(1e-12, never * away + (1 - never) * here)
        uniform = self._draws.uniform(desk.serving)
        fate = self._draws.uniform(f"{desk.serving} fate")
        return [
            at + gap + (
                _rest(so_far, hold, hold_spread, u) if v < chance
                else _rest(so_far, centre + d, spread, u)
            )
            for u, v, d in zip(uniform, fate, self._doubt[s], strict=True)
        ]  # fmt: skip


def _below(seconds: float, centre: float, spread: float) -> float:
    """Share of a lognormal below ``seconds``."""
    if seconds <= 0:
        return 0.0
    return NORMAL.cdf((math.log(seconds) - centre) / spread)


def _rest(so_far: float, centre: float, spread: float, u: float) -> float:
    """Seconds still to go of a lognormal that has lasted ``so_far``, at its quantile ``u``."""
    below = _below(so_far, centre, spread)
    if below > 0.999:  # beyond what is believed: as long again, at a guess, times a part
        return so_far * 0.25 * -math.log(1.0 - u)
    level = min(1 - 1e-9, below + u * (1.0 - below))
    return max(0.0, math.exp(centre + spread * NORMAL.inv_cdf(max(1e-12, level))) - so_far)
