"""Carries commands out at the server: one at a time, the same key at every try, while fresh."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from hardware.link import LinkDown, ServerLink
from hardware.press_store import StoreError
from server.staff.keypad.guard import TOO_OLD_MS
from server.staff.keypad.journal import Journal, Order
from server.staff.keypad.keys import Command

log = logging.getLogger(__name__)

REQUEST_DEADLINE_S: Final = 4.0
FIRST_PAUSE_S: Final = 0.2
LONGEST_PAUSE_S: Final = 1.0
_LATER_STATUS: Final = frozenset({401, 408, 425, 429})

Answered = Callable[[Order, str, object], None]


class Sender:
    """``answered(order, outcome, body)`` is called on the sender's thread; the outcome is
    ``done``, ``nobody``, an error code of the server, or ``given_up``."""

    def __init__(
        self,
        journal: Journal,
        link: ServerLink,
        counter: Callable[[], str | None],
        clock: Callable[[], int],
        answered: Answered,
    ) -> None:
        self._journal, self._link, self._counter = journal, link, counter
        self._clock, self._answered = clock, answered
        self._work = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keypad-sender", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ordered(self) -> None:
        """The journal has a new command."""
        self._work.set()

    def close(self) -> None:
        """Stop after the request under way; what has no outcome is taken up at the next start."""
        self._stopping.set()
        self._work.set()
        if self._thread.is_alive():
            self._thread.join(REQUEST_DEADLINE_S + 1)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._work.clear()
            order = self._next()
            if order is None:
                self._work.wait()
                continue
            self._carry_out(order)

    def _next(self) -> Order | None:
        try:
            return self._journal.order()
        except StoreError as error:
            log.error("the journal cannot be read: %s", error)
            return None

    def _carry_out(self, order: Order) -> None:
        pause = FIRST_PAUSE_S
        while not self._stopping.is_set():
            if self._clock() - order.pressed_at > TOO_OLD_MS:
                self._settle(order, "given_up", None)
                return
            outcome, body = self._try(order)
            if outcome is not None:
                self._settle(order, outcome, body)
                return
            self._stopping.wait(pause)
            pause = min(LONGEST_PAUSE_S, pause * 2)

    def _try(self, order: Order) -> tuple[str | None, Any]:
        """The outcome of one request; None when it must be tried again."""
        counter = self._counter()
        if counter is None:
            return None, None
        path = (
            f"/api/v1/counters/{counter}/call-next"
            if order.command is Command.NEXT
            else f"/api/v1/tickets/{order.ticket}/{order.command}"
        )
        left_s = (TOO_OLD_MS - (self._clock() - order.pressed_at)) / 1000
        deadline_s = max(0.2, min(REQUEST_DEADLINE_S, left_s))
        try:
            status, body = self._link.request("POST", path, key=order.key, deadline_s=deadline_s)
        except LinkDown as down:
            log.info("%s: %s", order.command, down)
            return None, None
        return outcome_of(status, body), body

    def _settle(self, order: Order, outcome: str, body: object) -> None:
        try:
            self._journal.settle(order.id, outcome)
        except StoreError as error:
            # Asked for again after the restart, with the same key: nothing is done twice.
            log.error("the journal cannot be written: %s", error)
            self._stopping.wait(LONGEST_PAUSE_S)
        self._answered(order, outcome, body)


def outcome_of(status: int, body: object) -> str | None:
    """What an answer means; None when only the server, the line or the token is in trouble."""
    if status == 204:
        return "nobody"
    if 200 <= status < 300:
        return "done"
    if status in _LATER_STATUS or not 400 <= status < 500:
        return None
    error = body.get("error") if isinstance(body, Mapping) else None
    code = error.get("code") if isinstance(error, Mapping) else None
    return code if isinstance(code, str) else str(status)
