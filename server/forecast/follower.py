"""One centre as the forecasting process follows it: events in, estimates out."""

import time
from collections.abc import Mapping
from itertools import islice

from ..core.forecast import NONE
from ..core.waits import Estimate, WaitModel
from ..store import events
from ..store.base import Row, Session, Store
from ..store.moments import last_before
from .centre_facts import Facts, midnight_ms, read_facts
from .feeding import Feeder, Json
from .kept import Kept, KeptStates

LEARN_MS = 60 * 86_400_000
"""How far back a model without a kept state learns."""
CHUNK = 1_000
"""Events read at once: a read holds a snapshot no longer than that."""
FACTS_S = 60.0
"""After so many seconds the centre is read again, even if no event said that it has changed."""
SHARE = 0.05
"""The most of one core that computing may take."""
SOONEST_S, WAITING_S, IDLE_S = 0.3, 5.0, 60.0
"""Between two computations: at least; at most while somebody waits; at most. A large queue may take
longer, since computing keeps to its share."""
HALF_HOUR_MS = 1_800_000
BOUND_S = 600.0
"""A longer wait is not known to the second, unless it is none at all but a bound."""
MOST_TICKETS = 2_000
"""Of so many waiting tickets, the first to come, the wait is told."""
ASKED_S = 900.0
"""While it learns from the days before, the model is asked this often by their clock: its intervals
are calibrated by the answers."""
ASKED_MS = 7 * 86_400_000
"""For so many days before now."""


