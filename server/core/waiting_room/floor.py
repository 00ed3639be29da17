"""The floor as the events told it: who waits, what each counter does. It never raises.

Unknown ids are left aside; what cannot be (a counter that calls while it serves) is healed by
believing the newer event. What is learnt on the way goes to ``Knowledge``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .early import Early
from .knowledge import Knowledge
from .nouns import Centre, Windows

LEVELS = {"normal": 2, "priority": 1, "appointment": 0, "returned": 0, "direct": 0}
EARLY_S = 3600.0
BREAK_S = 900.0  # a pause that near a window's end is its end


@dataclass(slots=True)
class Waiting:
    """A waiting ticket. ``level``: 0 before priority, 1 priority, 2 normal."""

    id: str
    service: str
    level: int
    place: float
    serial: int
    since: float
    counter: str | None = None


@dataclass(slots=True)
class Desk:
    """A counter today. ``state``: closed, open, paused. ``serving`` may outlast an open state."""

    id: str
    state: str = "closed"
    since: float = 0.0
    until: float | None = None
    officer: str | None = None
    serving: str | None = None
    service: str = ""
    level: int = 2
    started: float = 0.0
    free_since: float = 0.0
    free_known: bool = False
    run: int = 0
    windows: list[tuple[float, float]] = field(default_factory=list)
    settled: int = 0
    opened_in: int = -1
    opened_before: bool = False
    certain: bool = False
    overran: bool = False

    @property
    def who(self) -> str:
        return self.officer or self.id

    def to_window_end(self, at: float) -> bool:
        """Whether a planned window ends about ``at``: a break from then on is the plan's."""
        return any(abs(end - at) <= BREAK_S for _, end in self.windows)


