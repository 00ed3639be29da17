"""Presses from the outbox to the server: in order, one at a time, until each is answered."""

import logging
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Protocol

from hardware.link import LinkDown
from hardware.press_store import StoreError
from rating_terminal.outbox import Outbox, WaitingPress
from rating_terminal.scale import value_of_key

log = logging.getLogger(__name__)

REQUEST_DEADLINE_S: Final = 5.0
FIRST_PAUSE_S: Final = 0.25
LONGEST_PAUSE_S: Final = 30.0
_LATER_STATUS: Final = frozenset({401, 408, 425, 429})
_LATER_CODES: Final = frozenset({"forbidden", "csrf", "not_found"})
_NAMELESS_LATER: Final = frozenset({403, 404})
"""Without an error code these come from something in between, not from the server."""


class Requests(Protocol):
    """What delivery needs of the link to the server (see hardware.link.ServerLink)."""

    def request(
        self,
        method: str,
        path: str,
        json: Any = None,
        key: str | None = None,
        deadline_s: float = 5.0,
    ) -> tuple[int, Any]: ...


class Outcome(Enum):
    """What an answer means for a press."""

    DONE = "done"
    REJECTED = "rejected"
    LATER = "later"


@dataclass(frozen=True)
class Verdict:
    """`reason`: the server's error code or the status; for a log, not for people."""

    outcome: Outcome
    reason: str = ""


def judge(status: int, body: object) -> Verdict:
    """What the server's answer means.

    Trouble with the server, or with this agent's token, is not the press's fault: it waits.
    Any other refusal is final for this press.
    """
    code = _error_code(body)
    reason = code or str(status)
    if 200 <= status < 300:
        return Verdict(Outcome.DONE)
    nameless = code is None and status in _NAMELESS_LATER
    if status in _LATER_STATUS or code in _LATER_CODES or nameless or not 400 <= status < 500:
        return Verdict(Outcome.LATER, reason)
    return Verdict(Outcome.REJECTED, reason)


def rating_body(press: WaitingPress, value: str, scale: int, now: int) -> dict[str, Any]:
    """The body of POST /api/v1/ratings; `now` in epoch milliseconds, the age as of now."""
    body: dict[str, Any] = {
        "value": value,
        "scale": scale,
        "device": press.dev,
        "boot": press.boot,
        "seq": press.seq,
        "age_ms": max(0, now - press.pressed_at),
    }
    if press.undated:
        body["undated"] = True
    return body if press.ticket is None else {**body, "ticket": press.ticket}


class Delivery:
    """A thread that empties the outbox. `pressed` and `line_up` wake it."""

    def __init__(
        self, outbox: Outbox, server: Requests, scale: int, clock: Callable[[], int]
    ) -> None:
        self._outbox, self._server, self._scale, self._clock = outbox, server, scale, clock
        self._work = threading.Event()
        self._retry = threading.Event()
        self._stopping = threading.Event()
        self._pause_s = FIRST_PAUSE_S
        self._trouble = ""
        self._thread = threading.Thread(target=self._run, name="delivery", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def pressed(self) -> None:
        """The outbox has something new."""
        self._work.set()

    def line_up(self) -> None:
        """The server is back: try again at once."""
        self._pause_s = FIRST_PAUSE_S
        self._retry.set()

    def close(self) -> None:
        """Stop after the request under way; an unanswered press stays in the outbox."""
        self._stopping.set()
        self._work.set()
        self._retry.set()
        if self._thread.is_alive():
            self._thread.join(REQUEST_DEADLINE_S + 1)

    def _run(self) -> None:
        while not self._stopping.is_set():
            # Cleared before the attempt: whatever happens during it counts afterwards.
            self._work.clear()
            self._retry.clear()
            verdict = self._deliver_first()
            if self._stopping.is_set():
                return
            if verdict is None:
                self._work.wait()
            elif verdict.outcome is Outcome.LATER:
                self._wait_for_retry(verdict.reason)
            else:
                self._pause_s, self._trouble = FIRST_PAUSE_S, ""

    def _deliver_first(self) -> Verdict | None:
        """Deliver the oldest waiting press; None when there is none."""
        try:
            press = self._outbox.first_waiting()
            if press is None:
                return None
            verdict = self._send(press)
            if verdict.outcome is not Outcome.LATER:
                self._settle(press, verdict)
            return verdict
        except StoreError as error:
            return Verdict(Outcome.LATER, f"outbox: {error}")

    def _send(self, press: WaitingPress) -> Verdict:
        value = value_of_key(self._scale, press.key)
        if value is None:
            return Verdict(Outcome.REJECTED, "no_such_key")
        body = rating_body(press, value, self._scale, self._clock())
        try:
            return judge(
                *self._server.request(
                    "POST", "/api/v1/ratings", json=body, deadline_s=REQUEST_DEADLINE_S
                )
            )
        except LinkDown as down:
            return Verdict(Outcome.LATER, str(down))

    def _settle(self, press: WaitingPress, verdict: Verdict) -> None:
        rejected = verdict.reason if verdict.outcome is Outcome.REJECTED else None
        self._outbox.settle(press.id, self._clock(), rejected)
        if rejected is not None:
            log.warning("press %s/%s refused: %s", press.boot, press.seq, rejected)

    def _wait_for_retry(self, reason: str) -> None:
        if reason != self._trouble:
            log.warning("presses wait for the server: %s", reason)
            self._trouble = reason
        pause = self._pause_s * random.uniform(0.7, 1.3)
        self._pause_s = min(LONGEST_PAUSE_S, self._pause_s * 2)
        self._retry.wait(pause)


def wall_clock_ms() -> int:
    """Now in epoch milliseconds."""
    return time.time_ns() // 1_000_000


def _error_code(body: object) -> str | None:
    error = body.get("error") if isinstance(body, Mapping) else None
    code = error.get("code") if isinstance(error, Mapping) else None
    return code if isinstance(code, str) else None
