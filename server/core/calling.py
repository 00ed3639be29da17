"""Who is next at this counter, and why: one pure function.

Lines are split into two lanes, priority and normal. Priority goes first, but never starves the
normal lane: after ``ratio`` priority calls in a row a normal ticket is called when one waits, and
a ticket that has waited longer than ``longest_wait_s`` goes before everything else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .model import Lane


@dataclass(frozen=True, slots=True)
class Head:
    """The first waiting ticket of one lane of one service, as seen by a counter.

    ``place`` is the ordering key of the lane; ``waiting_since`` is the moment the wait began (ms).
    """

    ticket: str
    number: str
    service: str
    lane: Lane
    place: int
    serial: int
    waiting_since: int


@dataclass(frozen=True, slots=True)
class Rules:
    """A centre's rules of calling. ``ratio``: priority calls per normal call; bounds in seconds."""

    ratio: int = 2
    longest_wait_s: int = 3600
    max_calls: int = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a ticket was chosen; ``params`` fill the sentence of the catalogue for ``code``."""

    code: str
    params: dict[str, int | str]


@dataclass(frozen=True, slots=True)
class Choice:
    """The ticket to call and the reason that is kept with the call."""

    head: Head
    reason: Reason


def choose(
    heads: Sequence[Head], recent_lanes: Sequence[Lane], now: int, rules: Rules
) -> Choice | None:
    """Choose among the heads of the lanes this counter serves.

    ``recent_lanes`` are the lanes of this counter's latest calls, newest first, at least
    ``rules.ratio`` of them where there were so many. ``now`` is epoch milliseconds. Returns None
    when nobody waits. The result depends on nothing but the arguments.
    """
    if not heads:
        return None
    oldest = min(heads, key=lambda h: (h.waiting_since, h.serial))
    waited_s = (now - oldest.waiting_since) // 1000
    if waited_s > rules.longest_wait_s:
        return Choice(oldest, Reason("over_longest_wait", {"minutes": waited_s // 60}))
    return _by_lane(heads, recent_lanes, now, rules)


def _by_lane(heads: Sequence[Head], recent_lanes: Sequence[Lane], now: int, rules: Rules) -> Choice:
    priority = _first(heads, Lane.PRIORITY)
    normal = _first(heads, Lane.NORMAL)
    if priority is None or normal is None:
        only = priority or normal
        assert only is not None  # heads is not empty
        code = "only_priority_waits" if priority else "longest_waiting"
        return Choice(only, Reason(code, {"minutes": _minutes(only, now)}))
    if _run_of_priority(recent_lanes) >= rules.ratio:
        return Choice(normal, Reason("normal_turn", {"ratio": rules.ratio}))
    return Choice(priority, Reason("priority_first", {"ratio": rules.ratio}))


def _first(heads: Sequence[Head], lane: Lane) -> Head | None:
    in_lane = [h for h in heads if h.lane is lane]
    return min(in_lane, key=lambda h: (h.place, h.serial), default=None)


def _minutes(head: Head, now: int) -> int:
    return max(0, now - head.waiting_since) // 60_000


def _run_of_priority(recent_lanes: Sequence[Lane]) -> int:
    for run, lane in enumerate(recent_lanes):
        if lane is not Lane.PRIORITY:
            return run
    return len(recent_lanes)
