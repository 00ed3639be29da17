"""Kiosks and officers of many centres in one process: issues and calls at a set rate.

Run as ``python -m province_clients`` with a JSON order on standard input: ``ports``, ``keys``
(``province_keys.dump``), ``rate`` (tickets a second over all centres), ``seconds``, ``seed`` and
``until`` (a monotonic moment to begin at). It ends on time: what could not begin by then because
too much was under way is counted. Each arrival draws a ticket and, a moment later, a desk
of that centre calls the next. What fails is asked again with the same key until it is answered.
Prints one line of JSON: what was acknowledged, with latencies in seconds.
"""

from gevent import monkey

if __name__ == "__main__":
    monkey.patch_all()

import json
import random
import subprocess
import sys
import time
import uuid
from typing import Any

import gevent
from gevent.pool import Pool
from load_http import Line, LineLost
from province_keys import SERVICES, Keys, lines_of, load

MOST_AT_ONCE = 400
TRIES_S = 60.0


class Clients:
    """The process, seen from the bench."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.close()

    def result(self) -> dict[str, Any]:
        """Wait for the end; what was acknowledged."""
        assert self._process.stdout is not None
        text = self._process.stdout.read()
        self._process.wait(30)
        told: dict[str, Any] = json.loads(text)
        return told

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(10)


class _Load:
    def __init__(self, order: dict[str, Any]) -> None:
        self._ports: list[int] = order["ports"]
        self._keys = load(order["keys"])
        self._rate, self._seconds = float(order["rate"]), float(order["seconds"])
        self._begin = float(order["until"])
        self._line_s = float(order["line_s"])
        self._random = random.Random(order["seed"])
        self._lines: dict[int, list[Line]] = {port: [] for port in self._ports}
        self._busy: set[tuple[str, str]] = set()
        self.tickets: list[tuple[str, str, str]] = []
        self.calls: list[tuple[str, int, str, str]] = []
        self.issue_s: list[float] = []
        self.call_s: list[float] = []
        self.repeats = 0
        self.wrong: list[str] = []
        self.behind_s = 0.0
        self.not_begun = 0

    def run(self) -> dict[str, Any]:
        pool = Pool(MOST_AT_ONCE)
        gevent.sleep(max(0.0, self._begin - time.monotonic()))
        at, end = self._begin, self._begin + self._seconds
        while (at := at + self._random.expovariate(self._rate)) < end:
            gevent.sleep(max(0.0, at - time.monotonic()))
            if time.monotonic() >= end:
                self.not_begun += 1
                continue
            self.behind_s = max(self.behind_s, time.monotonic() - at)
            pool.spawn(self._visit, self._random.choice(self._keys))
        pool.join(timeout=TRIES_S * 2)
        return {
            "tickets": self.tickets,
            "calls": self.calls,
            "issue_s": self.issue_s,
            "call_s": self.call_s,
            "repeats": self.repeats,
            "wrong": self.wrong[:5],
            "behind_s": self.behind_s,
            "not_begun": self.not_begun,
            "unfinished": len(pool),
            "cpu": time.process_time(),
        }

    def _visit(self, key: Keys) -> None:
        body = {"service": f"s{self._random.randrange(SERVICES)}"}
        began = time.monotonic()
        ticket, first = self._ask("/api/v1/tickets", body, key.kiosk)
        if ticket is not None:
            self.tickets.append((key.centre, ticket["id"], ticket["number"]))
            if first:
                self.issue_s.append(time.monotonic() - began)
        gevent.sleep(self._random.uniform(0.1, 1.0))
        free = [
            desk
            for desk in key.desks
            if (key.centre, desk) not in self._busy and body["service"] in lines_of(int(desk))
        ]
        if not free:
            return
        desk = self._random.choice(free)
        self._busy.add((key.centre, desk))
        try:
            self._call(key, desk)
        finally:
            self._busy.discard((key.centre, desk))

    def _call(self, key: Keys, desk: str) -> None:
        began = time.monotonic()
        called, first = self._ask(f"/api/v1/counters/{desk}/call-next", None, key.desks[desk])
        if first:
            self.call_s.append(time.monotonic() - began)
        if called:
            self.calls.append((key.centre, called["call"]["id"], called["ticket"]["id"], desk))

    def _ask(self, path: str, body: Any, key: str) -> tuple[Any, bool]:
        """The answer, and whether the first try brought it. None when there was none at all."""
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": uuid.uuid4().hex}
        ends, first = time.monotonic() + TRIES_S, True
        while time.monotonic() < ends:
            port = self._random.choice(self._ports)
            line = self._lines[port].pop() if self._lines[port] else Line(port, self._line_s)
            try:
                reply = line.ask("POST", path, body, headers)
                self._lines[port].append(line)
                if reply.status < 300:
                    return reply.json(), first
                if reply.status < 500 and reply.status != 429:
                    self.wrong.append(f"{path} {reply.status} {reply.body[:200]!r}")
                    return None, first
            except (OSError, LineLost):
                line.close()
            first = False
            self.repeats += 1
            gevent.sleep(0.2)
        self.wrong.append(f"{path}: no answer")
        return None, False


if __name__ == "__main__":
    print(json.dumps(_Load(json.loads(sys.stdin.readline())).run()), flush=True)
