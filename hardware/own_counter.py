"""Which counter a device's token belongs to: asked of the server until it says so."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Final

from hardware.link import LinkDown, ServerLink

log = logging.getLogger(__name__)

FIRST_PAUSE_S: Final = 0.25
LONGEST_PAUSE_S: Final = 10.0


def counter_of_session(role: str, status: int, body: object) -> str | None:
    """The counter of a token of ``role`` by the answer to GET /api/v1/session, or None."""
    device = body.get("device") if status == 200 and isinstance(body, Mapping) else None
    if not isinstance(device, Mapping) or device.get("role") != role:
        return None
    counter = device.get("counter")
    return counter if isinstance(counter, str) and counter else None


class OwnCounter:
    """Asks in a thread of its own, with growing pauses, and calls ``known`` once from there."""

    def __init__(self, link: ServerLink, role: str, known: Callable[[str], None]) -> None:
        self._link, self._role, self._known = link, role, known
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="own-counter", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Ask no further."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(6)

    def _run(self) -> None:
        pause, told = FIRST_PAUSE_S, ""
        while not self._stopping.is_set():
            counter, trouble = self._ask()
            if counter is not None:
                self._known(counter)
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
        if status == 200:
            found = counter_of_session(self._role, status, body)
            return found, f"the token is not of role {self._role}, or has no counter"
        return None, f"the server answers {status}; check the token"
