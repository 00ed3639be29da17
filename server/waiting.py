"""Requests that wait for news: woken by the rooms a change touched, in whichever process it was.

The news travel as they do to the live rooms; only names are told, so who is woken looks again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gevent.event import Event

from .core.errors import Overloaded

MOST_WAITING = 64
"""How many requests may wait in a process: each holds a connection."""


class Waits:
    """Who waits for which room in this process."""

    def __init__(self) -> None:
        self._events: defaultdict[str, list[Event]] = defaultdict(list)
        self._count = 0

    @contextmanager
    def of(self, room: str) -> Iterator[Callable[[float], bool]]:
        """Hear of a room from here on; the value waits so many seconds for its next news.

        Begin to hear, look, and only then wait: news in between are not missed. Raises
        ``Overloaded``.
        """
        if self._count >= MOST_WAITING:
            raise Overloaded()
        event = Event()
        self._events[room].append(event)
        self._count += 1
        try:
            yield lambda seconds: bool(event.wait(seconds))
        finally:
            self._forget(room, event)

    def touch(self, _centre: str, touched: frozenset[str]) -> None:
        """Wake those who wait for one of these rooms."""
        for room in touched & self._events.keys():
            for event in self._events[room]:
                event.set()

    def touch_all(self) -> None:
        """News may have been missed: everybody looks again."""
        self.touch("", frozenset(self._events))

    def _forget(self, room: str, event: Event) -> None:
        self._count -= 1
        self._events[room].remove(event)
        if not self._events[room]:
            del self._events[room]
