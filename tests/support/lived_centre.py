"""A server whose centre has lived through some days and a morning: its waits are known."""

import os
import signal
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests
from lived_hours import LivedHours
from ports import wait_until
from running import RunningServer, make_token
from stores import SMALL

from server.clock import now_ms
from server.usecases.seed import seed_centre

DEADLINE_S = 60.0
HOUR_MS = 3_600_000
HOURS = 3


def noon_zone() -> str:
    """A time zone in which it is early afternoon now: no test crosses midnight."""
    ahead = 14 - datetime.now(UTC).hour
    ahead = ahead - 24 if ahead > 12 else ahead + 24 if ahead < -11 else ahead
    return f"Etc/GMT{-ahead:+d}"


@dataclass
class LivedCentre:
    """Two counters serve two lines of about thirty who wait."""

    server: RunningServer
    tokens: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Path, days: int = 1, **options: str) -> "LivedCentre":
        server = RunningServer(data, **options)
        store, now = server.store(), now_ms()
        centre = seed_centre(store, replace(SMALL, zone=noon_zone()), now)
        for day in range(days, 0, -1):
            start = now - 24 * day * HOUR_MS - HOURS * HOUR_MS
            # They went on until the evening: so will this one.
            LivedHours(start, 3 * HOURS * 3_600, 160, seed=day, centre=centre).write(store)
        start = now - HOURS * HOUR_MS
        LivedHours(start, HOURS * 3_600, 120, closes=False, centre=centre).write(store)
        made = cls(server, {role: make_token(store, role) for role in ("kiosk", "manager")})
        store.close()
        server.start()
        return made

    def ask(self, method: str, path: str, role: str = "manager", **more: Any) -> requests.Response:
        return requests.request(
            method,
            f"{self.server.url}/api/v1{path}",
            headers={"Authorization": f"Bearer {self.tokens[role]}"},
            timeout=30,
            **more,
        )

    def issue(self, service: str = "ho-tich") -> dict[str, Any]:
        answer = self.ask("POST", "/tickets", "kiosk", json={"service": service})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def waits(self) -> dict[str, Any]:
        url = f"{self.server.url}/api/v1/public/waits"
        return dict(requests.get(url, timeout=30).json())

    def await_forecast(self, stale: bool = False) -> None:
        wait_until(lambda: self.waits()["stale"] is stale, DEADLINE_S, f"stale is not {stale}")

    def kill_forecast(self) -> None:
        """End the forecasting process as a lack of memory would."""
        os.kill(self.forecast_pid(), signal.SIGKILL)

    def forecast_pid(self) -> int:
        """The forecasting process of this server, among all its children's children."""
        assert self.server.pid is not None
        todo, found = [self.server.pid], []
        while todo:
            pid = todo.pop()
            told = Path(f"/proc/{pid}/cmdline").read_bytes()
            if b"server.forecast.worker" in told:
                found.append(pid)
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                todo += map(int, children.read_text().split())
        (pid,) = found
        return pid
