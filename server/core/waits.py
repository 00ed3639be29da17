"""The wait model: for everybody who waits, how long until they are called.

Tell a ``WaitModel`` what the centre is, what is planned today and every event; ask for estimates::

    centre = Centre(
        services=[Service("land", nominal_s=600), Service("tax", nominal_s=300)],
        counters=[Counter("c1", {"land": 1.0, "tax": 1.0}), Counter("c2", {"tax": 1.0})],
        rule=Rule("every_k", k=2),               # or Rule("strict")
        sessions=[(27000, 41400), (48600, 61200)],   # 7:30-11:30, 13:30-17:00, seconds of the day
    )
    model = WaitModel(centre, seed=1)            # one model lives for many days, and learns
    model.begin_day(0.0, {"c1": [(27000, 41400), (48600, 61200)], "c2": [(28800, 41400)]})
    model.opened(27000.0, "c1", officer="an")
    model.issued(27005.0, "A001", "land")
    model.estimate(27005.0, ["A001"])            # {"A001": Estimate(p10, p50, p90, ahead, basis)}
    model.called(27006.0, "A001", "c1")
    model.served(27650.0, "A001")                # the counter is free from here on

**Clock.** Every ``at`` is seconds on one clock that does not go back (simulated time from 0, or
epoch seconds). ``begin_day``'s ``day_start`` is that clock's value at midnight; sessions and
openings are seconds after it. Call ``begin_day`` every morning before the day's first event.

**A ticket's life.** ``issued`` puts it at the end of its line. ``called``: a counter takes it; the
counter is busy from then until ``served``, ``no_show`` (nobody came; the counter was held that
long) or ``transferred`` (it waits again, in another line: no ``served`` besides). ``left``: gone
while waiting. There is no separate event for the start of serving: walking up is part of it.

**A counter's day.** ``openings`` are the plan; ``opened`` and ``closed`` what happens. A counter
takes nobody before it is ``opened``. ``closed(pause=True)``: back later today, at ``until`` if that
is known (lunch may be told either way: as a pause with ``until``, or as a plain ``closed`` when the
plan has a later opening). ``closed`` while a ticket is served: that one is finished first; tell it
when it is decided. Counters of the plan that never open, or late, are reckoned with and learnt.

**Skills and rule.** A free counter takes, among its lines, the longest wait, by the rule told (see
``Counter`` and ``Rule``). ``lane`` is ``normal``, ``priority`` (the same as ``priority=True``),
``appointment``, ``returned`` or ``direct``; the last three go before priority, and only to
``counter`` when one is named.

**Officers.** Service times are learnt by service and by officer; without ``officer`` by counter.

**Answers.** ``estimate`` gives the time still to wait from ``at``: p10, p50, p90 in seconds.
Whoever will likely not be called before the day ends gets the time to that end as a bound.
Asking is what the intervals are calibrated by, so ask for estimates on learning days too. A time
that was told stays (``p50`` falls as the clock runs) while what is believed moves little. The
model is deterministic: the same seed and the same events give the same answers. Unknown ids and
events out of order never raise; the next event heals the picture. ``state`` is JSON-able and holds
what was learnt, not the queue.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Self

from .waiting_room.calibration import Calibration
from .waiting_room.draws import Draws
from .waiting_room.floor import LEVELS, Floor
from .waiting_room.forecast import Forecast
from .waiting_room.knowledge import Knowledge
from .waiting_room.nouns import Centre, Counter, Estimate, Rule, Service, Windows

__all__ = ["Centre", "Counter", "Estimate", "Rule", "Service", "WaitModel"]


class WaitModel:
    """One centre's waits; see the module's docstring for how to feed it."""

    def __init__(self, centre: Centre, *, seed: int = 0) -> None:
        self._seed = seed
        self._floor = Floor(centre, Knowledge())
        self._calibration = Calibration()
        self._draws = Draws(seed)
        self._forecast = Forecast(self._floor, self._draws, self._calibration)

    def reconfigure(self, centre: Centre) -> None:
        """Services, counters or the rule have changed; what was learnt and who waits is kept."""
        self._floor.reconfigure(centre)

    def begin_day(self, day_start: float, openings: Mapping[str, Windows] | None = None) -> None:
        """A new day, with the planned openings by counter (seconds of the day).

        Without ``openings`` every counter is expected as it opened on earlier days, or as the
        centre's sessions. A counter that the plan leaves out is not expected today. Everybody who
        still waited is forgotten.
        """
        self._calibration.begin_day()
        self._floor.begin_day(day_start, openings)

    def issued(
        self,
        at: float,
        ticket: str,
        service: str,
        *,
        priority: bool = False,
        lane: str = "normal",
        counter: str | None = None,
        place: float | None = None,
    ) -> None:
        """A ticket waits in the line of ``service``.

        ``counter``: only that one may call it. ``place``: order in the line where it is not the
        moment of issue (somebody who comes back), on the same clock.
        """
        level = min(LEVELS.get(lane, 2), 1 if priority else 2)
        self._floor.issued(at, ticket, service, level, counter, place)

    def called(self, at: float, ticket: str, counter: str, *, officer: str | None = None) -> None:
        """The counter takes the ticket and is busy from now on. A recall is nothing new."""
        if self._floor.called(at, ticket, counter, officer) is not None:
            self._calibration.called(self._floor.now, ticket)

    def served(self, at: float, ticket: str) -> None:
        """The service has ended; the counter is free."""
        self._floor.served(at, ticket)

    def no_show(self, at: float, ticket: str) -> None:
        """Nobody came; the counter is free."""
        self._floor.no_show(at, ticket)

    def left(self, at: float, ticket: str) -> None:
        """The ticket waits no longer: cancelled, expired, set aside. ``issued`` brings it back."""
        self._calibration.forget(ticket)
        self._floor.left(at, ticket)

    def transferred(
        self, at: float, ticket: str, service: str, *, counter: str | None = None
    ) -> None:
        """The ticket waits again, in the line of ``service``; whoever served it is free.

        ``counter``: only that one may call it.
        """
        self._calibration.forget(ticket)
        self._floor.transferred(at, ticket, service, counter)

    def opened(self, at: float, counter: str, *, officer: str | None = None) -> None:
        """The counter takes people from now on (also: is back from a pause)."""
        self._floor.opened(at, counter, officer)

    def closed(
        self, at: float, counter: str, *, until: float | None = None, pause: bool = False
    ) -> None:
        """The counter takes no more people, once the present one is finished.

        ``pause``: it is expected back, at ``until`` if that is known; else until its next planned
        opening, or for the rest of the day.
        """
        self._floor.closed(at, counter, until, pause)

    def estimate(self, at: float, tickets: Sequence[str] | None = None) -> dict[str, Estimate]:
        """Time still to wait, for ``tickets`` or everybody who waits. Unknown ones are left out."""
        return self._forecast.waiting(self._floor.clock(at), tickets)

    def newcomers(
        self, at: float, services: Sequence[str] | None = None, *, priority: bool = False
    ) -> dict[str, Estimate]:
        """What a ticket drawn now would wait, by service."""
        return self._forecast.newcomers(self._floor.clock(at), services, priority)

    def everybody(
        self, at: float, tickets: Sequence[str] | None = None
    ) -> tuple[dict[str, Estimate], dict[str, Estimate], dict[str, Estimate]]:
        """``estimate`` of ``tickets``, ``newcomers``, and ``newcomers`` with priority: played at
        once, since all of them are told each few seconds."""
        return self._forecast.everybody(self._floor.clock(at), tickets)

    def insides(self) -> tuple[Floor, Draws]:
        """For ``what_if``: the floor and the draws. Not to be changed."""
        return self._floor, self._draws

    def state(self) -> dict[str, Any]:
        """What was learnt, JSON-able, without the queue and with today's learning so far.

        To go on within a day keep the state of the morning and feed that day's events again.
        """
        return {
            "seed": self._seed,
            "knowledge": self._floor.knowledge.state(),
            "calibration": self._calibration.state(),
            "early": self._floor.early.state(),
        }

    @classmethod
    def restore(cls, centre: Centre, state: Mapping[str, Any]) -> Self:
        """A model that knows what ``state`` holds. A state that cannot be read is left aside."""
        model = cls(centre, seed=_seed_of(state))
        with suppress(KeyError, TypeError, ValueError, IndexError, AttributeError):
            knowledge, calibration = Knowledge(), Calibration()
            knowledge.restore(state["knowledge"])
            calibration.restore(state["calibration"])
            model._take(knowledge, calibration)
            model._floor.early.restore(state["early"])  # an older state has none
        return model

    def _take(self, knowledge: Knowledge, calibration: Calibration) -> None:
        self._floor.knowledge = knowledge
        self._calibration = calibration
        self._forecast.calibration = calibration


def _seed_of(state: Mapping[str, Any]) -> int:
    seed = state.get("seed", 0)
    return seed if isinstance(seed, int) else 0
