"""What it costs to keep many phones up to date while calls are made, against a bare emit.

The phones watch tickets that wait in the sample centre's lines. Calls are made at a steady pace;
what every phone was told, and how many bytes, is written down. Then a bare Flask-SocketIO server
emits just as many bytes to just as many phones, call by call. The figure is the ratio of the
processor time (user and system) that the two server processes took.
"""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from load_figures import Figure, ratios
from load_http import Line
from load_phones import Heard, Phones
from load_server import ROOT, Floor, Running, bearer
from load_throughput import Say, fill_queue, requests_of
from load_worker import Job, run_job
from ports import free_port

CALLS_A_SECOND = 10
SETTLE_S = 1.5
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Spent:
    """Processor seconds of a server, and what its phones heard meanwhile."""

    seconds: float
    heard: list[Heard]


def bare_phones() -> Running:
    """The bare Flask-SocketIO app."""
    port, program = free_port(), ROOT / "tests" / "bench" / "bare_phones.py"
    return Running([sys.executable, str(program), "--port", str(port)], port)


def measure_watching(
    floor: Floor, bare: Running, phones: int, calls: int, pairs: int, say: Say
) -> list[Figure]:
    """Calls at ten a second, the same bytes from the bare server, …; both must be running."""
    ids = _issue(floor, phones)
    rooms = [f"ticket/{id}" for id in ids]
    caller, emitter = _Caller(floor), _Emitter(bare, rooms)
    ours: list[Spent] = []
    theirs: list[Spent] = []
    with Phones(floor.port, rooms) as real, Phones(bare.port, rooms) as crowd:
        say(f"{phones} phones have joined each server")
        idle = _idle(floor.server), _idle(bare)
        for pair in range(pairs):
            ours.append(_spent(floor.server, real, lambda: _pace(calls, caller.call)))
            emitter.plan(ours[-1].heard, calls)
            theirs.append(_spent(bare, crowd, lambda: _pace(calls, emitter.emit)))
            say(f"pair {pair + 1}/{pairs}: {_told(ours[-1])}; bare {_told(theirs[-1])}")
    return _figures(phones, calls, ours, theirs, idle)


def _issue(floor: Floor, phones: int) -> list[str]:
    """As many tickets in as many lines as there are, by their ids."""
    job = Job(floor.port, 8, requests_of(floor).issue, count=phones, keep=("id",))
    done = run_job(job)
    ids = [str(id) for (id,) in done.kept]
    if len(ids) != phones or done.errors:
        raise RuntimeError(f"{len(ids)} of {phones} tickets: {done.errors[:3]}")
    # Behind them wait more, so that every call finds somebody.
    fill_queue(floor, requests_of(floor), phones // 4)
    return ids


class _Caller:
    def __init__(self, floor: Floor) -> None:
        self._line, self._counters = Line(floor.port), floor.counters
        self._headers = bearer(floor.token("admin"))

    def call(self, index: int) -> None:
        counter = self._counters[index % len(self._counters)]
        path = f"/api/v1/counters/{counter}/call-next"
        reply = self._line.ask("POST", path, headers=self._headers)
        if reply.status != 200:
            raise RuntimeError(f"a call was answered {reply.status}: {reply.body!r}")


class _Emitter:
    def __init__(self, bare: Running, rooms: list[str]) -> None:
        self._line, self._rooms = Line(bare.port), rooms

    def plan(self, heard: list[Heard], calls: int) -> None:
        """One batch a call: what the phones heard in that tenth of a second."""
        batches: list[list[tuple[str, int]]] = [[] for _ in range(calls)]
        for at, phone, size in heard:
            batch = min(calls - 1, at * CALLS_A_SECOND // 1000)
            batches[batch].append((self._rooms[phone], size))
        self._line.ask("POST", "/plan", batches)

    def emit(self, index: int) -> None:
        self._line.ask("POST", "/emit", {"batch": index})


def _pace(calls: int, act: object) -> None:
    assert callable(act)
    began = time.monotonic()
    for index in range(calls):
        act(index)
        time.sleep(max(0.0, began + (index + 1) / CALLS_A_SECOND - time.monotonic()))


def _spent(server: Running, phones: Phones, work: object) -> Spent:
    assert callable(work)
    phones.begin()
    before = _processor_s(server)
    work()
    # What the last call changed is on its way.
    time.sleep(SETTLE_S)
    seconds = _processor_s(server) - before
    return Spent(seconds, phones.end())


def _idle(server: Running) -> float:
    """Processor seconds a second while nothing happens: lines are asked whether they stand."""
    before = _processor_s(server)
    time.sleep(5.0)
    return (_processor_s(server) - before) / 5.0


def _processor_s(server: Running) -> float:
    """User and system time of a server's workers so far, all their threads together."""
    total = 0
    for pid in server.workers():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def _told(spent: Spent) -> str:
    return f"{spent.seconds:.2f} s, {len(spent.heard)} messages"


def _figures(
    phones: int, calls: int, ours: list[Spent], theirs: list[Spent], idle: tuple[float, float]
) -> list[Figure]:
    found = ratios([s.seconds for s in ours], [s.seconds for s in theirs])
    messages = median(len(s.heard) for s in ours)
    size = sum(n for s in ours for *_, n in s.heard) / max(1, sum(len(s.heard) for s in ours))
    note = (
        f"{calls} calls, {messages:.0f} messages of {size:.0f} bytes;"
        f" {median(s.seconds for s in ours):.2f} s, bare {median(s.seconds for s in theirs):.2f} s"
    )
    label = f"processor time with {phones} phones and 10 calls a second / bare emit"
    still = f"{idle[0] * 100:.0f} % of a core, bare {idle[1] * 100:.0f} %"
    return [
        Figure(label, str(found), "≤ 2.00", note),
        Figure(
            "the same while nobody is called", f"{idle[0] / max(idle[1], 0.002):.2f}", "", still
        ),
    ]
