"""Issuing and calling against the bare app, pair by pair."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from load_figures import Figure, Spread, quantile, ratios
from load_server import ROOT, Floor, Running, bearer
from load_worker import Job, Json, Result, run_job
from ports import free_port

CLIENTS = 16
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Requests:
    """What the clients of a floor send: one request a service, one a counter."""

    issue: list[Json]
    call: list[Json]


def requests_of(floor: Floor) -> Requests:
    kiosk, admin = bearer(floor.token("kiosk")), bearer(floor.token("admin"))
    issue: list[Json] = [
        {"path": "/api/v1/tickets", "body": {"service": s}, "headers": kiosk}
        for s in floor.services
    ]
    call: list[Json] = [
        {"path": f"/api/v1/counters/{c}/call-next", "headers": admin} for c in floor.counters
    ]
    common: Json = {"method": "POST", "keyed": True}
    return Requests([common | r for r in issue], [common | r for r in call])


def bare_app(folder: Path) -> Running:
    """The bare Flask + SQLite app, its file in ``folder``."""
    port, program = free_port(), ROOT / "tests" / "bench" / "bare_app.py"
    command = [sys.executable, str(program), "--data", str(folder), "--port", str(port)]
    return Running(command, port)


def bare_requests() -> list[Json]:
    return [{"method": "POST", "path": "/tickets", "body": {"service": "ho-tich"}}]


def load(
    port: int,
    requests: list[Json],
    *,
    clients: int = CLIENTS,
    seconds: float | None = None,
    count: int | None = None,
) -> Result:
    """Run a job whose every answer must be 2xx. Raises ``RuntimeError`` otherwise."""
    done = run_job(Job(port, clients, requests, seconds, count))
    bad = {status: n for status, n in done.statuses.items() if status not in ("200", "201")}
    if bad or done.errors or not done.latencies:
        raise RuntimeError(f"the load was not answered: {bad} {done.errors[:3]}")
    return done


def fill_queue(floor: Floor, requests: Requests, tickets: int) -> None:
    """Let so many wait that calls find somebody."""
    load(floor.port, requests.issue, count=tickets)


def measure_throughput(
    floor: Floor, bare: Running, seconds: float, pairs: int, say: Say
) -> list[Figure]:
    """Bare, issue, bare, call, … with 16 clients each; both servers must be running."""
    requests = requests_of(floor)
    load(floor.port, requests.issue, seconds=seconds / 2)  # warm
    load(bare.port, bare_requests(), seconds=seconds / 2)
    issues, calls, bares = [], [], []
    for pair in range(pairs):
        bares.append(load(bare.port, bare_requests(), seconds=seconds))
        issues.append(load(floor.port, requests.issue, seconds=seconds))
        calls.append(load(floor.port, requests.call, count=len(issues[-1].latencies) // 2))
        rates = f"bare {bares[-1].rate:.0f}/s, issue {issues[-1].rate:.0f}/s"
        say(f"pair {pair + 1}/{pairs}: {rates}, call {calls[-1].rate:.0f}/s")
    return _figures("issue", issues, bares, "≥ 0.50") + _figures("call", calls, bares, "")


def _figures(name: str, ours: list[Result], bares: list[Result], target: str) -> list[Figure]:
    rate = ratios([r.rate for r in ours], [r.rate for r in bares])
    note = f"{median(r.rate for r in ours):.0f}/s, bare {median(r.rate for r in bares):.0f}/s"
    figures = [Figure(f"{name} throughput / bare", str(rate), target, note)]
    for share in (0.5, 0.99):
        spread, middle = latency_ratio(ours, bares, share)
        label = f"{name} latency p{share * 100:.0f} / bare"
        figures.append(Figure(label, str(spread), "", f"{middle:.1f} ms"))
    return figures


def latency_ratio(ours: list[Result], theirs: list[Result], share: float) -> tuple[Spread, float]:
    """The ratios of a quantile of latency, and ours in milliseconds (the middle run)."""
    a = [quantile(r.latencies, share) for r in ours]
    return ratios(a, [quantile(r.latencies, share) for r in theirs]), median(a)
