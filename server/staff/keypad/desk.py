"""What the agent knows of its counter: whose it is, the ticket there, who waits."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hardware.link import ServerLink
from hardware.own_counter import OwnCounter

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DeskState:
    """``ticket`` is the id of the one called or served here; ``online`` whether views come."""

    counter: str | None = None
    ticket: str | None = None
    waiting: int = 0
    online: bool = False


class DeskWatch:
    """Asks for the token's counter, then keeps room desk/<counter> watched.

    ``on_change`` is called from the link's threads after every change of ``state``.
    """

    def __init__(self, link: ServerLink, on_change: Callable[[], None]) -> None:
        self.state = DeskState()
        self._link, self._on_change = link, on_change
        self._own = OwnCounter(link, "staff", self._watch)

    def start(self) -> None:
        self._own.start()

    def close(self) -> None:
        """Ask no further; the watch itself ends with the link."""
        self._own.close()

    def holds(self, ticket: str | None) -> None:
        """An answer told which ticket is at the counter now, ahead of the next view."""
        self._set(DeskState(self.state.counter, ticket, self.state.waiting, self.state.online))

    def _watch(self, counter: str) -> None:
        self._set(DeskState(counter))
        self._link.watch(f"desk/{counter}", self._on_view, self._on_line)

    def _on_view(self, seq: int, view: Mapping[str, Any]) -> None:
        current, waiting = view.get("current"), view.get("waiting_total")
        ident = current.get("id") if isinstance(current, Mapping) else None
        self._set(
            DeskState(
                self.state.counter,
                ident if isinstance(ident, str) else None,
                waiting if isinstance(waiting, int) else 0,
                self.state.online,
            )
        )

    def _on_line(self, online: bool) -> None:
        log.info("server %s", "connected" if online else "away")
        self._set(DeskState(self.state.counter, self.state.ticket, self.state.waiting, online))

    def _set(self, state: DeskState) -> None:
        self.state = state
        self._on_change()
