"""What the agent knows of its counter: whose it is, the ticket there, who waits."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hardware.link import LinkDown, ServerLink

log = logging.getLogger(__name__)

FIRST_PAUSE_S: Final = 0.25
LONGEST_PAUSE_S: Final = 10.0


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
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="desk-watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Ask no further; the watch itself ends with the link."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(6)

    def holds(self, ticket: str | None) -> None:
        """An answer told which ticket is at the counter now, ahead of the next view."""
        self._set(DeskState(self.state.counter, ticket, self.state.waiting, self.state.online))

    def _run(self) -> None:
        pause, told = FIRST_PAUSE_S, ""
        while not self._stopping.is_set():
            counter, trouble = self._ask()
            if counter is not None:
                self._set(DeskState(counter))
                self._link.watch(f"desk/{counter}", self._on_view, self._on_line)
                return
            if trouble != told:
                log.warning("counter not known yet: %s", trouble)
                told = trouble
            self._stopping.wait(pause)
            pause = min(LONGEST_PAUSE_S, pause * 2)

    def _ask(self) -> tuple[str | None, str]:
        """The counter, or why it is not known."""
        try:
            status, body = self._link.request("GET", "/api/v1/session")
        except LinkDown as down:
            return None, str(down)
        counter = counter_of_session(status, body)
        if status == 200:
            return counter, "the token is not an officer's, or has no counter"
        return None, f"the server answers {status}; check the token"

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


def counter_of_session(status: int, body: object) -> str | None:
    """The counter of an officer's device token by the answer to GET /api/v1/session, or None."""
    device = body.get("device") if status == 200 and isinstance(body, Mapping) else None
    if not isinstance(device, Mapping) or device.get("role") != "staff":
        return None
    counter = device.get("counter")
    return counter if isinstance(counter, str) and counter else None
