"""Issuing while waits are forecast, against the same server without: 30 counters, 300 waiting."""

import os
import shutil
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from lived_centre import HOUR_MS, noon_zone
from lived_hours import LivedHours
from load_figures import Figure, quantile
from load_http import Line
from load_server import bearer
from ports import wait_until
from running import RunningServer, make_token
from stores import SMALL

from server.clock import now_ms
from server.config import STORE_FILE, Config, open_store
from server.usecases.seed import seed_centre

COUNTERS, SERVICES, WAITING = 30, 20, 300
SERVICE_S = 600
HOURS = 2
GAP_S = 0.01
SETTLE_S = 90.0


@dataclass(frozen=True, slots=True)
class Tokens:
    kiosk: str
    admin: str


def lived(folder: Path) -> Tokens:
    """A centre of thirty counters in the middle of its day, in ``folder``."""
    services = tuple(f"s{n}" for n in range(SERVICES))
    counters = tuple(str(n) for n in range(1, COUNTERS + 1))
    sample = replace(
        SMALL,
        zone=noon_zone(),
        services=[
            (id, "tu-phap", f"Việc {n}", f"Matter {n}", f"{chr(65 + n)}Z", SERVICE_S // 60, True)
            for n, id in enumerate(services)
        ],
        counters=[
            (id, int(id), f"Quầy {id}", f"Counter {id}", (services[n % 20], services[-n % 20]))
            for n, id in enumerate(counters)
        ],
    )
    store, now = open_store(Config(folder)), now_ms()
    centre = seed_centre(store, sample, now)
    served = COUNTERS * HOURS * 3_600 // SERVICE_S
    LivedHours(
        now - HOURS * HOUR_MS,
        HOURS * 3_600,
        served + WAITING,
        services,
        counters,
        SERVICE_S,
        closes=False,
        centre=centre,
    ).write(store)
    tokens = Tokens(make_token(store, "kiosk"), make_token(store, "admin"))
    store.close()
    return tokens


@dataclass
class Side:
    """One of the two servers; it stands still while the other is measured."""

    server: RunningServer
    tokens: Tokens
    latencies: list[float]

    @contextmanager
    def awake(self) -> Iterator[None]:
        self.signal(signal.SIGCONT)
        yield
        self.signal(signal.SIGSTOP)

    def signal(self, number: signal.Signals) -> None:
        assert self.server.pid is not None
        os.killpg(self.server.pid, number)

    def measure(self, issues: int) -> None:
        """Issue and call in turns, at a pace; the seconds each issue took are kept."""
        line, kiosk, admin = (
            Line(self.server.port),
            bearer(self.tokens.kiosk),
            bearer(self.tokens.admin),
        )
        for n in range(issues):
            body = {"service": f"s{n % SERVICES}"}
            began = time.perf_counter()
            reply = line.ask("POST", "/api/v1/tickets", body, kiosk)
            self.latencies.append(time.perf_counter() - began)
            if reply.status != 201:
                raise RuntimeError(f"not issued: {reply.status} {reply.body[:200]!r}")
            line.ask("POST", f"/api/v1/counters/{n % COUNTERS + 1}/call-next", None, admin)
            time.sleep(GAP_S)
        line.close()


def measure_forecast(folder: Path, pairs: int, issues: int) -> list[Figure]:
    """p50 and p99 of issuing with forecasts, over those without; ``issues`` in each of two halves
    of so many ``pairs``, after one for warmth."""
    tokens = lived(folder)
    sides = [_side(folder, tokens, name) for name in ("on", "off")]
    try:
        with sides[0].awake():
            _await_forecast(sides[0])
        for pair in range(pairs + 1):
            for side in sides if pair % 2 else sides[::-1]:
                with side.awake():
                    side.measure(issues)
                if pair == 0:
                    side.latencies.clear()
    finally:
        for side in sides:
            side.signal(signal.SIGCONT)
            side.server.kill()
    return _figures(sides[0].latencies, sides[1].latencies)


def _side(folder: Path, tokens: Tokens, name: str) -> Side:
    own = folder / name
    own.mkdir()
    shutil.copy(folder / STORE_FILE, own / STORE_FILE)
    server = RunningServer(own, MOTCUA_FORECAST=name, MOTCUA_CHECK_ANSWERS="0")
    side = Side(server.start(), tokens, [])
    side.signal(signal.SIGSTOP)
    return side


def _await_forecast(side: Side) -> None:
    line = Line(side.server.port)

    def known() -> bool:
        return line.ask("GET", "/api/v1/public/waits").json()["stale"] is False

    wait_until(known, SETTLE_S, "there is no forecast", 0.1)
    line.close()


def _figures(with_it: Sequence[float], without: Sequence[float]) -> list[Figure]:
    return [
        Figure(
            f"issue p{round(share * 100)} with / without forecasts",
            f"{quantile(with_it, share) / quantile(without, share):.2f}",
            target,
            f"{quantile(with_it, share) * 1000:.1f} / {quantile(without, share) * 1000:.1f} ms"
            f" of {len(with_it)} issues",
        )
        for share, target in ((0.5, ""), (0.99, "<= 1.1"))
    ]
