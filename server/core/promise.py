"""The promise at issue: "expected before 16:10", or "today's tickets are gone".

Computed from what remains of today: the people ahead, the usual serving time, the counters that
can serve them, and the hours left. It is cautious on purpose: a promise is an upper bound.
"""

from dataclasses import dataclass

from . import hours

CAUTION = 1.5
ROUND_MS = 5 * 60_000


@dataclass(frozen=True, slots=True)
class Load:
    """What stands before a new ticket: people ahead, seconds per visit, counters at work."""

    people_ahead: int
    visit_s: int
    counters: int


def expected_before(week: hours.Week | None, now: int, zone: str, load: Load) -> int | None:
    """By when the new ticket should be called (epoch ms, rounded up to five minutes).

    None when that falls beyond today's hours: today's tickets are gone.
    """
    work_s = CAUTION * load.visit_s * load.people_ahead / max(1, load.counters)
    at = hours.work_until(week, now, zone, work_s)
    return None if at is None else -(-at // ROUND_MS) * ROUND_MS
