"""Looking for news after changes: in one greenlet, soon, the changes of a burst together."""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence

import gevent
from gevent.event import Event

log = logging.getLogger("motcua.push")

Look = Callable[[str, frozenset[str]], None]
"""Look for a centre's news; the rooms that were touched since the last look."""
Concerned = Callable[[Sequence[str]], Collection[str]]
"""Those of some centres where there is anybody to tell: one question for hundreds of them."""


class Looking:
    """Calls ``look`` for every centre that was touched, with ``gap_s`` seconds between two rounds.

    A look that fails is logged: the next change brings another.
    """

    def __init__(self, look: Look, gap_s: float, concerned: Concerned = tuple) -> None:
        self._look, self._gap_s, self._concerned = look, gap_s, concerned
        self._touched: defaultdict[str, set[str]] = defaultdict(set)
        self._wake = Event()
        self._running = False

    def touch(self, centre: str, rooms: frozenset[str]) -> None:
        """Returns at once. The greenlet begins with the first touch, after the fork."""
        self._touched[centre].update(rooms)
        if not self._running:
            self._running = True
            gevent.spawn(self._run)
        self._wake.set()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            touched, self._touched = self._touched, defaultdict(set)
            try:
                self._look_at(touched)
            except Exception:
                log.exception("phones are not told")
            gevent.sleep(self._gap_s)

    def _look_at(self, touched: Mapping[str, set[str]]) -> None:
        for centre in self._concerned(list(touched)):
            try:
                self._look(centre, frozenset(touched[centre]))
            except Exception:
                log.exception("phones are not told")
