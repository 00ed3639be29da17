"""The forecasting process: ``python -m server.forecast.worker``, its line is descriptor 0.

Simulating queues is plain Python and takes a while: in the server's own process it would hold up
every request. This one reads the store by itself, is told when something has changed, and tells
the server what it expects.
"""

import contextlib
import json
import logging
import os
import select
import signal
import socket
import time
from pathlib import Path

from hardware import loudness

from ..clock import now_ms
from ..config import Config, existing_store
from ..core.errors import MotcuaError, Unavailable
from ..core.forecast import NOTHING, Forecast
from ..store import centres
from ..store.base import Store
from ..tie import tie_to_parent
from ..voice import line
from .changes import changed_rooms, forecast_of
from .feeding import Json
from .follower import Follower
from .kept import KeptStates
from .questions import history_answer, past, what_if_answer
from .shares import Shares

FOLDER = "forecast"
NICE = 10
PAST_S = 600.0
"""Between two looks at how good the estimates were."""
RETRY_S = 2.0
LONGEST_S = 60.0
BUDGET = 0.06
"""The most of one core that computing all centres may take together."""
LIST_S = 60.0
"""Between two looks at which centres there are."""
ASKED_S = 900.0
"""So long a centre that another process computes is still followed after a question about it."""

log = logging.getLogger("motcua.forecast")


