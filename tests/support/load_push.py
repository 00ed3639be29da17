"""From a call to the last of many displays, against a bare Socket.IO emit."""

import sys
import time
from dataclasses import dataclass

from load_displays import Displays
from load_figures import Figure, quantile
from load_http import Line
from load_server import ROOT, Floor, Running, bearer
from load_throughput import Say, fill_queue, requests_of
from ports import free_port

HEARD_S = 20.0
# Between two pushes, so that one never waits behind the other's.
REST_S = 0.05


def bare_socket() -> Running:
    """The bare Flask-SocketIO app."""
    port, program = free_port(), ROOT / "tests" / "bench" / "bare_socket.py"
    return Running([sys.executable, str(program), "--port", str(port)], port)


@dataclass(slots=True)
class Delays:
    """Milliseconds from the request to: the answer, the middle display, the last one."""

    answer: list[float]
    middle: list[float]
    last: list[float]

    def note(self, began: int, answered: int, middle: int, last: int) -> None:
        self.answer.append((answered - began) / 1e6)
        self.middle.append((middle - began) / 1e6)
        self.last.append((last - began) / 1e6)


def measure_push(floor: Floor, bare: Running, displays: int, calls: int, say: Say) -> list[Figure]:
    """A call, a bare emit of a message just as long, a call, …; both servers must be running."""
    fill_queue(floor, requests_of(floor), calls + 100)
    ours, theirs = Delays([], [], []), Delays([], [], [])
    with (
        Displays(floor.port, displays, "hall") as hall,
        Displays(bare.port, displays, None) as crowd,
    ):
        say(f"{displays} displays have joined each server")
        caller, emitter = _Caller(floor), _Emitter(bare.port)
        for i in range(calls):
            caller.push(hall, i, ours)
            emitter.push(crowd, i + 1, theirs)
            if (i + 1) % 25 == 0:
                say(f"{i + 1}/{calls} calls")
    return _figures(displays, ours, theirs)


class _Caller:
    def __init__(self, floor: Floor) -> None:
        self._line, self._floor = Line(floor.port), floor
        self._headers = bearer(floor.token("admin"))

    def push(self, displays: Displays, index: int, delays: Delays) -> None:
        counter = self._floor.counters[index % len(self._floor.counters)]
        began = time.monotonic_ns()
        reply = self._line.ask(
            "POST", f"/api/v1/counters/{counter}/call-next", headers=self._headers
        )
        answered = time.monotonic_ns()
        if reply.status != 200:
            raise RuntimeError(f"a call was answered {reply.status}: {reply.body!r}")
        heard = displays.heard(reply.json()["call"]["id"], HEARD_S)
        delays.note(began, answered, heard.median, heard.last)
        time.sleep(REST_S)


class _Emitter:
    # About the size of a hall's view with twenty calls and twelve counters.
    TEXT = "x" * 6_500

    def __init__(self, port: int) -> None:
        self._line = Line(port)

    def push(self, displays: Displays, call: int, delays: Delays) -> None:
        began = time.monotonic_ns()
        self._line.ask("POST", "/emit", {"call": call, "text": self.TEXT})
        answered = time.monotonic_ns()
        heard = displays.heard(call, HEARD_S)
        delays.note(began, answered, heard.median, heard.last)
        time.sleep(REST_S)


def _figures(displays: int, ours: Delays, theirs: Delays) -> list[Figure]:
    figures = []
    for share, target in ((0.5, ""), (0.99, "≤ 1.50")):
        a, b = quantile(ours.last, share), quantile(theirs.last, share)
        label = f"call to the last of {displays} displays, p{share * 100:.0f} / bare emit"
        note = f"{a:.1f} ms, bare {b:.1f} ms"
        figures.append(Figure(label, f"{a / b:.2f}", target, note))
    middle = quantile(ours.middle, 0.5), quantile(theirs.middle, 0.5)
    label = "call to the middle display, p50 / bare emit"
    note = f"{middle[0]:.1f} ms, bare {middle[1]:.1f} ms"
    return [*figures, Figure(label, f"{middle[0] / middle[1]:.2f}", "", note)]
