"""Intervals that hold what they promise: each side stretched until it is missed as rarely as said.

What was told is kept until the ticket is called. Then the side's stretch takes a small step: wider
after a miss, a little narrower otherwise; the steps balance when misses are as frequent as they
should be (quantile tracking, as in adaptive conformal inference, Gibbs and Candès 2021). Many
tickets share one surprise, so the steps are small. First answers and later ones, and short and
long waits, each have their own stretch besides a shared one.
"""

import math
from collections.abc import Mapping
from typing import Any

from .steadiness import Steadiness

Raw = tuple[float, float, float]

STEP = 0.003
HORIZONS = (180.0, 600.0, 1500.0, 3000.0)
AGAIN_S = 300.0  # a ticket's answers count again after that long
CERTAIN_S = 10.0  # an interval narrower than that says "now": nothing to learn from
REACH = (math.log(0.5), math.log(3.0))
ROWS = 2 * (len(HORIZONS) + 1)
# Logarithms (below, above) to begin with, by length of the wait: what is learnt of a centre is
# itself uncertain, and all waits of a day share that error, which grows with their length. The
# played paths do not hold it.
PRIOR = ((0.0, 0.0), (0.0, 0.02), (0.035, 0.085), (0.07, 0.14), (0.1, 0.21))


class Calibration:
    """Stretches by moment (first answer, later) and length of the wait."""

    def __init__(self) -> None:
        self.frozen = False
        self._told: dict[str, list[tuple[float, int, Raw]]] = {}
        self._steadiness = Steadiness()
        # Logarithms (below, above): first answers, later ones, and what all share.
        self._stretch = [[*row] for row in (*PRIOR, *PRIOR, (0.0, 0.0))]
        self._sure = [[50.0, 5.0], [50.0, 0.0]]  # answers, certain ones; first, later

    def begin_day(self) -> None:
        """What was told yesterday and never came true is forgotten."""
        self._told.clear()
        self._steadiness.begin_day()

    def forget(self, ticket: str) -> None:
        """The ticket will not be called, or its wait begins anew."""
        self._told.pop(ticket, None)
        self._steadiness.forget(ticket)

    def tell(self, at: float, ticket: str, raw: Raw) -> Raw:
        """The interval to tell for ``raw`` (p10, p50, p90); it is kept to learn from.

        A time that was told before is told again while it is near."""
        told = self._told.setdefault(ticket, [])
        later = bool(told) and told[0][0] < at
        row = _row(raw[1], later)
        if not told or at - told[-1][0] >= AGAIN_S:
            told.append((at, row, raw))
        if self.frozen:
            return raw
        return self._steadiness.tell(at, ticket, self.stretch(raw, row))

    def stretch(self, raw: Raw, row: int | None = None) -> Raw:
        """``raw`` with its sides stretched (without a row: as a first answer)."""
        if self.frozen:
            return raw
        low, middle, high = raw
        own = self._stretch[_row(middle, False) if row is None else row]
        below, above = (math.exp(a + b) for a, b in zip(own, self._stretch[ROWS], strict=True))
        return (
            max(0.0, middle - (middle - low) * below), middle, middle + (high - middle) * above,
        )  # fmt: skip

    def called(self, at: float, ticket: str) -> None:
        """The ticket was called: what was told of it is now known to be right or wrong."""
        self._steadiness.forget(ticket)
        for when, row, raw in self._told.pop(ticket, []):
            self._learn(row, raw, at - when)

    def _learn(self, row: int, raw: Raw, truth: float) -> None:
        later = row >= ROWS // 2
        sure = self._sure[later]
        certain = raw[2] - raw[0] < CERTAIN_S
        for i, x in enumerate((1.0, float(certain))):
            sure[i] = sure[i] * 0.999 + x
        if certain:
            return
        low, _, high = self.stretch(raw, row)
        miss = self._misses(later)
        # Where the low end is "now" nobody can be called before it: the other side takes both.
        share = (0.0, miss) if raw[0] < 1.0 else (miss / 2, miss / 2)
        for side, missed in enumerate((truth < low, truth > high)):
            step = STEP * (missed - share[side])
            if side == 0 and raw[0] < 1.0:
                continue
            for stretch in (self._stretch[row], self._stretch[ROWS]):
                stretch[side] = min(REACH[1], max(REACH[0], stretch[side] + step / 2))

    def _misses(self, later: bool) -> float:
        """How many of the uncertain answers may be missed, so that of all about a fifth are."""
        answers, certain = self._sure[later]
        sure = certain / answers
        return min(0.265, max(0.2, 0.195 / max(0.1, 1.0 - sure)))

    def state(self) -> dict[str, Any]:
        """JSON-able."""
        return {
            "stretch": [list(row) for row in self._stretch],
            "sure": [list(row) for row in self._sure],
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what ``state`` gave."""
        stretch = [[float(a), float(b)] for a, b in state["stretch"]]
        sure = [[float(a), float(b)] for a, b in state["sure"]]
        if len(stretch) != ROWS + 1 or len(sure) != 2:
            raise ValueError("another version's calibration")
        self._stretch, self._sure = stretch, sure


def _row(middle: float, later: bool) -> int:
    horizon = sum(middle > bound for bound in HORIZONS)
    return horizon + (ROWS // 2 if later else 0)
