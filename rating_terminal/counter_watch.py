"""Finds out which counter the token belongs to, then watches that counter's terminal room."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from hardware.link import LinkDown, ServerLink

log = logging.getLogger(__name__)

FIRST_PAUSE_S: Final = 0.25
LONGEST_PAUSE_S: Final = 10.0


def counter_of_session(status: int, body: object) -> str | None:
    """The counter of a terminal's token by the answer to GET /api/v1/session, or None."""
    device = body.get("device") if status == 200 and isinstance(body, Mapping) else None
    if not isinstance(device, Mapping) or device.get("role") != "terminal":
        return None
    counter = device.get("counter")
    return counter if isinstance(counter, str) and counter else None


class CounterWatch:
    """Asks until the server knows the token, then keeps room terminal/<counter> watched.

    `on_view(data)` and `on_line(online)` are called from the link's threads.
    """

    def __init__(
        self,
        link: ServerLink,
        on_view: Callable[[Mapping[str, Any]], None],
        on_line: Callable[[bool], None],
    ) -> None:
        self.counter: str | None = None
        self._link, self._on_view, self._on_line = link, on_view, on_line
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="counter-watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Ask no further; the watch itself ends with the link."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(6)

    def _run(self) -> None:
        pause, told = FIRST_PAUSE_S, ""
        while not self._stopping.is_set():
            trouble = self._ask()
            if self.counter is not None:
                room = f"terminal/{self.counter}"
                self._link.watch(room, lambda seq, data: self._on_view(data), self._on_line)
                return
            if trouble != told:
                log.warning("counter not known yet: %s", trouble)
                told = trouble
            self._stopping.wait(pause)
            pause = min(LONGEST_PAUSE_S, pause * 2)

    def _ask(self) -> str:
        """Set `counter`, or say why it is not known."""
        try:
            status, body = self._link.request("GET", "/api/v1/session")
        except LinkDown as down:
            return str(down)
        self.counter = counter_of_session(status, body)
        if status == 200:
            return "the token is not a terminal's, or has no counter"
        return f"the server answers {status}; check the token"
