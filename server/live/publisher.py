"""Publishing: touched rooms get their whole view, soon, and not more often than needed.

The first change of a room is sent at once; those of a burst share the next view. Nothing is lost
by that: a view says everything, and lists the recent calls.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import Any

import gevent
from gevent.event import Event

from ..core.errors import MotcuaError, NotFound
from ..engine import Engine
from ..queries.snapshot import Json, Snapshot
from ..store import tickets as stored
from . import views
from .watchers import Watched, Watchers

log = logging.getLogger("motcua.live")

# Seconds between two views of a room.
GAPS = {
    "hall": 0.05,
    "counter": 0.02,
    "terminal": 0.02,
    "desk": 0.1,
    "ticket": 0.25,
    "service": 0.25,
    "manager": 0.25,
    "kiosk": 0.5,
}
# How long a change waits that nobody is in a hurry to see (how many wait, on the hall's boards).
LATER_S = 2.0
RETRY_S = 1.0

Emit = Callable[[str, Json], None]
"""Send a ``view`` message to a Socket.IO room."""


class Publisher:
    """Builds and sends the views of touched rooms, from one greenlet."""

    def __init__(self, engine: Callable[[], Engine], watchers: Watchers, emit: Emit) -> None:
        self._engine = engine
        self._watchers = watchers
        self._emit = emit
        self._dirty: dict[tuple[str, str], float] = {}
        """Touched rooms, and the moment (monotonic seconds) from which each may be sent."""
        self._wake = Event()
        self._loop: Any = None

    def touch(self, centre: str, rooms: frozenset[str]) -> None:
        """Rooms of a centre have changed. Returns at once."""
        touched = self._watchers.touched(centre, rooms)
        if not touched:
            return
        now = time.monotonic()
        for key, urgent in touched.items():
            due = now if urgent else now + LATER_S
            self._dirty[key] = min(due, self._dirty.get(key, due))
        if self._loop is None:
            self._loop = gevent.spawn(self._run)
        self._wake.set()

    def touch_all(self) -> None:
        """Changes may have been missed: every watched room is sent anew."""
        by_centre: defaultdict[str, set[str]] = defaultdict(set)
        for centre, room in self._watchers.rooms:
            by_centre[centre].add(room)
        for centre, rooms in by_centre.items():
            self.touch(centre, frozenset(rooms))

    def view(self, watched: Watched, room: str) -> Json:
        """The ``view`` message of a room now. Raises ``NotFound``."""

        def query(look: Snapshot) -> Json:
            return self._message(look, watched, room)

        # The newcomer may see more than the room was told last: until that is sent, no view may be
        # left out for being the same as the last one.
        watched.joining += 1
        try:
            message = self._engine().look(watched.centre, query)
        finally:
            watched.joining -= 1
            watched.last = None
        self._wake_when_over(watched, room, message["data"])
        return message

    def _message(self, look: Snapshot, watched: Watched, room: str) -> Json:
        data = views.build(look, watched.kind, watched.id)
        service = None
        if watched.kind == "ticket" and not watched.lines:
            ticket = stored.get(look.session, look.centre.id, watched.id)
            service = None if ticket is None else ticket.service
        if watched.kind == "desk" or service is not None:
            lines = views.lines_of(watched.kind, data, service)
            self._watchers.depend(watched.centre, room, lines)
        return {"room": room, "seq": look.version, "data": data}

    def _run(self) -> None:
        while True:
            self._wake.clear()
            now = time.monotonic()
            due, wait = self._due(now)
            if due:
                self._publish(due)
            elif self._dirty:
                self._wake.wait(timeout=wait)
            else:
                self._wake.wait()

    def _due(self, now: float) -> tuple[list[tuple[str, str]], float]:
        """The rooms to send now, and the seconds until the next of the others."""
        due, wait = [], 1.0
        for key, wanted in list(self._dirty.items()):
            watched = self._watchers.rooms.get(key)
            if watched is None:
                del self._dirty[key]
                continue
            at = max(wanted, watched.next_at)
            if at <= now:
                due.append(key)
            else:
                wait = min(wait, at - now)
        return due, wait

    def _publish(self, due: list[tuple[str, str]]) -> None:
        by_centre: defaultdict[str, list[str]] = defaultdict(list)
        for centre, room in due:
            self._dirty.pop((centre, room), None)
            by_centre[centre].append(room)
        for centre, rooms in by_centre.items():
            try:
                self._publish_centre(centre, rooms)
            except Exception:
                log.exception("publishing failed; tried again")
                again = time.monotonic() + RETRY_S
                for room in rooms:
                    self._dirty.setdefault((centre, room), again)

    def _publish_centre(self, centre: str, rooms: list[str]) -> None:
        def query(look: Snapshot) -> list[tuple[Watched, Json]]:
            return list(self._messages(look, centre, rooms))

        for watched, message in self._engine().look(centre, query):
            watched.next_at = time.monotonic() + GAPS[watched.kind]
            said = {k: v for k, v in message["data"].items() if k != "now"}
            if said == watched.last and not watched.joining:
                continue
            watched.last = said
            self._emit(watched.channel, message)
            self._wake_when_over(watched, message["room"], message["data"])

    def _messages(self, look: Snapshot, centre: str, rooms: list[str]) -> Any:
        for room in rooms:
            watched = self._watchers.rooms.get((centre, room))
            if watched is None:
                continue
            try:
                yield watched, self._message(look, watched, room)
            except NotFound:
                continue
            except MotcuaError:
                log.exception("no view of %s", watched.kind)

    def _wake_when_over(self, watched: Watched, room: str, data: Json) -> None:
        """A terminal falls asleep by the clock: tell its room when that moment has come."""
        if watched.kind == "terminal" and data["awake"]:
            from_now = _seconds_between(data["now"], data["until"])
            rooms = frozenset({room})
            gevent.spawn_later(from_now + 0.1, self.touch, watched.centre, rooms)


def _seconds_between(begin: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds()
