"""Letting lines in, a few at a time.

After a restart, or when a network comes back, all screens come at once. Each costs some
milliseconds, and whoever issues or calls a ticket meanwhile must not wait for all of them. So only
a few newcomers are served at a time, after everybody else, in three steps. A view that was asked
for comes first, because a page does not wait long for it; then the opening of lines, which is
cheap and not waited for long either; last the greeting, for which an open line waits with beats.
"""

import contextlib
from collections import deque
from collections.abc import Iterator
from enum import IntEnum

from gevent.event import Event

from ..core.errors import Overloaded
from .idle import after_others

AT_ONCE = 3
"""Newcomers served at the same time: as many as there are lanes to read the store."""
STEP_BACK_S = 0.02
"""The most a newcomer waits for everybody else: some 150 steps a second are made in any case."""


class Step(IntEnum):
    """The steps of newcomers, the most urgent first."""

    WATCHING = 0
    OPENING = 1
    GREETING = 2


DEADLINE_S = {Step.WATCHING: 30.0, Step.OPENING: 4.0, Step.GREETING: 60.0}
"""So long a newcomer waits for a step. No page waits longer than four seconds for a line to open;
one whose first view takes more than five comes anew by itself."""


class Door:
    """The door of one process. Everything runs on the event loop."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = at_once
        self._waiting: dict[Step, deque[Event]] = {step: deque() for step in Step}

    @property
    def waiting(self) -> int:
        """How many newcomers wait for their turn."""
        return sum(map(len, self._waiting.values()))

    @contextlib.contextmanager
    def turn(self, step: Step) -> Iterator[None]:
        """Make a step when it is one's turn. Raises ``Overloaded`` when it takes too long."""
        self._enter(step)
        try:
            after_others(STEP_BACK_S)
            yield
        finally:
            self._leave()

    def _enter(self, step: Step) -> None:
        if self._free:
            self._free -= 1
            return
        mine = Event()
        self._waiting[step].append(mine)
        try:
            if not mine.wait(DEADLINE_S[step]):
                raise Overloaded()
        except BaseException:
            # Killed, or too late: a turn that was given meanwhile goes to the next.
            if mine.is_set():
                self._leave()
            else:
                self._waiting[step].remove(mine)
            raise

    def _leave(self) -> None:
        for step in Step:
            queue = self._waiting[step]
            if queue:
                queue.popleft().set()
                return
        self._free += 1
