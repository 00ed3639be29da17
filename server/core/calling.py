"""Who is next at this counter, and why: one pure function.

The rules, first match wins:

1. A ticket that has waited longer than the bound goes before everything else.
2. A citizen who comes back with corrected papers returns to the same counter before new tickets,
   then one who was sent to this very counter.
3. An appointment whose time has come.
4. Priority before normal, but never more than ``ratio`` priority calls in a row while a normal
   ticket waits.
5. Inside a lane, the longest wait times the weight the counter gives the service.

Lines a counter only helps with are looked at when its own are empty and it has been free for a
while, or when somebody there has waited past a bound.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .model import Lane


@dataclass(frozen=True, slots=True)
class Head:
    """The first waiting ticket of one lane of one service, as seen by a counter.

    ``place`` is the ordering key of the lane (ms); ``waiting_since`` is when the wait began (ms);
    ``due_from`` is when an appointment's time begins (ms).
    """

    ticket: str
    number: str
    service: str
    lane: Lane
    place: int
    serial: int
    waiting_since: int
    due_from: int | None = None


@dataclass(frozen=True, slots=True)
class Skill:
    """How a counter handles a service. ``weight`` ≥ 1 makes its waits count more."""

    weight: int = 1
    helps: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """The counter that asks: its skills by service, and since when it has been free (ms)."""

    skills: Mapping[str, Skill] = field(default_factory=dict)
    free_since: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """A centre's rules of calling. ``ratio``: priority calls per normal call; bounds in seconds."""

    ratio: int = 2
    longest_wait_s: int = 3600
    max_calls: int = 3
    recall_pause_s: int = 0
    undo_s: int = 10
    help_after_idle_s: int = 120
    help_when_waited_s: int = 1800
    bring_back: str = "front"
    transfer_keeps_wait: bool = True


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
    heads: Sequence[Head], desk: Desk, recent_lanes: Sequence[Lane], now: int, rules: Rules
) -> Choice | None:
    """Choose among the heads of the lanes this counter may serve.

    ``recent_lanes`` are the lanes of this counter's latest calls out of the priority and normal
    lanes, newest first, at least ``rules.ratio`` of them where there were so many. ``now`` is
    epoch milliseconds. Returns None when nobody may be called. The result depends on nothing but
    the arguments.
    """
    open_to = _eligible(heads, desk, now, rules)
    if not open_to:
        return None
    oldest = min(open_to, key=lambda h: (h.waiting_since, h.serial))
    waited_s = (now - oldest.waiting_since) // 1000
    if waited_s > rules.longest_wait_s:
        return Choice(oldest, Reason("over_longest_wait", {"minutes": waited_s // 60}))
    for lane, code in (
        (Lane.RETURNED, "returned"),
        (Lane.DIRECT, "sent_here"),
        (Lane.APPOINTMENT, "appointment_due"),
    ):
        found = _first(open_to, lane, desk, now)
        if found is not None:
            return Choice(found, Reason(code, {"minutes": _minutes(found, now)}))
    return _by_ratio(open_to, desk, recent_lanes, now, rules)


def _eligible(heads: Iterable[Head], desk: Desk, now: int, rules: Rules) -> list[Head]:
    ready = [h for h in heads if h.due_from is None or h.due_from <= now]
    own = [h for h in ready if not _helps(desk, h)]
    others = [h for h in ready if _helps(desk, h)]
    idle_ms = 0 if desk.free_since is None else now - desk.free_since
    if not own and idle_ms >= rules.help_after_idle_s * 1000:
        return others
    bound_ms = rules.help_when_waited_s * 1000
    return own + [h for h in others if now - h.waiting_since > bound_ms]


def _by_ratio(
    heads: Sequence[Head], desk: Desk, recent_lanes: Sequence[Lane], now: int, rules: Rules
) -> Choice:
    priority = _first(heads, Lane.PRIORITY, desk, now)
    normal = _first(heads, Lane.NORMAL, desk, now)
    if priority is None or normal is None:
        only = priority or normal
        assert only is not None  # every head is in one of the five lanes
        code = "only_priority_waits" if priority else _normal_code(only, desk)
        return Choice(only, Reason(code, {"minutes": _minutes(only, now)}))
    if _run_of_priority(recent_lanes) >= rules.ratio:
        return Choice(normal, Reason("normal_turn", {"ratio": rules.ratio}))
    return Choice(priority, Reason("priority_first", {"ratio": rules.ratio}))


def _normal_code(head: Head, desk: Desk) -> str:
    if _helps(desk, head):
        return "helping_out"
    return "longest_waiting" if _weight(desk, head) == 1 else "longest_weighted"


def _first(heads: Sequence[Head], lane: Lane, desk: Desk, now: int) -> Head | None:
    in_lane = [h for h in heads if h.lane is lane]
    return min(
        in_lane,
        key=lambda h: (-(now - h.place) * _weight(desk, h), h.place, h.serial),
        default=None,
    )


def _weight(desk: Desk, head: Head) -> int:
    return desk.skills.get(head.service, Skill()).weight


def _helps(desk: Desk, head: Head) -> bool:
    return desk.skills.get(head.service, Skill()).helps


def _minutes(head: Head, now: int) -> int:
    return max(0, now - head.waiting_since) // 60_000


def _run_of_priority(recent_lanes: Sequence[Lane]) -> int:
    for run, lane in enumerate(recent_lanes):
        if lane is not Lane.PRIORITY:
            return run
    return len(recent_lanes)
