"""What the agent does in the background so that it can go on alone: leases numbers, hands in
tickets, and asks a silent server whether it is back.

Leasing is what it asks with: an answer shows that the server can write, not only that it listens.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable

from kiosk.errors import KioskError, ServerRefused
from kiosk.handing_in import HandingIn
from kiosk.leasing import Leasing
from kiosk.reach import Reach

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 5.0
LOOK_EVERY_S = 20.0
"""How often it looks whether a new day has begun: at the clock, not at the server."""
REFUSED_PAUSE_S = 60.0

log = logging.getLogger(__name__)


class Upkeep:
    """A thread of its own between start() and stop(). ``on_change`` after numbers or tickets
    changed."""

    def __init__(
        self, reach: Reach, leasing: Leasing, handing_in: HandingIn, on_change: Callable[[], None]
    ) -> None:
        self._reach, self._leasing, self._handing_in = reach, leasing, handing_in
        self._on_change = on_change
        self._woken, self._stopping = threading.Event(), threading.Event()
        self._due = True
        self._leased_on = ""
        self._pause = FIRST_PAUSE_S
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop after the request under way; returns within its deadline."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def wake(self) -> None:
        """Something may have changed: ask the server now."""
        self._due = True
        self._pause = FIRST_PAUSE_S
        self._woken.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            pause = self.round()
            self._woken.wait(pause)
            self._woken.clear()

    def round(self) -> float:
        """Do what is due; the seconds to wait until the next look."""
        if not (self._due or self._reach.down or self._leasing.today() != self._leased_on):
            return LOOK_EVERY_S
        self._due = False
        try:
            self._work()
        except KioskError:
            self._due = True
            self._reach.silent()
            return self._longer_pause()
        except ServerRefused as error:
            return self._refused(error)
        except Exception:
            log.exception("upkeep failed; tried again in a while")
            return REFUSED_PAUSE_S
        self._pause = FIRST_PAUSE_S
        return LOOK_EVERY_S

    def _work(self) -> None:
        self._leasing.renew()
        self._leased_on = self._leasing.today()
        self._reach.heard()
        if self._handing_in.all():
            self._leasing.renew()  # with the numbers that were used
        self._on_change()

    def _refused(self, error: ServerRefused) -> float:
        self._due = True
        if error.status >= 500:
            self._reach.silent()
            return self._longer_pause()
        log.warning("the server leases no numbers: %d", error.status)
        self._leased_on = self._leasing.today()
        self._reach.heard()
        return REFUSED_PAUSE_S

    def _longer_pause(self) -> float:
        # Spread out, so that a centre's kiosks do not all knock in the same instant.
        pause = self._pause * random.uniform(0.7, 1.3)
        self._pause = min(self._pause * 2, LONGEST_PAUSE_S)
        return pause
