"""Publishing: touched rooms get their whole view, soon, and not more often than needed.

The first change of a room is sent at once; those of a burst share the next view. Nothing is lost
by that: a view says everything, and lists the recent calls.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import gevent
from gevent.event import Event

from ..core.errors import MotcuaError, NotFound
from ..engine import Engine
from ..queries.devices import next_silence_s
from ..queries.snapshot import Json, Snapshot
from ..store.remembering import Remembering
from . import views
from .idle import after_others
from .phones import Lines
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
    "province": 2.0,
    "kiosk": 0.5,
}
# How long a change waits that nobody is in a hurry to see (how many wait, on the hall's boards).
LATER_S = 2.0
# How long a change waits for the next: managers look at their page now and then, and whoever takes
# a number is often called a moment later.
GATHER_S = {"manager": 1.0}
ANYWAY_S = 0.7
"""Who would be sent within this time goes with a room of the same centre that is sent now."""
RETRY_S = 1.0
STEP_BACK_S = 0.01
"""The most a centre's views wait for requests."""
LONGEST_WAIT_S = 3600.0
SOON_S = 0.1
"""A little after a moment, so that it has passed by every clock."""

Emit = Callable[[str, Json], None]
"""Send a ``view`` message to a Socket.IO room."""


@dataclass(frozen=True, slots=True)
class Built:
    """A ``view`` message, and the lines it depends on where a look has found them out."""

    message: Json
    lines: frozenset[str] | None = None


