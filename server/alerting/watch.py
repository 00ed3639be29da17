"""Looks for alerts after changes and when time alone may bring one; not in between."""

import logging
import time
from collections.abc import Callable
from itertools import islice

import gevent
from gevent.event import Event

from ..clock import now_ms
from ..core.errors import MotcuaError
from ..engine import Engine
from ..queries.alert_facts import find_alerts
from ..store import alerts, centres
from ..usecases.alerts import apply
from ..usecases.change import Actor
from ..usecases.ids import new_id
from ..usecases.rooms import ALERTS, LATER, MANAGER

log = logging.getLogger("motcua.alerting")

GAP_S = 1.0
"""Between two looks at a centre: the changes of a burst share one."""
GATHER_S = 1.0
"""Between a change and the look where there are many centres: whoever takes a number there is often
called a moment later."""
PASSED_S = 0.05
"""A little after a moment, so that it has passed."""
AGAIN_S = 30.0
LONGEST_S = 3_600.0
CLAIM_MS = 60_000
TOGETHER = 16
"""Centres that are claimed at once: few enough that several processes share them."""
RESTS, REST_S = 10.0, 0.5
"""After a look so many times its length is rested, and so long at most."""
CARED_FOR = frozenset({MANAGER, LATER + MANAGER, ALERTS})


class Watch:
    """One greenlet. Of several processes (``shared``) one looks after a centre at a time."""

    def __init__(self, engine: Engine, sent: Callable[[], None], *, shared: bool) -> None:
        self._engine, self._sent, self._shared = engine, sent, shared
        self._owner = ""
        self._mine: dict[str, int] = {}
        """Until when (ms) this process looks after a centre."""
        self._theirs: dict[str, float] = {}
        """Until when (monotonic seconds) another was seen to look after a centre."""
        self._looked: dict[str, float] = {}
        self._due: dict[str, float] = {}
        """When to look at a centre next, monotonic seconds."""
        self._wake = Event()

    def start(self) -> None:
        gevent.spawn(self._run)

    def touch(self, centre: str, rooms: frozenset[str]) -> None:
        """Rooms of a centre have changed, in any process. Returns at once."""
        if rooms & CARED_FOR and not self._is_theirs(centre):
            soon = time.monotonic() + (GATHER_S if self._shared else 0.0)
            self._look_at(centre, max(soon, self._looked.get(centre, 0.0) + GAP_S))
        if ALERTS in rooms:
            self._sent()

    def touch_all(self) -> None:
        """Changes may have been missed."""
        for centre in list(self._looked):
            self.touch(centre, CARED_FOR)

    def _look_at(self, centre: str, at: float) -> None:
        self._due[centre] = min(at, self._due.get(centre, at))
        self._wake.set()

    def _run(self) -> None:
        # Made after the fork, so that no two processes have the same.
        self._owner = new_id()
        self._begin()
        while True:
            self._wake.clear()
            now = time.monotonic()
            for centre in [one for one, at in self._due.items() if at <= now]:
                del self._due[centre]
                began = time.monotonic()
                self._look(centre)
                # Where there are hundreds of centres, looking for trouble must not be the trouble.
                gevent.sleep(min(REST_S, (time.monotonic() - began) * RESTS))
            next_at = min(self._due.values(), default=now + LONGEST_S)
            self._wake.wait(timeout=max(0.0, next_at - time.monotonic()))

    def _begin(self) -> None:
        while True:
            try:
                for centre in self._engine.read(centres.all_ids):
                    self._look_at(centre, time.monotonic())
                return
            except MotcuaError:
                log.exception("centres cannot be read; tried again")
                gevent.sleep(AGAIN_S)

    def _look(self, centre: str) -> None:
        began = self._looked[centre] = time.monotonic()
        try:
            after = self.look(centre)
        except Exception:
            log.exception("alerts are not looked for; tried again")
            after = AGAIN_S
        self._look_at(centre, began + max(GAP_S, min(LONGEST_S, after)))

    def look(self, centre: str) -> float:
        """Look once and do what is to be done; seconds until the next look."""
        if self._shared and not self._claimed(centre):
            return CLAIM_MS / 1000
        found = self._engine.look(centre, find_alerts)
        if found.verdict.changes:
            system = Actor("system", centre, "alerts")
            self._engine.change(system, lambda c: apply(c, found.verdict, found.names))
        if found.next_at is None:
            return LONGEST_S if not self._shared else CLAIM_MS / 2000
        return (found.next_at - now_ms()) / 1000 + PASSED_S

    def _claimed(self, centre: str) -> bool:
        """Whether this process looks after a centre. Where that must be asked it is asked for
        others too: hundreds of centres are not hundreds of commits."""
        now = now_ms()
        if self._is_mine(centre, now):
            return True
        unsure = (
            one for one in self._due if not self._is_mine(one, now) and not self._is_theirs(one)
        )
        wanted = {centre, *islice(unsure, TOGETHER - 1)}
        until = now + CLAIM_MS
        mine = self._engine.write(lambda s: alerts.claim(s, wanted, self._owner, now, until))
        for one in wanted - mine:
            self._theirs[one] = time.monotonic() + CLAIM_MS / 2_000
        self._mine.update((one, until if one in mine else 0) for one in wanted)
        return centre in mine

    def _is_mine(self, centre: str, now: int) -> bool:
        return self._mine.get(centre, 0) - now > CLAIM_MS // 2

    def _is_theirs(self, centre: str) -> bool:
        return time.monotonic() < self._theirs.get(centre, 0.0)
