"""A simulated officer at one counter, acting by the public API with a staff token.

She opens her counter, calls when somebody waits (a push wakes her), waits for the citizen, serves,
finishes and sometimes pauses. When a person takes the counter over, she steps back; once it has
been quiet for a while, she takes it up again as she finds it.
"""

import logging
import random
import time
from collections.abc import Callable, Mapping
from typing import Any

from . import habits
from .api import Api, Refused, Unreachable
from .desk import Desk, Standing, of_ticket
from .pace import Pace, Stopped
from .rater import Rater

log = logging.getLogger(__name__)

HANDS_OFF_S = 180.0
"""Seconds of the wall's clock, since people are not simulated."""
LONGEST_HOLD_S = 1800.0
"""After this long without a touch, a person still signed in has gone home."""
IDLE_LOOK_S = 30.0
FIRST_VIEW_S = 60.0
MAX_CALLS = 3


class TakenOver(Exception):
    """A person works at this counter now."""


class Officer:
    """The person at one counter. `minutes`: the nominal minutes of each line."""

    def __init__(
        self,
        desk: Desk,
        api: Api,
        rater: Rater,
        pace: Pace,
        rng: random.Random,
        minutes: Mapping[str, float],
        hands_off_s: float = HANDS_OFF_S,
    ) -> None:
        self._desk, self._api, self._rater = desk, api, rater
        self._pace, self._rng, self._minutes = pace, rng, minutes
        self._hands_off_s = hands_off_s
        self._empty_view: Any = None
        self._took_up = False

    def run(self) -> None:
        """Work until the simulation ends."""
        try:
            self._arrive()
            while True:
                self._work()
        except Stopped:
            log.debug("counter %s: day over", self._desk.counter)

    def _arrive(self) -> None:
        self._desk.wait(lambda: self._desk.view is not None or self._pace.stopped, FIRST_VIEW_S)
        self._take_up()
        self._guarded(lambda: self._spend(habits.between(self._rng, habits.OPENING_S)))

    def _work(self) -> None:
        self._guarded(self._visit)

    def _guarded(self, act: Callable[[], None]) -> None:
        """Do it; a person at the counter, a refusal or an outage is lived through."""
        try:
            act()
        except TakenOver:
            self._step_back()
        except Refused as refused:
            log.info("counter %s: %s", self._desk.counter, refused)
            self._step_back()
        except Unreachable as lost:
            log.warning("counter %s: no answer: %s", self._desk.counter, lost)
            self._take_up()

    def _visit(self) -> None:
        ticket = self._found() or self._call()
        if ticket is None:
            return
        if ticket["state"] == "called" and not self._comes(ticket):
            self._act(ticket, "no-show")
            return
        self._serve(ticket)
        self._rater.rate(ticket, self._rng)
        self._spend(habits.between(self._rng, habits.TIDY_S))
        if self._rng.random() < habits.PAUSE_SHARE:
            self._pause()

    def _take_up(self) -> None:
        """Begin, or begin again, with the counter as it is now."""
        self._desk.accept()
        self._took_up = True

    def _found(self) -> Mapping[str, Any] | None:
        """The ticket that was at the counter when she took it up, as after a restart."""
        # Only then: later on, the newest view may be older than what she did last.
        if not self._took_up:
            return None
        self._took_up = False
        view = self._desk.view
        ticket: Mapping[str, Any] | None = view and view["current"]
        return ticket if ticket and ticket["state"] in ("called", "serving") else None

    def _call(self) -> Mapping[str, Any] | None:
        self._open()
        if not self._await_people():
            return None
        view = self._desk.view
        answer = self._api.post(self._path("call-next"))
        if answer is None:
            self._empty_view = view
            self._expect("open", None)
            return None
        ticket: Mapping[str, Any] = answer["ticket"]
        self._expect("open", ticket)
        return ticket

    def _open(self) -> None:
        view = self._desk.view
        if view is None or view["counter"]["state"] != "open":
            self._api.post(self._path("open"))
            self._expect("open", None)

    def _await_people(self) -> bool:
        """True when the pushed view shows somebody waiting whom the last call did not miss."""

        def somebody() -> bool:
            view = self._desk.view
            return view is not None and view is not self._empty_view and view["waiting_total"] > 0

        return self._spend_real(IDLE_LOOK_S, somebody)

    def _comes(self, ticket: Mapping[str, Any]) -> bool:
        """Wait for the citizen, calling again; False when nobody came after the last call."""
        chance = self._rng.random()
        absent = chance < habits.NO_SHOW_SHARE
        late = chance < habits.NO_SHOW_SHARE + habits.LATE_SHARE
        if not late:
            self._spend(habits.between(self._rng, habits.WALK_S))
            return True
        for _ in range(int(ticket["calls"]), MAX_CALLS):
            self._spend(habits.between(self._rng, habits.RECALL_S))
            self._act(ticket, "recall")
            if not absent:
                break
        self._spend(habits.between(self._rng, habits.WALK_S))
        return not absent

    def _serve(self, ticket: Mapping[str, Any]) -> None:
        if ticket["state"] == "called":
            self._act(ticket, "serve")
        nominal = self._minutes.get(str(ticket["service"]), 5.0)
        self._spend(habits.service_time(self._rng, nominal))
        self._act(ticket, "finish")

    def _pause(self) -> None:
        self._api.post(self._path("pause"))
        self._expect("paused", None)
        self._spend(habits.between(self._rng, habits.PAUSE_S))
        self._api.post(self._path("open"))
        self._expect("open", None)

    def _act(self, ticket: Mapping[str, Any], action: str) -> None:
        answer = self._api.post(f"/api/v1/tickets/{ticket['id']}/{action}")
        self._expect("open", answer["ticket"])

    def _path(self, action: str) -> str:
        return f"/api/v1/counters/{self._desk.counter}/{action}"

    def _expect(self, state: str, ticket: Mapping[str, Any] | None) -> None:
        seen: Standing = of_ticket(state, ticket)
        self._desk.expect(seen)

    def _spend(self, seconds: float) -> None:
        """Simulated seconds at the counter. Raises TakenOver, Stopped."""
        self._spend_real(self._pace.real(seconds), lambda: False)

    def _spend_real(self, seconds: float, until: Callable[[], bool]) -> bool:
        desk, pace = self._desk, self._pace
        desk.wait(lambda: pace.stopped or desk.foreign or until(), seconds)
        if pace.stopped:
            raise Stopped
        if desk.foreign:
            raise TakenOver
        return until()

    def _step_back(self) -> None:
        """Leave the counter alone until nobody touched it for a while and nobody sits there."""
        log.info("counter %s: left to a person: %s", self._desk.counter, self._desk.why())
        self._await_quiet()
        self._take_up()
        log.info("counter %s: taken up again", self._desk.counter)

    def _await_quiet(self) -> None:
        desk, pace = self._desk, self._pace
        quiet_since = time.monotonic()
        while True:
            touched, held = desk.touched, desk.held
            bound = LONGEST_HOLD_S if held else self._hands_off_s
            left = quiet_since + bound - time.monotonic()

            def moved(touched: int = touched, held: bool = held) -> bool:
                return pace.stopped or desk.touched != touched or desk.held != held

            if not desk.wait(moved, left):
                return
            if pace.stopped:
                raise Stopped
            quiet_since = time.monotonic()
