"""The heartbeats of all lines of a process from one greenlet.

Lines sit in slots of a wheel that turns once in ``PACE_S``, so that those who came at the same
moment are not asked at the same moment. Beats go on at their own pace, whether the last one was
answered or not: an answer that is read late makes no later beat late.
"""

import logging
import random
import time
from typing import Any, Protocol

import gevent

log = logging.getLogger("motcua.live")

PACE_S = 2.5
"""Between two beats of a line."""
PATIENCE_S = 15.0
"""For a sign of life, before the line is taken for dead. Long, because hanging up on everybody
whenever this process is held up for a moment brings everybody back at once."""
SLOTS = 50
AT_ONCE = 16
"""Lines asked before somebody else has a turn."""


class Beating(Protocol):
    """A line, seen from its heart."""

    def beat(self, patience_s: float) -> bool:
        """Ask whether the other end is there, or hang up after ``patience_s`` without a sign of
        life; False when the line needs no more beats."""


class Heart:
    """Beats for every line while there are any."""

    def __init__(self) -> None:
        self._slots: list[set[Beating]] = [set() for _ in range(SLOTS)]
        self._loop: Any = None

    def add(self, line: Beating) -> None:
        """Beat for a line from now on, first within ``PACE_S``."""
        self._slots[random.randrange(SLOTS)].add(line)
        if not self._loop:
            self._loop = gevent.spawn(self._run)

    def _run(self) -> None:
        turn, due, lenient_until = 0, time.monotonic(), 0.0
        while any(self._slots):
            due += PACE_S / SLOTS
            late = time.monotonic() - due
            if late > PACE_S:
                # This process was held up: what was answered meanwhile is still to be read.
                due, lenient_until = due + late, due + late + PATIENCE_S
            gevent.sleep(max(0.0, -late))
            self._beat(self._slots[turn], due < lenient_until)
            turn = (turn + 1) % SLOTS

    def _beat(self, slot: set[Beating], lenient: bool) -> None:
        patience = 2 * PATIENCE_S if lenient else PATIENCE_S
        for n, line in enumerate(tuple(slot), 1):
            try:
                goes_on = line.beat(patience)
            except Exception:
                log.exception("a beat failed")
                goes_on = False
            if not goes_on:
                slot.discard(line)
            if n % AT_ONCE == 0:
                gevent.sleep(0)


heart = Heart()