class Worker:
    """Follows the centres of a store, and speaks to one server. With others on the same store
    (``shares``) it follows its part of them."""

    def __init__(
        self, stream: socket.socket, store: Store, folder: Path, shares: Shares | None = None
    ) -> None:
        self._stream, self._store, self._shares = stream, store, shares
        self._listed_at = 0.0
        self._asked_at: dict[str, float] = {}
        """Until when (monotonic seconds) a centre that is not ours is followed."""
        self._rest_until = 0.0
        """Before this moment nothing is computed: ``BUDGET`` is kept."""
        self._kept = KeptStates(folder)
        self._followers: dict[str, Follower] = {}
        self._forecasts: dict[str, Forecast] = {}
        self._past_at: dict[str, float] = {}
        self._wait_until = 0.0
        """Before this moment (monotonic seconds) the store is left alone: it has just failed."""

    def run(self) -> None:
        """Until the line ends: raises ``EOFError`` or ``OSError``."""
        while True:
            if time.monotonic() >= self._wait_until:
                self._try()
            ready, _, _ = select.select([self._stream], [], [], self._rest())
            if ready:
                self._hear(json.loads(line.receive(self._stream)))

    def _try(self) -> None:
        try:
            self._work()
        except Unavailable as error:
            log.warning("the store cannot be read: %s", error)
            self._wait_until = time.monotonic() + RETRY_S

    def _rest(self) -> float:
        """Seconds until there is something to do."""
        now = time.monotonic()
        soonest = min((f.due_at() for f in self._followers.values()), default=now + LONGEST_S)
        soonest = max(soonest, self._wait_until, self._rest_until)
        if self._shares is not None:
            soonest = min(soonest, max(self._shares.next_beat(), self._wait_until))
        return min(max(0.0, soonest - now), LONGEST_S)

    def _work(self) -> None:
        self._list()
        now = time.monotonic()
        due = [(f.due_at(), centre) for centre, f in self._followers.items() if f.due_at() <= now]
        # Who has waited longest comes first; between two of them the budget is kept.
        for _, centre in sorted(due):
            if time.monotonic() < self._rest_until:
                return
            follower = self._followers[centre]
            self._serve(centre, follower)
            rest = follower.cost_s * (1 / BUDGET - 1) if len(self._followers) > 1 else 0.0
            self._rest_until = time.monotonic() + rest

    def _serve(self, centre: str, follower: Follower) -> None:
        """Tell what is to be told of a centre. One that fails costs no other its forecasts: it is
        begun anew with the next look at which centres there are."""
        try:
            self._tell_forecast(centre, follower)
            self._tell_past(centre, follower)
        except (MotcuaError, EOFError, OSError):
            raise
        except Exception:
            log.exception("the forecast of a centre failed")
            del self._followers[centre]

    def _list(self) -> None:
        """See from time to time which centres there are, and which of them are ours."""
        changed = self._shares is not None and self._shares.beat()
        now = time.monotonic()
        if self._listed_at and now < self._listed_at + LIST_S and not changed:
            return
        self._listed_at = now
        if changed:
            # Whoever has just come knows nothing yet.
            self._past_at.clear()
        for centre in self._store.read(centres.all_ids):
            if self._is_ours(centre):
                follower = self._follow(centre)
                if changed:
                    follower.touch()
            elif self._asked_at.get(centre, 0.0) < now:
                self._followers.pop(centre, None)

    def _is_ours(self, centre: str) -> bool:
        return self._shares is None or self._shares.is_ours(centre)

    def _follow(self, centre: str) -> Follower:
        if centre not in self._followers:
            self._followers[centre] = Follower(self._store, centre, self._kept)
        return self._followers[centre]

    def _tell_forecast(self, centre: str, follower: Follower) -> None:
        told = follower.compute(now_ms())
        if told is None:
            return
        forecast = forecast_of(told)
        changed = changed_rooms(self._forecasts.get(centre, NOTHING), forecast)
        self._forecasts[centre] = forecast
        self._tell({**told, "rooms": sorted(changed)})

    def _tell_past(self, centre: str, follower: Follower) -> None:
        if time.monotonic() < self._past_at.get(centre, 0.0):
            return
        self._past_at[centre] = time.monotonic() + PAST_S
        now = now_ms()
        told = self._store.read(lambda session: past(session, centre, now, follower.zone))
        self._tell({"centre": centre, "past": told})

    def _tell(self, message: Json) -> None:
        line.send(self._stream, json.dumps(message).encode())

    def _hear(self, message: Json) -> None:
        for centre in message.get("touched", ()):
            if self._is_ours(centre):
                self._follow(centre).touch()
        if "ask" in message:
            self._tell({"asked": message["asked"], "answer": self._answer(message)})

    def _answer(self, asked: Json) -> Json | None:
        """None where there is no answer."""
        try:
            if asked["ask"] == "what_if":
                return self._what_if(asked["centre"], asked["question"])
            return self._store.read(
                lambda session: history_answer(
                    session, asked["centre"], asked["first"], asked["last"]
                )
            )
        except MotcuaError:
            log.exception("no answer")
        except (KeyError, ValueError, ArithmeticError):
            log.exception("no answer")
        return None

    def _what_if(self, centre: str, question: Json) -> Json | None:
        self._asked_at[centre] = time.monotonic() + ASKED_S
        follower, now = self._follow(centre), now_ms()
        if not follower.catch_up(now) or follower.model is None:
            return None
        return what_if_answer(follower.model, question, now, follower.closes_at(now))


def step_back(shared: bool) -> None:
    """Let whoever is being served go first.

    A request in a province wakes its server and the database some dozens of times, and each time a
    process that is only nice may first finish its turn of some milliseconds; an idle one gives way
    at once. On a machine that is never idle ranges then grow old and are not shown: there people
    are served without them. A machine of one centre has time enough, and a page that draws on it
    all the time: being nice is better there.
    """
    os.nice(NICE)
    if shared:
        # Not where a sandbox forbids it.
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def main() -> None:
    tie_to_parent(signal.SIGTERM)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    loudness.as_asked()
    with socket.socket(fileno=0) as stream:
        try:
            told = json.loads(line.receive(stream))
            config = Config(Path(told["data"]), database=told["database"])
            step_back(told["shared"])
            store = existing_store(config)
            shares = Shares(store) if told["shared"] else None
            Worker(stream, store, config.data / FOLDER, shares).run()
        except (EOFError, OSError):
            return


if __name__ == "__main__":
    main()
