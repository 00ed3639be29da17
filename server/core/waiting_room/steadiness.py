"""Announced times that stay: a later answer keeps the time that was told before while it is still
near the middle of what is believed now.

What is learnt of a centre, and every service that ends a little sooner or later, shifts the middle
by a part of what is unsure anyway. Telling each such shift would make people doubt what they were
told, and would tell them nothing.
"""

NEAR = 0.1  # of the way from the middle to the end of the interval
BOUND_S = 1.0  # a middle that near its end is a bound: not called before the day ends
Interval = tuple[float, float, float]


class Steadiness:
    """The time (on the model's clock) at which each ticket was told to be called."""

    def __init__(self) -> None:
        self._told: dict[str, float] = {}

    def begin_day(self) -> None:
        """Nobody was told anything today."""
        self._told.clear()

    def forget(self, ticket: str) -> None:
        """The ticket was called, will not be called, or its wait begins anew."""
        self._told.pop(ticket, None)

    def tell(self, at: float, ticket: str, believed: Interval) -> Interval:
        """``believed`` (p10, p50, p90 from ``at``) with the middle to tell; it is kept."""
        low, middle, high = believed
        told = self._told.get(ticket, at + middle) - at
        least, most = middle - NEAR * (middle - low), middle + NEAR * (high - middle)
        told = middle if high - middle < BOUND_S else min(most, max(least, told))
        self._told[ticket] = at + told
        return low, told, high
