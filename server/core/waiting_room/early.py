"""Counters that open a little before their planned time."""

from collections.abc import Sequence

FADE = 0.97
ON_TIME_S = 60.0
FROM_S = 5.0
MOST_S = 900.0


class Early:
    """How often and by how much, over the centre. Fades day by day."""

    def __init__(self) -> None:
        self._openings = [6.0, 0.2]  # openings not late, of them before their time
        self._hurry = [3.0, 3.0 * 60.0]  # early openings, their seconds

    def begin_day(self) -> None:
        """Earlier days fade."""
        for row in (self._openings, self._hurry):
            row[:] = [x * FADE for x in row]

    def opened(self, early: float) -> None:
        """A planned window began with an opening ``early`` seconds before it (late: below zero)."""
        if early < -ON_TIME_S:
            return
        self._openings[0] += 1.0
        if early > FROM_S:
            self._openings[1] += 1.0
            self._hurry[0] += 1.0
            self._hurry[1] += min(early, MOST_S)

    def usual(self) -> tuple[float, float]:
        """Share of the openings that are not late and come early; their seconds in the mean."""
        return self._openings[1] / self._openings[0], self._hurry[1] / self._hurry[0]

    def state(self) -> list[list[float]]:
        """JSON-able."""
        return [list(self._openings), list(self._hurry)]

    def restore(self, state: Sequence[Sequence[float]]) -> None:
        """Take up what ``state`` gave."""
        first, second = [[float(a), float(b)] for a, b in state]
        self._openings, self._hurry = first, second
