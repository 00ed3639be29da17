"""What is foretold of the waits of a centre at one moment, and how it is told to people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

NONE = "none"
"""The basis of an estimate without evidence: it is not told."""
FRESH_MS = 20_000
"""For this long after the moment until which an estimate was to hold, it is still told."""
# Up to so many minutes, ranges begin and end at multiples of so many minutes.
STEPS = ((10, 1), (60, 5), (180, 10))
WIDEST_STEP = 30


class Expected(NamedTuple):
    """Seconds until a ticket is called: in one case of ten sooner than ``p10``, in one of ten
    later than ``p90``; ``basis`` says what that is known from."""

    p10: float
    p50: float
    p90: float
    basis: str


@dataclass(frozen=True, slots=True)
class Range:
    """Minutes, as people are told."""

    low: int
    high: int
    likely: int
    basis: str


class PastError(NamedTuple):
    """How far earlier estimates were from what happened: the median distance in minutes, the share
    of waits inside their range (0..1), and of how many."""

    median_minutes: float
    coverage: float
    n: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """All that is foretold of a centre. Times are epoch ms; it never changes, a new one replaces
    it. ``holds_until`` is when the next was to be there."""

    made_at: int = 0
    holds_until: int = 0
    tickets: Mapping[str, Expected] = field(default_factory=dict)
    normal: Mapping[str, Expected] = field(default_factory=dict)
    """What a ticket drawn at ``made_at`` would wait, by service."""
    priority: Mapping[str, Expected] = field(default_factory=dict)
    """The same with priority."""
    lines: Mapping[str, str] = field(default_factory=dict)
    """The service whose line each of ``tickets`` waits in."""

    def is_fresh(self, now: int) -> bool:
        return self.made_at > 0 and now <= self.holds_until + FRESH_MS

    def of_ticket(self, ticket: str, now: int) -> Expected | None:
        """What is left of a waiting ticket's wait at ``now``; None without evidence."""
        found = self.tickets.get(ticket)
        if found is None or not self.is_fresh(now):
            return None
        return passed(found, now - self.made_at)

    def of_newcomer(self, service: str, now: int, *, priority: bool = False) -> Expected | None:
        """What a ticket drawn at ``now`` would wait; None without evidence."""
        found = (self.priority if priority else self.normal).get(service)
        return found if self.is_fresh(now) else None


NOTHING = Forecast()


def passed(expected: Expected, ms: int) -> Expected:
    """The estimate ``ms`` milliseconds later, while nobody has been called."""
    gone = max(0, ms) / 1000
    p10, p50, p90 = (max(0.0, part - gone) for part in expected[:3])
    return Expected(p10, p50, p90, expected.basis)


def told(expected: Expected | None) -> Range | None:
    """The range people are told: whole minutes, rounded outward to steps that grow with it."""
    if expected is None or expected.basis == NONE:
        return None
    low, high = expected.p10 / 60, expected.p90 / 60
    likely = round(expected.p50 / 60 / (step := _step(expected.p50 / 60))) * step
    below = int(low // _step(low)) * _step(low)
    above = max(1, -int(-high // _step(high)) * _step(high))
    return Range(below, above, min(max(likely, below), above), expected.basis)


def _step(minutes: float) -> int:
    return next((step for most, step in STEPS if minutes <= most), WIDEST_STEP)
