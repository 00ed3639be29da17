"""The simulated day: citizens at the kiosk, an officer at each counter, ratings.

One thread a person, in one process, acting by the public API and the virtual devices only.
"""

import logging
import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .api import Api
from .arrivals import Arrivals
from .desk import Desk
from .floor import Floor
from .officer import HANDS_OFF_S, Officer
from .pace import Pace
from .prepare import Tokens
from .rater import Pad, PadPanel, Panel, Rater, TouchPanel
from .sample import SampleCentre, SampleCounter

log = logging.getLogger(__name__)

JOIN_S = 12.0
"""A request under way is waited for, as it has a deadline."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where and how the simulation runs. `pads` are by counter id; the others rate by touch."""

    server: str
    kiosk: str
    tokens: Tokens
    pads: Mapping[str, Pad]
    speed: float
    seed: int
    hands_off_s: float = HANDS_OFF_S


class Traffic:
    """The simulation; `start` it once the server and the kiosk answer."""

    def __init__(self, centre: SampleCentre, plan: Plan) -> None:
        self._centre, self._plan = centre, plan
        self._pace = Pace(plan.speed)
        self._desks = {counter.id: Desk(counter.id) for counter in centre.counters}
        self._floor = Floor(plan.server, plan.tokens.manager, self._desks)
        self._apis: list[Api] = []
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin; returns at once. Raises ConnectionError when the server's line does not open."""
        self._floor.connect()
        for counter in self._centre.counters:
            self._begin(f"officer-{counter.id}", self._officer(counter).run)
        self._begin("arrivals", self._arrivals().run)

    def stop(self) -> None:
        """Send everybody home; returns when they are gone, within seconds."""
        self._pace.stop()
        for desk in self._desks.values():
            desk.wake()
        for thread in self._threads:
            thread.join(JOIN_S)
        self._floor.close()
        for api in self._apis:
            api.close()

    def _officer(self, counter: SampleCounter) -> Officer:
        plan = self._plan
        return Officer(
            self._desks[counter.id],
            self._api(plan.server, plan.tokens.staff[counter.id]),
            Rater(self._panel(counter.id), self._pace),
            self._pace,
            random.Random(f"{plan.seed}/officer/{counter.id}"),
            {service.id: service.nominal_minutes for service in self._centre.services},
            plan.hands_off_s,
        )

    def _panel(self, counter: str) -> Panel:
        pad = self._plan.pads.get(counter)
        if pad is not None:
            return PadPanel(pad)
        return TouchPanel(self._api(self._plan.server, self._plan.tokens.terminals[counter]))

    def _arrivals(self) -> Arrivals:
        plan = self._plan
        return Arrivals(
            self._centre,
            self._api(plan.kiosk, ""),
            self._api(plan.server, plan.tokens.kiosk),
            self._floor.manager,
            self._pace,
            random.Random(f"{plan.seed}/arrivals"),
        )

    def _api(self, url: str, token: str) -> Api:
        api = Api(url, token, self._pace)
        self._apis.append(api)
        return api

    def _begin(self, name: str, run: Callable[[], None]) -> None:
        thread = threading.Thread(target=self._guarded, args=(run,), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _guarded(self, run: Callable[[], None]) -> None:
        try:
            run()
        except Exception:
            log.exception("%s went home early", threading.current_thread().name)
