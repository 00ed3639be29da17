"""The load process: clients that ask without pause, and how long each answer took.

Run as ``python -m load_worker`` with a job (JSON) on standard input; the result (JSON) goes to
standard output. All clients are greenlets of one process that does nothing else.
"""

import json
import subprocess
import sys
import time
import uuid
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

import gevent
from load_http import Line, message

Json = dict[str, Any]
START_S = 60.0


@dataclass(slots=True)
class Job:
    """What to send. Client ``i`` sends ``requests[i % len(requests)]`` over and over.

    A request is {method, path, body, headers, keyed}; ``keyed`` gives each an Idempotency-Key of
    its own. The job ends after ``seconds`` or ``count`` answers, whichever is given. ``keep`` names
    fields of answers to hand back.
    """

    port: int
    clients: int
    requests: list[Json]
    seconds: float | None = None
    count: int | None = None
    keep: tuple[str, ...] = ()


@dataclass(slots=True)
class Result:
    """``latencies`` in milliseconds, in order of answers; ``seconds`` from first to last."""

    seconds: float
    latencies: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    kept: list[list[Any]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds


def run_job(job: Job) -> Result:
    """Run a job in a process of its own. Raises ``RuntimeError`` when that fails."""
    limit = (job.seconds or 600.0) + START_S
    done = subprocess.run(
        [sys.executable, __file__],
        input=json.dumps(asdict(job)),
        capture_output=True,
        text=True,
        timeout=limit,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"the load process failed:\n{done.stderr}")
    return Result(**json.loads(done.stdout))


class _Load:
    def __init__(self, job: Job) -> None:
        self.job = job
        self.left = job.count if job.count is not None else sys.maxsize
        self.latencies: list[float] = []
        self.statuses: Counter[str] = Counter()
        self.kept: list[list[Any]] = []
        self.errors: list[str] = []
        self.end = float("inf")

    def run(self) -> Result:
        began = time.perf_counter()
        if self.job.seconds is not None:
            self.end = began + self.job.seconds
        gevent.joinall([gevent.spawn(self._client, i) for i in range(self.job.clients)])
        seconds = time.perf_counter() - began
        return Result(seconds, self.latencies, dict(self.statuses), self.kept, self.errors)

    def _client(self, index: int) -> None:
        request = self.job.requests[index % len(self.job.requests)]
        line = Line(self.job.port)
        while self.left > 0 and time.perf_counter() < self.end:
            self.left -= 1
            try:
                self._ask(line, request)
            except OSError as error:
                self.errors.append(repr(error))
                if len(self.errors) > self.job.clients:
                    return
        line.close()

    def _ask(self, line: Line, request: Json) -> None:
        headers = dict(request.get("headers") or {})
        if request.get("keyed"):
            headers["Idempotency-Key"] = str(uuid.uuid4())
        data = message(request["method"], request["path"], request.get("body"), headers)
        began = time.perf_counter()
        reply = line.exchange(data)
        self.latencies.append((time.perf_counter() - began) * 1000)
        self.statuses[str(reply.status)] += 1
        if self.job.keep and reply.body:
            answer = reply.json()
            self.kept.append([answer.get(name) for name in self.job.keep])


def main() -> None:
    from gevent import monkey

    monkey.patch_socket()
    asked = json.load(sys.stdin)
    json.dump(asdict(_Load(Job(**asked)).run()), sys.stdout)


if __name__ == "__main__":
    main()
