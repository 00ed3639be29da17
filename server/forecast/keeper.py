"""The server's side of the forecasting process: started, told, heard, started again when it ends.

Nothing here computes, and nobody waits for it: while the process is away, waits are not known.
"""

import contextlib
import json
import logging
import sys
import time
from collections.abc import Callable

import gevent
from gevent import socket, subprocess
from gevent.event import AsyncResult, Event
from gevent.lock import BoundedSemaphore

from ..config import Config
from ..core.errors import NoForecast
from ..core.forecast import NOTHING, PastError
from ..queries.forecasts import Forecasts, Json, Track, Week
from ..voice import line
from .changes import changed_rooms, forecast_of

DEADLINE_S = 5.0
"""For an answer to a question."""
MOST_ASKED = 8
"""Questions that may wait for their answer."""
GAP_S = 0.2
"""Between two words about changes: those of a burst are told at once."""
SHORTEST_S, LONGEST_S = 1.0, 60.0
"""Before it is started again: doubled each time it ends early."""
WELL_S = 120.0
SILENT_S = 240.0
"""A process that has said nothing for so long is ended; a healthy one speaks each minute. The first
word may take longer: it learns from the days before."""
LEARNING_S = 1_800.0

Touch = Callable[[str, frozenset[str]], None]
Share = Callable[[Json], None]
"""Tells the other server processes."""

log = logging.getLogger("motcua.forecast")


class Keeper:
    """One forecasting process of this server process. Everything runs on the event loop."""

    def __init__(self, config: Config, forecasts: Forecasts) -> None:
        self._config, self._forecasts = config, forecasts
        self._share: Share | None = None
        self._touch_rooms: Touch | None = None
        self._touched: set[str] = set()
        self._wake = Event()
        self._stream: socket.socket | None = None
        self._one = BoundedSemaphore()
        self._asked: dict[int, AsyncResult] = {}
        self._questions = 0

    def tell(self, touch: Touch, share: Share | None = None) -> None:
        """``touch`` is told the rooms whose shown waits have changed. With ``share`` each of
        several processes computes a part of the centres, and tells the others."""
        self._touch_rooms, self._share = touch, share

    def hear(self, message: Json) -> None:
        """What another process computed."""
        if "past" in message:
            self._take_past(message["centre"], message["past"])
        else:
            self._take(message)

    def start(self) -> None:
        """Start it, for as long as this process lives."""
        gevent.spawn(self._keep)
        gevent.spawn(self._tell_changes)

    def touch(self, centre: str) -> None:
        """Something has happened in a centre. Returns at once."""
        self._touched.add(centre)
        self._wake.set()

    def touch_all(self) -> None:
        """Something may have happened anywhere."""
        for centre in self._forecasts.centres():
            self.touch(centre)

    def _keep(self) -> None:
        pause = SHORTEST_S
        while True:
            began = time.monotonic()
            try:
                self._live()
            except Exception:
                log.exception("the forecasting process failed")
            self._forget()
            pause = SHORTEST_S if time.monotonic() - began > WELL_S else min(pause * 2, LONGEST_S)
            gevent.sleep(pause)

    def _live(self) -> None:
        """One process, until it ends."""
        ours, theirs = socket.socketpair()
        with contextlib.closing(ours):
            with contextlib.closing(theirs):
                command = [sys.executable, "-m", "server.forecast.worker"]
                process = subprocess.Popen(command, stdin=theirs.fileno())
            try:
                # Not on its command line, where everybody on the machine could read it.
                told: Json = {"data": str(self._config.data), "database": self._config.database}
                told["shared"] = self._share is not None
                line.send(ours, json.dumps(told).encode())
                self._stream = ours
                self._forecasts.ask = self._ask
                self._hear(ours)
            except (EOFError, OSError) as error:
                log.warning("the forecasting process has ended: %r", error)
            finally:
                process.kill()
                gevent.spawn(process.wait)

    def _hear(self, stream: socket.socket) -> None:
        """Raises ``EOFError`` or ``OSError`` when the process has ended or says nothing."""
        stream.settimeout(LEARNING_S)
        while True:
            message = json.loads(line.receive(stream))
            stream.settimeout(SILENT_S)
            if "answer" in message:
                waiting = self._asked.pop(message["asked"], None)
                if waiting is not None:
                    waiting.set(message["answer"])
                continue
            self.hear(message)
            if self._share is not None:
                self._share(message)

    def _take(self, message: Json) -> None:
        centre: str = message["centre"]
        self._forecasts.put(centre, forecast_of(message))
        self._touch(centre, frozenset(message["rooms"]))

    def _touch(self, centre: str, rooms: frozenset[str]) -> None:
        if rooms and self._touch_rooms is not None:
            self._touch_rooms(centre, rooms)

    def _take_past(self, centre: str, told: Json) -> None:
        whole = told["whole"]
        track = Track(
            None if whole is None else PastError(*whole),
            {service: PastError(*error) for service, error in told["services"].items()},
        )
        week = {
            service: {(weekday, hour): (wait, n) for weekday, hour, wait, n in cells}
            for service, cells in told["week"].items()
        }
        self._forecasts.put_history(centre, track, Week(week, told["days"]))

    def _tell_changes(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            touched, self._touched = self._touched, set()
            if self._stream is not None:
                self._say({"touched": sorted(touched)})
            gevent.sleep(GAP_S)

    def _ask(self, asked: Json) -> Json:
        """Raises ``NoForecast`` when there is no answer in time."""
        if len(self._asked) >= MOST_ASKED:
            raise NoForecast()
        self._questions += 1
        number, result = self._questions, AsyncResult()
        self._asked[number] = result
        try:
            self._say({**asked, "asked": number})
            answer: Json | None = result.get(timeout=DEADLINE_S)
        except gevent.Timeout:
            raise NoForecast() from None
        finally:
            self._asked.pop(number, None)
        if answer is None:
            raise NoForecast()
        return answer

    def _say(self, message: Json) -> None:
        stream = self._stream
        if stream is None:
            return
        try:
            # A process that reads nothing must not hold up whoever speaks to it.
            with gevent.Timeout(DEADLINE_S, OSError("not heard")), self._one:
                line.send(stream, json.dumps(message).encode())
        except OSError:
            log.warning("the forecasting process does not listen")
            self._stream = None
            stream.close()

    def _forget(self) -> None:
        """The process has ended: nothing is known, and whoever asked gets no answer."""
        self._stream = None
        self._forecasts.ask = None
        before = self._forecasts.clear()
        for centre, forecast in before.items():
            self._touch(centre, changed_rooms(forecast, NOTHING))
        asked, self._asked = self._asked, {}
        for result in asked.values():
            result.set(None)
