"""Clients that keep account of what the server acknowledged, while it is being killed.

Each is a thread with a line of its own. What was sent and never answered is kept too: that is what
a kiosk or a pad sends again after the restart.
"""

import itertools
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from load_http import Line, Reply
from load_server import bearer

Json = dict[str, Any]
Step = Callable[[], object]


@dataclass(slots=True)
class Ledger:
    """What every client of a test sent, and what it was told. Shared by threads under a lock."""

    tickets: dict[str, Json] = field(default_factory=dict)
    """The ticket that each key got."""
    open_keys: dict[str, str] = field(default_factory=dict)
    """Keys that were sent and not answered, with their service."""
    calls: dict[str, Json] = field(default_factory=dict)
    """The answer each call's key got."""
    open_calls: dict[str, str] = field(default_factory=dict)
    """Keys of calls without an answer, with their counter."""
    finished: set[str] = field(default_factory=set)
    presses: dict[tuple[str, str, int], Json] = field(default_factory=dict)
    """Bodies of answered presses with the first answer's status, by (device, boot, seq)."""
    open_presses: dict[tuple[str, str, int], Json] = field(default_factory=dict)
    """Bodies of presses without an answer."""
    wrong: list[str] = field(default_factory=list)
    """Answers nobody should get."""
    lock: threading.Lock = field(default_factory=threading.Lock)


def press_id(body: Json) -> tuple[str, str, int]:
    return body["device"], body["boot"], body["seq"]


class Kiosk:
    """Issues one ticket after the other."""

    def __init__(self, port: int, token: str, service: str, ledger: Ledger) -> None:
        self._line, self._headers = Line(port), bearer(token)
        self._service, self._ledger = service, ledger

    def step(self) -> Reply:
        """Issue a ticket. Raises ``OSError``."""
        key = str(uuid.uuid4())
        with self._ledger.lock:
            self._ledger.open_keys[key] = self._service
        return self.press(key, self._service)

    def greet(self) -> None:
        """Ask for nothing. Raises ``OSError``."""
        self._line.ask("GET", "/healthz")

    def press(self, key: str, service: str) -> Reply:
        """Send a key (perhaps again) and note its ticket. Raises ``OSError``."""
        headers = {**self._headers, "Idempotency-Key": key}
        reply = self._line.ask("POST", "/api/v1/tickets", {"service": service}, headers)
        ledger = self._ledger
        with ledger.lock:
            if reply.status == 201:
                ledger.open_keys.pop(key, None)
                ledger.tickets.setdefault(key, reply.json())
            elif reply.status != 503:
                ledger.wrong.append(f"issue {reply.status} {reply.body!r}")
        return reply


class Desk:
    """One counter: calls, finishes, and lets its pad rate what it finished."""

    VALUES = ("very_satisfied", "satisfied", "unsatisfied")

    def __init__(self, port: int, token: str, terminal: str, counter: str, ledger: Ledger) -> None:
        self._line, self._counter, self._ledger = Line(port), counter, ledger
        self._headers, self._pad = bearer(token), bearer(terminal)
        self._boot, self._seqs = uuid.uuid4().hex[:8], itertools.count(1)

    def step(self) -> None:
        key = str(uuid.uuid4())
        with self._ledger.lock:
            self._ledger.open_calls[key] = self._counter
        reply = self.call(key)
        if reply.status != 200:
            return
        ticket = reply.json()["ticket"]["id"]
        self._finish(ticket)
        seq = next(self._seqs)
        body = {
            "ticket": ticket,
            "value": self.VALUES[seq % 3],
            "device": f"pad-{self._counter}",
            "boot": self._boot,
            "seq": seq,
        }
        with self._ledger.lock:
            self._ledger.open_presses[press_id(body)] = body
        self.rate(body)

    def greet(self) -> None:
        """Ask for nothing. Raises ``OSError``."""
        self._line.ask("GET", "/healthz")

    def call(self, key: str) -> Reply:
        path = f"/api/v1/counters/{self._counter}/call-next"
        reply = self._line.ask("POST", path, headers={**self._headers, "Idempotency-Key": key})
        ledger = self._ledger
        with ledger.lock:
            if reply.status in (200, 204):
                ledger.open_calls.pop(key, None)
            if reply.status == 200:
                ledger.calls.setdefault(key, reply.json())
            elif reply.status not in (204, 503):
                ledger.wrong.append(f"call {reply.status} {reply.body!r}")
        return reply

    def rate(self, body: Json) -> Reply:
        """Send a press (perhaps again) and note the answer. Raises ``OSError``."""
        reply = self._line.ask("POST", "/api/v1/ratings", body, self._pad)
        ledger = self._ledger
        with ledger.lock:
            if reply.status == 200:
                ledger.open_presses.pop(press_id(body), None)
                answer = {**body, "status": reply.json()["status"]}
                ledger.presses.setdefault(press_id(body), answer)
            elif reply.status != 503:
                ledger.wrong.append(f"rate {reply.status} {reply.body!r}")
        return reply

    def _finish(self, ticket: str) -> None:
        reply = self._line.ask("POST", f"/api/v1/tickets/{ticket}/finish", headers=self._headers)
        with self._ledger.lock:
            if reply.status == 200:
                self._ledger.finished.add(ticket)
            elif reply.status != 503:
                self._ledger.wrong.append(f"finish {reply.status} {reply.body!r}")


class Load:
    """Runs clients' steps without pause until it is told to stop or their line breaks.

    ``patient`` clients go on after a broken line.
    """

    def __init__(self, steps: list[Step], *, patient: bool = False) -> None:
        self._stop = threading.Event()
        self._patient = patient
        self.failures: list[BaseException] = []
        self._threads = [threading.Thread(target=self._run, args=(step,)) for step in steps]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 30.0) -> None:
        """Ask them to stop, and wait. Raises what went wrong in them."""
        self._stop.set()
        for thread in self._threads:
            thread.join(seconds)
            assert not thread.is_alive(), f"a client did not stop within {seconds} s"
        if self.failures:
            raise self.failures[0]

    def _run(self, step: Step) -> None:
        while not self._stop.is_set():
            try:
                step()
            except OSError:
                if not self._patient:
                    return
            except BaseException as error:
                self.failures.append(error)
                return
