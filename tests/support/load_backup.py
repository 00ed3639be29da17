"""How long issuing a ticket takes while a backup is made, and while none is."""

import os
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from load_figures import Figure, quantile, ratios
from load_http import Line
from load_server import ROOT, Floor, bearer

EVERY_S = 0.02
"""Between two tickets: up to 50 a second, a busy morning of dozens of centres."""


@dataclass
class Issuing:
    """One kiosk that issues one ticket after the other, with a little rest in between; ``took`` is
    in seconds."""

    port: int
    token: str
    service: str
    over: threading.Event = field(default_factory=threading.Event)
    took: list[float] = field(default_factory=list)

    def run(self) -> None:
        line, headers = Line(self.port), bearer(self.token)
        while not self.over.wait(EVERY_S):
            key = {"Idempotency-Key": str(uuid.uuid4())}
            began = time.monotonic()
            answer = line.ask("POST", "/api/v1/tickets", {"service": self.service}, headers | key)
            self.took.append(time.monotonic() - began)
            assert answer.status == 201, answer.body


def measure_backup(floor: Floor, pairs: int) -> list[Figure]:
    """Ratios, pair by pair, of the middle and the 99th percentile; each pair's halves are equally
    long. The floor's server is started and stopped."""
    token = floor.token("kiosk")
    with_one: list[list[float]] = []
    without: list[list[float]] = []
    lasted: list[float] = []
    with floor.server:
        _issued(floor, token, 1.0)
        for number in range(pairs):
            began = time.monotonic()
            with_one.append(_issued(floor, token, None, number))
            lasted.append(time.monotonic() - began)
            without.append(_issued(floor, token, lasted[-1]))
    told = f"{len(_all(with_one))} tickets; backups of {min(lasted):.1f}–{max(lasted):.1f} s"
    return [
        Figure(
            f"issuing while a backup is made, {name}",
            str(ratios([quantile(took, share) for took in with_one],
                       [quantile(took, share) for took in without])),
            note=f"{1000 * quantile(_all(with_one), share):.0f} ms against"
            f" {1000 * quantile(_all(without), share):.0f} ms; {told}",
        )
        for name, share in (("middle", 0.5), ("99th percentile", 0.99))
    ]  # fmt: skip


def _all(halves: list[list[float]]) -> list[float]:
    return [took for half in halves for took in half]


def _issued(floor: Floor, token: str, seconds: float | None, number: int = 0) -> list[float]:
    """What tickets took for some seconds, or for as long as a backup is made."""
    kiosk = Issuing(floor.port, token, floor.services[0])
    thread = threading.Thread(target=kiosk.run)
    thread.start()
    try:
        if seconds is None:
            _back_up(floor, floor.config.data / f"{number}.motcua")
        else:
            kiosk.over.wait(seconds)
    finally:
        kiosk.over.set()
        thread.join(60)
    return kiosk.took


def _back_up(floor: Floor, target: Path) -> None:
    """As the clockwork does: a process of its own."""
    command = [sys.executable, "-m", "server.cli", "backup", str(target), "--quiet"]
    command += ["--data", str(floor.config.data)]
    database = floor.config.database
    more = {"MOTCUA_DATABASE": database} if database else {}
    subprocess.run(command, cwd=ROOT, env=os.environ | more, check=True, timeout=600)
    target.unlink()
