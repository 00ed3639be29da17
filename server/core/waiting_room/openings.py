"""How counters keep their plan: late, never, pauses, the moment between two people."""

import math
from collections.abc import Mapping
from typing import Any

FADE = 0.97
HOUR = 3600.0
ON_TIME_S = 60.0
OWN_WEIGHT = 12.0  # days: how much the centre counts against the single counter


class Openings:
    """Counts with priors; all but absences are the centre's, not the single counter's."""

    def __init__(self) -> None:
        # Each: [weight seen, sum], and what is believed at first.
        self._absent = [[6.0, 0.4], [10.0, 0.3], [4.0, 3.2]]  # first window; later; after absence
        self._own: dict[str, list[float]] = {}  # first windows, of them never opened, by counter
        self._late = [6.0, 1.5]  # openings, of them late
        self._lateness = [3.0, 3.0 * 420.0]  # late openings, their seconds
        self._pauses = [4 * HOUR, 0.6]  # open seconds, pauses begun
        self._pause = [3.0, 3.0 * math.log(600.0), 3.0 * (math.log(600.0) ** 2 + 0.5**2)]
        self._gap = [4.0, 4.0 * 4.0]  # gaps, their seconds
        # Ends with a queue, of them served on: at the day's end, and of who leaves before it.
        self._overrun = [[2.0, 0.06], [6.0, 0.12]]

    def begin_day(self) -> None:
        """Earlier days fade."""
        for row in (*self._rows(), *self._own.values()):
            row[:] = [x * FADE for x in row]

    def _rows(self) -> list[list[float]]:
        return [*self._absent, self._late, self._lateness, self._pauses, self._pause, self._gap,
                *self._overrun]  # fmt: skip

    def planned(self, counter: str, *, earlier: bool | None, delay: float | None) -> None:
        """A planned window is over or begun. ``earlier``: did the counter open in an earlier window
        of the day (None: this is the first). ``delay``: seconds late; None: it never opened."""
        rows = [self._absent[0 if earlier is None else 1 if earlier else 2]]
        if earlier is None:
            rows.append(self._own.setdefault(counter, [0.0, 0.0]))
        for row in rows:
            row[0] += 1.0
            row[1] += delay is None
        if delay is not None:
            self._late[0] += 1.0
            if delay > ON_TIME_S:
                self._late[1] += 1.0
                self._lateness[0] += 1.0
                self._lateness[1] += min(delay, 2 * HOUR)

    def absent(self, counter: str, earlier: bool | None, so_far: float) -> float:
        """Chance that a counter never opens in a window that began ``so_far`` seconds ago."""
        row = self._absent[0 if earlier is None else 1 if earlier else 2]
        never = row[1] / row[0]
        if earlier is None and counter in self._own:
            n, missed = self._own[counter]
            never = (missed + never * OWN_WEIGHT) / (n + OWN_WEIGHT)
        if so_far <= ON_TIME_S:
            return never
        still = (1 - never) * self.late() * math.exp(-so_far / self.lateness())
        return never / (never + still)

    def late(self) -> float:
        """Share of openings later than a minute."""
        return self._late[1] / self._late[0]

    def lateness(self) -> float:
        """Mean seconds of a late opening."""
        return self._lateness[1] / self._lateness[0]

    def was_open(self, seconds: float, paused: bool) -> None:
        """A counter was open that long, and then a pause began or not."""
        self._pauses[0] += seconds
        self._pauses[1] += paused

    def pause_rate(self) -> float:
        """Pauses a second of open time."""
        return self._pauses[1] / self._pauses[0]

    def paused(self, seconds: float) -> None:
        """A pause without an announced end took ``seconds``."""
        value = math.log(min(2 * HOUR, max(20.0, seconds)))
        for i, x in enumerate((1.0, value, value * value)):
            self._pause[i] += x

    def pause(self) -> tuple[float, float]:
        """A pause: logarithm of its median seconds, spread."""
        n, total, squares = self._pause
        centre = total / n
        return centre, math.sqrt(max(0.01, squares / n - centre * centre))

    def between(self, seconds: float) -> None:
        """From one person's end to the next call, while somebody waited."""
        self._gap[0] += 1.0
        self._gap[1] += min(seconds, 120.0)

    def gap(self) -> float:
        """Mean seconds between two people."""
        return self._gap[1] / self._gap[0]

    def ended(self, served_on: bool, leaves_early: bool) -> None:
        """The last window ended while people waited: did the counter go on calling?
        ``leaves_early``: the centre's day went on."""
        row = self._overrun[leaves_early]
        row[0] += 1.0
        row[1] += served_on

    def overrun(self, leaves_early: bool) -> float:
        """Chance that a counter goes on after its last window while people wait."""
        ends, served_on = self._overrun[leaves_early]
        return served_on / ends

    def state(self) -> dict[str, Any]:
        """JSON-able."""
        own = {counter: list(row) for counter, row in self._own.items()}
        return {"rows": [list(row) for row in self._rows()], "own": own}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what ``state`` gave."""
        for row, kept in zip(self._rows(), state["rows"], strict=False):  # an older one is shorter
            row[:] = [float(x) for x in kept]
        self._own = {str(c): [float(a), float(b)] for c, (a, b) in state["own"].items()}
