"""A floor of counters with pads: officers serve visits, citizens press, and all of it may be cut.

Each counter has a thread of its own that plays officer and citizen, a virtual pad on a pty with a
bad line, and a pad agent as a process.
"""

import itertools
import os
import random
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from load_http import Line, Reply
from load_server import Floor, bearer
from ports import wait_until

from hardware.virtual.pad import VirtualPad
from hardware.virtual.pad_noise import LineNoise
from server.store.driver import sqlite

ROOT = Path(__file__).resolve().parents[2]
RUN = "from rating_terminal.command import pad_command; pad_command()"
VALUES = ("very_satisfied", "satisfied", "unsatisfied")
PATIENCE_S = 90.0
LAMP_S = 2.0
"""How long a citizen looks at a lamp that does not change before pressing all the same."""
VISIT_S = 0.3
"""Between a press and the next visit's beginning, at least."""
RETRY_S = 0.05


@dataclass(frozen=True)
class Pressed:
    """What a citizen meant."""

    ticket: str
    value: str


class AgentProcess:
    """``motcua pad`` as a process that may be killed."""

    def __init__(self, server_url: str, port: str, token: str, data: Path) -> None:
        self._command = [sys.executable, "-c", RUN, "--server", server_url, "--port", port]
        self._command += ["--data", str(data)]
        self._token, self._data = token, data
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._data.mkdir(parents=True, exist_ok=True)
        with (self._data / "agent.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env={**os.environ, "MOTCUA_TOKEN": self._token, "PYTHONIOENCODING": "utf-8"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def kill(self) -> None:
        """SIGKILL: no chance to finish anything."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kept(self) -> dict[str, int]:
        """How many presses its outbox holds in each state. Call when it has ended."""
        box = sqlite.connect(self._data / "pad-outbox.sqlite3")
        try:
            return dict(box.execute("SELECT state, count(*) FROM press GROUP BY state"))
        finally:
            box.close()

    def text(self) -> str:
        return (self._data / "agent.log").read_text("utf-8", "replace")

    def _end(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(30)


class PadCounter:
    """A counter: its officer, its citizens, its pad and its agent."""

    def __init__(self, floor: Floor, counter: str, service: str, noise: LineNoise) -> None:
        self.counter, self._service = counter, service
        self.pressed: dict[tuple[str, str, int], Pressed] = {}
        self.pad = VirtualPad(f"pad-{counter}", noise=noise, resend_s=0.1)
        self.agent = AgentProcess(
            f"http://127.0.0.1:{floor.port}",
            self.pad.url,
            floor.token("terminal", counter),
            floor.config.data / f"agent-{counter}",
        )
        self._line = Line(floor.port)
        self._kiosk, self._staff = (
            bearer(floor.token("kiosk")),
            bearer(floor.token("staff", counter)),
        )
        self._random = random.Random(int(counter))

    def visit(self) -> None:
        """One visit from issue to press."""
        ticket = self._called()
        self._tell(f"/api/v1/tickets/{ticket}/serve")
        self.pad.wait_dark(LAMP_S)
        self._tell(f"/api/v1/tickets/{ticket}/finish")
        self.pad.wait_lit(LAMP_S)
        key = self._random.randint(1, len(VALUES))
        seq = self.pad.press(key)
        self.pressed[self.pad.device_id, self.pad.boot, seq] = Pressed(ticket, VALUES[key - 1])
        self.pad.wait_acknowledged(VISIT_S)
        time.sleep(VISIT_S)  # the citizen goes, the next one comes: there is nothing to wait for

    def close(self) -> None:
        self.agent.kill()
        self.pad.close()

    def _called(self) -> str:
        """Issue until the call finds somebody: neighbours of the same line call them too."""
        for _ in itertools.count():
            body = {"service": self._service}
            self._ask("/api/v1/tickets", self._kiosk, body, str(uuid.uuid4()), {201})
            path = f"/api/v1/counters/{self.counter}/call-next"
            reply = self._ask(path, self._staff, None, str(uuid.uuid4()), {200, 204})
            if reply.status == 200:
                return str(reply.json()["ticket"]["id"])
        raise AssertionError

    def _tell(self, path: str) -> None:
        self._ask(path, self._staff, None, None, {200})

    def _ask(
        self, path: str, who: dict[str, str], body: Any, key: str | None, good: set[int]
    ) -> Reply:
        """Ask until it is answered: the server may be dead just now."""
        headers = who if key is None else {**who, "Idempotency-Key": key}
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                reply = self._line.ask("POST", path, body, headers)
                if reply.status in good:
                    return reply
                assert reply.status == 503, f"{path} {reply.status} {reply.body!r}"
            except OSError:
                pass
            assert time.monotonic() < end, f"{path} is not answered"
            time.sleep(RETRY_S)


class PadFloor:
    """All counters together. ``counters``: (id, service) pairs."""

    def __init__(
        self, folder: Path, counters: list[tuple[str, str]], noise: Callable[[int], LineNoise]
    ) -> None:
        self.floor = Floor(folder)
        self.floor.server.start()
        self.counters = [
            PadCounter(self.floor, counter, service, noise(at))
            for at, (counter, service) in enumerate(counters)
        ]
        for one in self.counters:
            one.agent.start()
        self.failures: list[BaseException] = []

    def close(self) -> None:
        for one in self.counters:
            one.close()
        self.floor.server.kill()

    @property
    def pressed(self) -> int:
        return sum(len(one.pressed) for one in self.counters)

    def serve(self, visits: int) -> list[threading.Thread]:
        """Let every counter do so many visits, each in a thread of its own."""
        threads = [
            threading.Thread(target=self._serve, args=(one, visits), daemon=True)
            for one in self.counters
        ]
        for thread in threads:
            thread.start()
        return threads

    def await_pressed(self, count: int) -> None:
        wait_until(lambda: self.pressed >= count or bool(self.failures), 3_600, "no presses")
        if self.failures:
            raise self.failures[0]

    def await_stored(self, count: int) -> None:
        """Every press has reached the store."""
        for one in self.counters:
            assert one.pad.wait_acknowledged(PATIENCE_S), one.agent.text()[-2000:]
        wait_until(lambda: self.rows("press") >= count, PATIENCE_S, "presses on their way", 0.2)

    def rows(self, table: str) -> int:
        return int(self.ask(f"SELECT COUNT(*) AS n FROM {table}")[0]["n"])

    def ask(self, sql: str) -> list[dict[str, Any]]:
        """Rows straight from the store, behind the server's back."""
        store = self.floor.store()
        try:
            return [dict(row) for row in store.read(lambda session: session.all(sql))]
        finally:
            store.close()

    def _serve(self, one: PadCounter, visits: int) -> None:
        try:
            for _ in range(visits):
                one.visit()
        except BaseException as error:
            self.failures.append(error)
