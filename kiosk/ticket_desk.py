"""All that turns presses into tickets, with the server and without it, as one part of the agent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kiosk.central import Central
from kiosk.clock import Clock
from kiosk.handing_in import HandingIn
from kiosk.issuing import Issuing
from kiosk.leasing import Leasing
from kiosk.offline_store import OfflineStore
from kiosk.press import Press
from kiosk.press_memory import PressMemory
from kiosk.reach import Reach
from kiosk.upkeep import Upkeep


class TicketDesk:
    """Started and stopped with the agent; safe to use from several threads.

    ``personal`` and ``services``: see Issuing. ``on_change`` is called, from any thread, after
    every change of ``state`` or ``down``.
    """

    def __init__(
        self,
        central: Central,
        data: Path,
        clock: Clock,
        personal: Callable[[Press], Mapping[str, str]],
        services: Callable[[], Mapping[str, Mapping[str, Any]]],
        on_change: Callable[[], None],
    ) -> None:
        """``data`` is an existing directory."""
        self._on_change = on_change
        self.reach = Reach(on_change)
        self._store = OfflineStore(data / "offline.db")
        self._memory = PressMemory(data / "presses.db")
        self._leasing = Leasing(central, self._store, clock)
        self._upkeep = Upkeep(
            self.reach, self._leasing, HandingIn(central, self._store, clock), on_change
        )
        self._issuing = Issuing(
            central,
            self.reach,
            self._leasing,
            self._store,
            self._memory,
            clock,
            personal,
            services,
            self._offline,
        )

    @property
    def state(self) -> dict[str, Any]:
        """``offline_able``, and ``offline``: how many tickets wait to be handed in, and those the
        server rejected (latest first)."""
        return {
            "offline_able": self._leasing.able(),
            "offline": {"waiting": self.waiting, "rejected": self._store.rejected()},
        }

    @property
    def waiting(self) -> int:
        """Tickets on paper that the server does not know yet."""
        return self._store.count_waiting()

    def start(self) -> None:
        self._upkeep.start()

    def stop(self) -> None:
        self._upkeep.stop()
        self._store.close()
        self._memory.close()

    def issue(self, press: Press) -> Mapping[str, Any]:
        """The ticket of a press: see Issuing.issue."""
        return self._issuing.issue(press)

    def expected_url(self, press: Press) -> str:
        """The link the press's ticket will have, if the server has told how links are made."""
        return self._issuing.expected_url(press)

    def known(self, press_id: str) -> Mapping[str, Any] | None:
        """The ticket a press got before."""
        return self._issuing.known(press_id)

    def wake(self) -> None:
        """The line has come or gone, or the services have changed: ask the server now."""
        self._upkeep.wake()

    def _offline(self) -> None:
        self._upkeep.wake()
        self._on_change()
