"""Days of a small centre in which anything may happen, by a seed; and its past, counted."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from offline_floor import OfflineKiosk
from stores import NOON, ZONE, Floor

from server.core.errors import MotcuaError
from server.core.model import CounterState, PauseReason
from server.core.numbering import format_number, service_day
from server.queries.snapshot import Snapshot, look
from server.reports.gathering import Gathered, gather
from server.reports.period import Period
from server.rolling import catch_up
from server.store import rollups
from server.usecases import aside, leaving, visit
from server.usecases.change import Actor, Change, change
from server.usecases.counter_state import set_counter_state
from server.usecases.issue import IssueTicket, issue_ticket
from server.usecases.rate import Press, rate
from server.usecases.transfer import Transfer, transfer
from server.usecases.undo import undo_call

T = TypeVar("T")
DAY_S = 86_400
SERVICES = {"ho-tich": "A", "chung-thuc": "B"}
VALUES = ("very_satisfied", "satisfied", "unsatisfied")


@dataclass
class PastFloor:
    """Random commands on a floor; those the rules refuse change nothing."""

    floor: Floor
    seed: int
    steps: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._kiosk = OfflineKiosk(self.floor)
        self._drawn: list[Any] = []
        self._serial = 901
        # A Monday, a few days before a month ends.
        self.floor.now = NOON + 4 * DAY_S * 1000

    @property
    def today(self) -> str:
        return service_day(self.floor.now, ZONE)

    def live(self, steps: int) -> None:
        """Some commands, now and then a night."""
        for _ in range(steps):
            self.floor.pass_time(self._random.choice((1, 7, 40, 200, 900)))
            name, act = self._random.choice(self._acts())
            try:
                act()
            except MotcuaError:
                continue
            self.steps[name] += 1

    def night(self) -> None:
        self.floor.pass_time(DAY_S)
        self.floor.do(leaving.expire_old)
        self.steps["nights"] += 1

    def count(self) -> None:
        """As the nightly run does it, to the end."""
        hands = FloorHands(self.floor)
        while catch_up(hands, self.floor.centre):
            pass

    def gathered(self, first: str, last: str, by: str) -> Gathered:
        def read(session: Any) -> Gathered:
            seen = look(session, self.floor.centre, self.floor.now)
            return gather(seen, Period(first, last), by)

        return self.floor.store.read(read)

    def stale(self) -> set[str]:
        rows = self.floor.rows("SELECT span FROM rollup_span WHERE stale = 1")
        return {row["span"] for row in rows}

    def counted(self, level: str = rollups.DAY) -> set[str]:
        rows = self.floor.rows("SELECT span FROM rollup_span WHERE level = :l", l=level)
        return {row["span"] for row in rows}

    def _acts(self) -> list[tuple[str, Callable[[], object]]]:
        return [
            *[("issue", self._issue)] * 5,
            *[("call", self._call)] * 6,
            *[("serve", lambda: self._on(visit.serve, "called"))] * 3,
            *[("finish", lambda: self._on(visit.finish, "called", "serving"))] * 4,
            *[("rate", self._rate)] * 3,
            ("recall", lambda: self._on(visit.recall, "called", key=None)),
            ("no show", lambda: self._on(visit.no_show, "called", "parked", "away")),
            ("undo", lambda: self._on(undo_call, "called", key=None)),
            ("park", lambda: self._on(aside.park, "called", "serving", reason="x", minutes=None)),
            ("resume", lambda: self._on(aside.resume, "parked")),
            ("send away", lambda: self._on(aside.send_away, "called", "serving", note=None)),
            ("come back", lambda: self._on(aside.come_back, "away")),
            ("bring back", lambda: self._on(leaving.bring_back, "no_show", key=None)),
            ("cancel", lambda: self._on(leaving.cancel, "waiting")),
            ("transfer", self._transfer),
            ("pause", self._pause),
            ("draw", self._draw),
            ("hand in", self._hand_in),
        ]

    def _issue(self) -> None:
        plan = ("chung-thuc",) if self._random.random() < 0.2 else ()
        command = IssueTicket("ho-tich" if plan else self._service(), None, "none", "vi", None)
        ticket = self.floor.do(lambda c: issue_ticket(c, command), "kiosk").ticket
        if plan:
            self.floor.store.write(
                lambda s: s.run(
                    "UPDATE ticket SET plan = :plan WHERE id = :id",
                    plan='["chung-thuc"]',
                    id=ticket.id,
                )
            )

    def _call(self) -> None:
        self.floor.call(self._random.choice(("1", "2")))

    def _rate(self) -> None:
        rows = self.floor.rows("SELECT id FROM ticket WHERE state = 'finished' ORDER BY ended_at")
        last = rows[-1]["id"] if rows else "nobody"
        press = Press(last, self._random.choice(VALUES), 3, (), 0, None, None, None)
        self.floor.do(lambda c: rate(c, None, press), "terminal")

    def _transfer(self) -> None:
        to = Transfer(self._service(), None, None, None)
        self._on(transfer, "called", "serving", "parked", to=to)

    def _pause(self) -> None:
        counter = self._random.choice(("1", "2"))
        state, why = self._random.choice(
            (
                (CounterState.OPEN, None),
                (CounterState.PAUSED, PauseReason.SYSTEM_OUTAGE),
                (CounterState.PAUSED, PauseReason.OTHER),
            )
        )
        self.floor.do(lambda c: set_counter_state(c, counter, state, why))

    def _draw(self) -> None:
        self._kiosk.lease()
        service = self._service()
        number = format_number(SERVICES[service], self._serial)
        self._serial += 1
        self._drawn.append(self._kiosk.draw(service, number, day=self.today))

    def _hand_in(self) -> None:
        if self._drawn:
            late = any(ticket.day < self.today for ticket in self._drawn)
            self._kiosk.hand_in(*self._drawn)
            self._drawn.clear()
            self.steps["late hand-ins"] += late

    def _on(self, usecase: Callable[..., Any], *states: str, **more: Any) -> None:
        ids = self._tickets(*states)
        self.floor.do(lambda c: usecase(c, self._random.choice(ids), **more))

    def _tickets(self, *states: str) -> list[str]:
        """Of any day: what is left over from yesterday may still end today."""
        rows = self.floor.rows("SELECT id, state FROM ticket ORDER BY serial")
        return [r["id"] for r in rows if r["state"] in states] or ["nobody"]

    def _service(self) -> str:
        return self._random.choice(tuple(SERVICES))


@dataclass
class FloorHands:
    """Does for counting what the engine does, by the floor's clock."""

    floor: Floor

    def look(self, centre: str, query: Callable[[Snapshot], T]) -> T:
        return self.floor.store.read(lambda s: query(look(s, centre, self.floor.now)))

    def change(self, actor: Actor, usecase: Callable[[Change], T]) -> T:
        return self.floor.store.write(change(actor, self.floor.now, usecase)).value
