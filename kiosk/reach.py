"""Whether the server answers, as far as the agent knows: told by whoever asks it something.

    unknown ──answered──> up ──silent──> down ──answered──> up

While it is down nobody at the screen waits for it again: the upkeep asks in the background.
"""

from __future__ import annotations

import threading
from collections.abc import Callable


class Reach:
    """Safe to use from several threads. ``on_change`` is called, without arguments, in the thread
    that noticed."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._lock = threading.Lock()
        self._down = False

    @property
    def down(self) -> bool:
        """True from the first silence to the next answer."""
        return self._down

    def heard(self) -> None:
        """The server has answered; refusals are answers."""
        self._set(False)

    def silent(self) -> None:
        """The server has not answered in time, or could not do what it is there for."""
        self._set(True)

    def _set(self, down: bool) -> None:
        with self._lock:
            changed, self._down = self._down != down, down
        if changed:
            self._on_change()