class Floor:
    """Today's queue and counters. ``version`` counts what changed."""

    def __init__(self, centre: Centre, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.early = Early()
        self.waiting: dict[str, Waiting] = {}
        self.desks: dict[str, Desk] = {}
        self.day_start = 0.0
        self.now = float("-inf")
        self.version = 0
        self._serial = 0
        self._begun = False
        self._serving: dict[str, str] = {}
        self.reconfigure(centre)

    def reconfigure(self, centre: Centre) -> None:
        self.centre = centre
        self.nominal = {s.id: s.nominal_s if s.nominal_s > 0 else 300.0 for s in centre.services}
        self.skills = {c.id: dict(c.skills) for c in centre.counters}
        fresh = {c.id: self.desks.get(c.id) for c in centre.counters}
        for counter, desk in fresh.items():
            if desk is None:
                fresh[counter] = Desk(counter, windows=self._sessions())
        self.desks = {counter: desk for counter, desk in fresh.items() if desk is not None}
        self.version += 1

    def _sessions(self) -> list[tuple[float, float]]:
        return [(self.day_start + a, self.day_start + b) for a, b in sorted(self.centre.sessions)]

    def begin_day(self, day_start: float, openings: Mapping[str, Windows] | None) -> None:
        if self._begun:
            self.settle(float("inf"))
        self._begun = True
        self.knowledge.begin_day(self.centre.sessions)
        self.early.begin_day()
        self.day_start, self.now = day_start, day_start
        self.waiting.clear()
        self._serving.clear()
        counters = [c.id for c in self.centre.counters]
        plan = self.knowledge.plan(openings, counters, self.centre.sessions)
        for counter in self.desks:
            windows = self._sessions()
            if plan is not None:
                planned = sorted(plan.get(counter, ()))
                windows = [(day_start + a, day_start + b) for a, b in planned if b > a]
            self.desks[counter] = Desk(counter, since=day_start, windows=windows)
        self.version += 1

    def clock(self, at: float) -> float:
        """``at``, or the latest time known where a clock went back or is no number."""
        if at == at and abs(at) != float("inf"):
            self.now = max(self.now, at)
        elif self.now == float("-inf"):
            self.now = 0.0
        return self.now

    # People.

    def issued(
        self, at: float, ticket: str, service: str, level: int, counter: str | None,
        place: float | None, *, fresh: bool = True,
    ) -> None:  # fmt: skip
        at = self.clock(at)
        self._free(at, ticket, None)
        self._serial += 1
        known = self.waiting.get(ticket)
        since = known.since if known and known.service == service else at
        if service not in self.nominal:
            self.waiting.pop(ticket, None)
            return
        self.waiting[ticket] = Waiting(
            ticket, service, level, at if place is None else place, self._serial, since, counter
        )
        if fresh and known is None and place is None:
            self.knowledge.arrivals.came(at - self.day_start, service, level < 2)
        self.version += 1

    def called(self, at: float, ticket: str, counter: str, officer: str | None) -> Waiting | None:
        """The waiting ticket that was called, if it was one."""
        at = self.clock(at)
        self.version += 1
        found = self.waiting.pop(ticket, None)
        desk = self.desks.get(counter)
        if desk is None:
            return found
        if desk.serving == ticket:
            return None
        self._note_overrun(at, desk)
        if self._serving.get(ticket) not in (None, counter):
            self._free(at, ticket, None)
        if found is not None:
            self.knowledge.chances.waited(max(0.0, at - found.since), left=False)
        self._drop(desk)
        if desk.state != "open":
            self._open(at, desk)
        if officer:
            desk.officer = officer
        self._note_gap(at, desk, found)
        desk.run = desk.run + 1 if found is not None and found.level == 1 else 0
        desk.serving, desk.started = ticket, at
        desk.service = found.service if found else ""
        desk.level = found.level if found else 2
        desk.free_known = False
        self._serving[ticket] = counter
        return found

    def _note_overrun(self, at: float, desk: Desk) -> None:
        if desk.windows and not desk.overran and at > desk.windows[-1][1] + 60.0:
            desk.overran = True
            self.knowledge.openings.ended(True, self.leaves_early(desk))

    def _drop(self, desk: Desk) -> None:
        if desk.serving is not None:
            self._serving.pop(desk.serving, None)
            desk.serving, desk.free_known = None, False

    def _note_gap(self, at: float, desk: Desk, found: Waiting | None) -> None:
        if desk.free_known and found is not None and found.since <= desk.free_since:
            self.knowledge.openings.between(at - desk.free_since)

    def _free(self, at: float, ticket: str, what: str | None) -> Desk | None:
        """The counter that served ``ticket`` is free; returns it as it was known."""
        counter = self._serving.pop(ticket, None)
        desk = self.desks.get(counter) if counter is not None else None
        if desk is None or desk.serving != ticket:
            return None
        desk.serving = None
        if desk.state == "paused" and desk.until is None and not desk.to_window_end(desk.since):
            desk.since = at  # the pause begins once the last one is finished
        desk.free_since, desk.free_known = at, desk.state == "open" and what is not None
        return desk

    def served(self, at: float, ticket: str) -> None:
        self._end(at, ticket, "served")

    def no_show(self, at: float, ticket: str) -> None:
        self._end(at, ticket, "no_show")

    def _end(self, at: float, ticket: str, what: str, goal: str | None = None) -> None:
        at = self.clock(at)
        self.waiting.pop(ticket, None)
        self.version += 1
        desk = self._free(at, ticket, what)
        if desk is None or desk.service not in self.nominal:
            return
        took = at - desk.started
        if what == "no_show":
            self.knowledge.chances.ended(desk.service, no_show=took)
            return
        self.knowledge.chances.ended(desk.service, goal=goal)
        if took >= 1.0:
            self.knowledge.times.observe(desk.service, desk.who, self.nominal[desk.service], took)

    def left(self, at: float, ticket: str) -> None:
        at = self.clock(at)
        found = self.waiting.pop(ticket, None)
        if found is not None and at < self.last_end():
            self.knowledge.chances.waited(max(0.0, at - found.since), left=True)
        self._free(at, ticket, None)
        self.version += 1

    def transferred(self, at: float, ticket: str, service: str, counter: str | None) -> None:
        at = self.clock(at)
        desk = self.desks.get(self._serving.get(ticket, ""))
        known = self.waiting.get(ticket)
        level = known.level if known else desk.level if desk else 2
        self._end(at, ticket, "served", service)
        self.issued(
            at, ticket, service, 0 if counter else max(level, 1), counter, None, fresh=False
        )

    # Counters.

    def opened(self, at: float, counter: str, officer: str | None) -> None:
        at = self.clock(at)
        desk = self.desks.get(counter)
        if desk is None:
            return
        if officer:
            desk.officer = officer
        if desk.state != "open":
            self._open(at, desk)
        self.version += 1

    def _open(self, at: float, desk: Desk) -> None:
        if desk.state == "paused" and desk.until is None and not desk.to_window_end(desk.since):
            self.knowledge.openings.paused(at - desk.since)
        self._settle_desk(desk, at, opening=True)
        desk.state, desk.since, desk.until = "open", at, None
        desk.free_since, desk.free_known = at, False
        self.knowledge.opened(desk.id, at - self.day_start)

    def closed(self, at: float, counter: str, until: float | None, pause: bool) -> None:
        at = self.clock(at)
        desk = self.desks.get(counter)
        if desk is None:
            return
        self._settle_desk(desk, at)
        if until is not None and until <= at:
            until = None
        if desk.state == "open":
            breaks = pause and not desk.to_window_end(at)
            self.knowledge.openings.was_open(at - desk.since, breaks)
            self.knowledge.closed(desk.id, at - self.day_start)
            over = bool(desk.windows) and at >= desk.windows[-1][1] - 60.0
            if over and not desk.overran and not pause and self._queue_of(desk):
                self.knowledge.openings.ended(False, self.leaves_early(desk))
        state = "paused" if pause else "closed"
        if desk.state != state:
            desk.since = at
        desk.state, desk.until, desk.free_known = state, until, False
        self.version += 1

    def _queue_of(self, desk: Desk) -> bool:
        return any(t.service in self.skills[desk.id] for t in self.waiting.values())

    def settle(self, at: float) -> None:
        """Learn of planned windows that are over."""
        for desk in self.desks.values():
            self._settle_desk(desk, at)

    def _settle_desk(self, desk: Desk, at: float, opening: bool = False) -> None:
        """Windows that ended before ``at``, and the one that an opening at ``at`` is for."""
        openings = self.knowledge.openings
        while desk.settled < len(desk.windows):
            i = desk.settled
            start, end = desk.windows[i]
            earlier = None if i == 0 else desk.opened_before
            if opening and start - EARLY_S < at < end:
                if desk.opened_in < i:
                    openings.planned(desk.id, earlier=earlier, delay=max(0.0, at - start))
                    self.early.opened(start - at)
                    desk.opened_in, desk.opened_before = i, True
                return
            if end > at:
                return
            if desk.opened_in < i and not (desk.state == "open" and desk.since <= start):
                openings.planned(desk.id, earlier=earlier, delay=None)
                desk.opened_before = desk.opened_before and i > 0
            desk.settled += 1

    def horizon(self, at: float) -> float:
        """How far waits are worth knowing: some way past the last planned end."""
        return max(self.last_end() + 3 * EARLY_S, at + EARLY_S)

    def leaves_early(self, desk: Desk) -> bool:
        """Whether the centre's day goes on for long after the counter's last window."""
        return bool(desk.windows) and desk.windows[-1][1] < self.last_end() - EARLY_S

    def last_end(self) -> float:
        """When the last planned window of the day ends; the sessions' end without a plan."""
        ends = [b for desk in self.desks.values() for _, b in desk.windows]
        sessions = [self.day_start + b for _, b in self.centre.sessions]
        return max(ends or sessions or [self.day_start + 61_200.0])