class Follower:
    """Reads a centre's events after its cursor, feeds its model, and asks it."""

    def __init__(self, store: Store, centre: str, kept: KeptStates) -> None:
        self._store, self._centre, self._kept = store, centre, kept
        self._facts: Facts | None = None
        self._facts_at = 0.0
        self._feeder: Feeder | None = None
        self._cursor = 0
        self._tomorrow = 0
        self._asked_at = 0
        self._cost_s = 0.0
        self._done_at = 0.0
        self._changed = True
        self._somebody_waits = False

    @property
    def cost_s(self) -> float:
        """Seconds of a core that the latest computation took."""
        return self._cost_s

    @property
    def zone(self) -> str:
        return self._facts.zone if self._facts else "UTC"

    @property
    def model(self) -> WaitModel | None:
        return self._feeder.model if self._feeder else None

    def closes_at(self, now: int) -> int:
        """When the day's last session ends, at least half an hour from ``now`` (epoch ms)."""
        assert self._facts is not None
        last = max(end for _, end in self._facts.centre.sessions)
        return max(midnight_ms(now, self._facts.zone) + round(last * 1000), now + HALF_HOUR_MS)

    def touch(self) -> None:
        self._changed = True

    def due_at(self) -> float:
        """The monotonic moment of the next computation."""
        return self._done_at + self._pause()

    def compute(self, now: int) -> Json | None:
        """Catch up with the store and ask the model; the message for the server. ``now`` is epoch
        ms. None where there is no such centre. Raises ``Unavailable``."""
        self._changed = False
        try:
            if not self.catch_up(now):
                return None
            return self._estimates(now)
        finally:
            self._done_at = time.monotonic()

    def catch_up(self, now: int) -> bool:
        """Feed all events there are; False where there is no such centre."""
        if self._facts is None or time.monotonic() - self._facts_at > FACTS_S:
            self._read_facts(now)
        if self._facts is None:
            return False
        if self._feeder is None:
            self._begin(now)
        while self._feed_chunk(now):
            pass
        self._turn_to(now)
        return True

    def _pause(self) -> float:
        resting = min(self._cost_s / SHARE, IDLE_S)
        if self._changed:
            return max(SOONEST_S, resting)
        return max(WAITING_S if self._somebody_waits else IDLE_S, resting)

    def _read_facts(self, now: int) -> None:
        self._facts = self._store.read(lambda session: read_facts(session, self._centre, now))
        self._facts_at = time.monotonic()
        if self._facts is not None and self._feeder is not None:
            self._feeder.model.reconfigure(self._facts.centre)

    def _begin(self, now: int) -> None:
        assert self._facts is not None
        kept = self._kept.read(self._centre)
        if kept is not None:
            self._cursor = kept.cursor
            model = WaitModel.restore(self._facts.centre, kept.state)
        else:
            self._cursor = self._store.read(lambda s: last_before(s, "event", "at", now - LEARN_MS))
            model = WaitModel(self._facts.centre)
        self._feeder = Feeder(model)

    def _feed_chunk(self, now: int) -> bool:
        """Feed some events; whether there may be more."""

        def read(session: Session) -> list[Row]:
            return events.happenings(session, self._centre, self._cursor, CHUNK)

        assert self._feeder is not None
        rows = self._store.ask(read)
        known = True
        for row in rows:
            self._turn_to(row["at"])
            known &= self._feeder.tell(row)
            self._cursor = row["id"]
            self._ask_in_learning(row["at"], now)
        if not known and rows[-1]["at"] > now - int(FACTS_S * 1000):
            self._read_facts(now)
        return len(rows) == CHUNK

    def _turn_to(self, at: int) -> None:
        """Begin the day of ``at`` (epoch ms), unless it has begun; keep what was learnt before."""
        if at < self._tomorrow:
            return
        assert self._facts is not None and self._feeder is not None
        model = self._feeder.model
        if self._tomorrow:
            self._kept.write(self._centre, Kept(self._cursor, model.state()))
        midnight = midnight_ms(at, self._facts.zone)
        # Thirty hours later is tomorrow, on the longest day too.
        self._tomorrow = midnight_ms(midnight + 30 * 3_600_000, self._facts.zone)
        self._feeder.begin_day(midnight)

    def _ask_in_learning(self, at: int, now: int) -> None:
        past = at < now - int(ASKED_S * 1000) and at > now - ASKED_MS
        if past and at - self._asked_at >= ASKED_S * 1000:
            self._asked_at = at
            assert self._feeder is not None
            self._feeder.model.estimate(at / 1000)

    def _estimates(self, now: int) -> Json:
        assert self._feeder is not None
        model, at = self._feeder.model, now / 1000
        began = time.process_time()
        lines = self._feeder.waiting
        tickets, normal, priority = model.everybody(at, list(islice(lines, MOST_TICKETS)))
        self._cost_s = time.process_time() - began
        self._somebody_waits = bool(tickets)
        left_s = (self.closes_at(now) - now) / 1000
        return {
            "centre": self._centre,
            "at": now,
            "holds_until": now + round(1000 * self._pause()),
            "tickets": self._not_before(_plain(tickets, left_s), now),
            "normal": _plain(normal, left_s),
            "priority": _plain(priority, left_s),
            "lines": {id: lines[id] for id in tickets},
        }

    def _not_before(self, tickets: Json, now: int) -> Json:
        """Nobody with an appointment is called before its time."""
        assert self._feeder is not None
        for id, due in self._feeder.due.items():
            if id in tickets:
                away = max(0.0, (due - now) / 1000)
                *parts, basis = tickets[id]
                tickets[id] = [*(max(part, away) for part in parts), basis]
        return tickets


def _plain(found: Mapping[str, Estimate], left_s: float) -> Json:
    return {
        id: [
            round(e.p10, 1),
            round(e.p50, 1),
            round(e.p90, 1),
            e.basis if _is_called(e, left_s) else NONE,
        ]
        for id, e in found.items()
    }


def _is_called(e: Estimate, left_s: float) -> bool:
    """Who is more likely not called today than called, since the line has no counter, is given the
    end of the day as a bound: that is no time to tell anybody."""
    bound = e.p90 > BOUND_S and e.p50 > e.p90 - 1.0
    return e.p50 < left_s and not bound
