"""From a press on the kiosk's page to its number, against a bare round trip to the same server."""

import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from load_figures import Figure, quantile
from load_http import Line, Reply
from load_server import ROOT, Floor, bearer

from hardware.virtual.printer import VirtualPrinter

WARM_UP = 10
PAPER_S = 20.0
SERVICES = 5


def measure_press(floor: Floor, presses: int) -> list[Figure]:
    """The agent's ``POST /api/press`` and the server's ``POST /tickets`` in turns, each citizen
    after the paper of the one before; a round trip that stores nothing is told beside them.

    ``floor``'s server is running; the kiosk's agent is a process of its own.
    """
    token = floor.token("kiosk")
    printer = VirtualPrinter(width_dots=384)
    printer.start()
    try:
        with _agent(floor, printer.url, token) as port:
            took = _turns(floor, Line(port), printer, token, presses)
    finally:
        printer.stop()
    press, issue, ping = (took[name] for name in ("press", "issue", "ping"))
    tail = {name: quantile(times, 0.95) for name, times in took.items()}
    note = ", ".join(f"{name} {1000 * tail[name]:.1f} ms" for name in tail)
    return [
        Figure(
            f"press to number / ticket over bare HTTP, p95 of {len(press)}",
            f"{tail['press'] / tail['issue']:.2f}",
            "≤ 2.50",
            note,
        ),
        Figure(
            "the same, p50",
            f"{quantile(press, 0.5) / quantile(issue, 0.5):.2f}",
            "",
            f"press {1000 * quantile(press, 0.5):.1f} ms, issue"
            f" {1000 * quantile(issue, 0.5):.1f} ms, ping {1000 * quantile(ping, 0.5):.1f} ms",
        ),
    ]


def _turns(
    floor: Floor, kiosk: Line, printer: VirtualPrinter, token: str, presses: int
) -> dict[str, list[float]]:
    server = Line(floor.port)
    took: dict[str, list[float]] = {"press": [], "issue": [], "ping": []}
    for number in range(presses + WARM_UP):
        service = floor.services[number % SERVICES]
        asked = {
            "press": lambda s=service: kiosk.ask("POST", "/api/press", _press(s)),
            "issue": lambda s=service: server.ask(
                "POST",
                "/api/v1/tickets",
                {"service": s, "language": "vi"},
                {**bearer(token), "Idempotency-Key": str(uuid.uuid4())},
            ),
            "ping": lambda: server.ask("GET", "/healthz"),
        }
        for name, ask in asked.items():
            seconds = _timed(ask)
            if number >= WARM_UP:
                took[name].append(seconds)
        printer.wait_for_tickets(number + 1, PAPER_S)
    return took


def _press(service: str) -> dict[str, str]:
    return {"press": str(uuid.uuid4()), "service": service, "language": "vi"}


def _timed(ask: Callable[[], Reply]) -> float:
    began = time.perf_counter()
    reply = ask()
    seconds = time.perf_counter() - began
    assert reply.status < 300, reply.body
    return seconds


@contextmanager
def _agent(floor: Floor, printer: str, token: str) -> Iterator[int]:
    data: Path = floor.config.data
    command = [
        sys.executable, "-m", "server.cli", "kiosk", "--server", f"http://127.0.0.1:{floor.port}",
        "--printer", printer, "--port", "0", "--token", token, "--width", "384",
        "--data", str(data / "kiosk"),
    ]  # fmt: skip
    agent = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert agent.stdout is not None
        yield int(agent.stdout.readline().rsplit(":", 1)[-1])
    finally:
        agent.terminate()
        agent.wait(20)
