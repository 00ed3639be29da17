"""Answers on their way to the page. What can wait a moment waits for them: a citizen looks at the
screen first, and a ticket being drawn would take the processor from the number."""

from __future__ import annotations

import threading


class Answers:
    """Counts them. Safe to use from several threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._under_way = 0

    def begin(self) -> None:
        """A press has come in."""
        with self._changed:
            self._under_way += 1

    def end(self) -> None:
        """Its answer is gone, or will never be."""
        with self._changed:
            self._under_way -= 1
            self._changed.notify_all()

    def wait(self, deadline_s: float) -> None:
        """Until nobody waits for an answer, or for so long."""
        with self._changed:
            self._changed.wait_for(lambda: self._under_way == 0, deadline_s)