class Publisher:
    """Builds and sends the views of touched rooms, from one greenlet."""

    def __init__(self, engine: Callable[[], Engine], watchers: Watchers, emit: Emit) -> None:
        self._engine = engine
        self._watchers = watchers
        self._emit = emit
        self._dirty: dict[tuple[str, str], float] = {}
        """Touched rooms, and the moment (monotonic seconds) from which each may be sent."""
        self._touches = 0
        """How often something was touched: whether it was since a look began."""
        self._changed: set[tuple[str, str]] = set()
        """Those touched by their own name, and not only by a line they show a place in."""
        self._wake = Event()
        self._loop: Any = None

    def touch(self, centre: str, rooms: frozenset[str]) -> None:
        """Rooms of a centre have changed. Returns at once."""
        self._touches += 1
        touched = self._watchers.touched(centre, rooms)
        if not touched:
            return
        now = time.monotonic()
        self._changed.update(key for key in touched if key[1] in rooms)
        for key, urgent in touched.items():
            gather = GATHER_S.get(self._watchers.rooms[key].kind, 0.0)
            self._send_at(key, now + (gather if urgent else LATER_S))

    def _send_at(self, key: tuple[str, str], due: float) -> None:
        """A room is to be sent at the monotonic moment ``due``, if not before."""
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

        def query(look: Snapshot) -> Built:
            return _built(look, watched, room, None)

        # The newcomer may see more than the room was told last: until that is sent, no view may be
        # left out for being the same as the last one.
        watched.joining += 1
        try:
            touches = self._touches
            built = self._engine().look(watched.centre, query)
            message = built.message
            self._learn(watched, built, touches)
        finally:
            watched.joining -= 1
            watched.last = None
        self._wake_when_over(watched, room, message["data"])
        self._wake_when_silent(watched, room, message["data"])
        return message

    def _learn(self, watched: Watched, built: Built, touches: int) -> None:
        """Note what a view says, and which lines it depends on from now on.

        Whatever moved in a line between the look and this was not told to who depends on it since:
        such a room is looked at once more.
        """
        room, lines = built.message["room"], built.lines
        newer = watched.learn(built.message["seq"], built.message["data"])
        if not newer or lines is None or lines == watched.lines:
            return
        self._watchers.depend(watched.centre, room, lines)
        if touches != self._touches:
            self._changed.add((watched.centre, room))
            self._send_at((watched.centre, room), time.monotonic())

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
        """The rooms to send now, and the seconds until the next of the others.

        A centre is looked at as seldom as possible: rooms that nobody is in a hurry to see go with
        one that is sent now, if they would be sent soon or have rested as long as they may wait.
        """
        due, along, wait = [], [], LONGEST_WAIT_S
        for key, wanted in list(self._dirty.items()):
            watched = self._watchers.rooms.get(key)
            if watched is None:
                del self._dirty[key]
                self._changed.discard(key)
                continue
            at = max(wanted, watched.next_at)
            if at <= now:
                due.append(key)
                continue
            wait = min(wait, at - now)
            rested = watched.kind not in GATHER_S and watched.next_at + LATER_S <= now
            if rested or (watched.next_at <= now and at - now <= ANYWAY_S):
                along.append(key)
        looked_at = {centre for centre, _ in due}
        return due + [key for key in along if key[0] in looked_at], wait

    def _publish(self, due: list[tuple[str, str]]) -> None:
        by_centre: defaultdict[str, dict[str, bool]] = defaultdict(dict)
        for key in due:
            self._dirty.pop(key, None)
            by_centre[key[0]][key[1]] = key in self._changed
            self._changed.discard(key)
        for centre, rooms in by_centre.items():
            after_others(STEP_BACK_S)
            try:
                self._publish_centre(centre, rooms)
            except Exception:
                log.exception("publishing failed; tried again")
                again = time.monotonic() + RETRY_S
                for room in rooms:
                    self._dirty.setdefault((centre, room), again)
                    self._changed.add((centre, room))

    def _publish_centre(self, centre: str, rooms: dict[str, bool]) -> None:
        """``rooms`` and whether each has changed itself, or only a line it shows a place in."""

        def query(look: Snapshot) -> list[tuple[Watched, Built]]:
            # Rooms of one centre ask the store much the same.
            look = replace(look, session=Remembering(look.session))
            return list(self._messages(look, centre, rooms))

        # One moment for all: rooms of one line stay together, and share its query, in a burst.
        began, touches = time.monotonic(), self._touches
        for watched, built in self._engine().look(centre, query):
            message = built.message
            watched.next_at = began + GAPS[watched.kind]
            self._learn(watched, built, touches)
            self._wake_when_silent(watched, message["room"], message["data"])
            said = {k: v for k, v in message["data"].items() if k != "now"}
            if said == watched.last and not watched.joining:
                continue
            watched.last = said
            watched.seen = _newest_call(message["data"])
            self._emit(watched.channel, message)
            self._wake_when_over(watched, message["room"], message["data"])

    def _messages(self, look: Snapshot, centre: str, rooms: dict[str, bool]) -> Any:
        lines = Lines(look)
        for room, changed in rooms.items():
            watched = self._watchers.rooms.get((centre, room))
            if watched is None:
                continue
            moved = None if changed else lines.moved(watched)
            if moved is not None:
                yield watched, Built({"room": room, "seq": look.version, "data": moved})
                continue
            try:
                yield watched, _built(look, watched, room, watched.seen)
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

    def _wake_when_silent(self, watched: Watched, room: str, data: Json) -> None:
        """A device that is silent changes nothing; the manager is told when it has been too long.

        One moment a room: each view of it sets the next, and none is set where nobody watches.
        """
        if watched.kind == "manager":
            after = next_silence_s(data["devices"], data["now"])
            if after is not None:
                self._send_at((watched.centre, room), time.monotonic() + after + SOON_S)


def _built(look: Snapshot, watched: Watched, room: str, seen: int | None) -> Built:
    """A room's whole view. Runs in a native thread: nothing that others use is changed here."""
    data = views.build(look, watched.kind, watched.id, seen)
    lines = None
    if watched.kind in ("desk", "ticket"):
        lines = views.lines_of(look, watched.kind, watched.id, data)
    return Built({"room": room, "seq": look.version, "data": data}, lines)


def _newest_call(data: Json) -> int | None:
    """The newest call a board's view shows; None for other rooms, and before the first call."""
    shown = data.get("calls")
    return shown[0]["call"] if shown else None


def _seconds_between(begin: str, end: str) -> float:
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds()
