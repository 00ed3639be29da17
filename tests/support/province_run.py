"""A province that runs: PostgreSQL, Redis, server processes, screens and clients."""

import os
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from cable_machine import CableMachine
from network_machine import NetworkMachine
from postgres import PostgresCluster
from province_clients import Clients
from province_floor import found, screens_of
from province_keys import Keys, dump
from province_screens import Screens
from redis_process import RedisProcess
from running import RunningServer

from server.config import Config, open_store
from server.store.base import Store

PER_CENTRE_HOUR = 34
TIMES = 10
ALONE_RATE = 4.0
"""Tickets a second of the one centre that is measured by itself: enough for a 99th percentile."""
JOIN_S = 300.0


@dataclass(frozen=True, slots=True)
class Size:
    """``seconds`` with every centre at work, ``alone_s`` with one; ``screens`` in all."""

    centres: int
    desks: int
    screens: int
    servers: int
    seconds: float
    alone_s: float
    clients: int
    forecast: bool = True
    line_s: float = 20.0
    """Seconds after which a client asks elsewhere."""

    @property
    def rate(self) -> float:
        """Tickets a second over the whole province."""
        return self.centres * PER_CENTRE_HOUR * TIMES / 3600


FULL = Size(200, 10, 5_000, 3, 300.0, 60.0, 2)
QUICK = Size(6, 3, 30, 2, 4.0, 3.0, 1)


class Province:
    """Everything that runs. Use as a context manager."""

    def __init__(
        self, size: Size, folder: Path, machine: NetworkMachine | CableMachine | None = None
    ) -> None:
        """``machine``: where the last of the servers runs, if not here."""
        self.size = size
        self._stack = ExitStack()
        self._folder = folder
        self._machine = machine
        here = None if machine is None else machine.host
        self.cluster = PostgresCluster(here)
        self._stack.callback(self.cluster.close)
        try:
            self._prepare(here)
        except BaseException:
            self._stack.close()
            raise

    def _prepare(self, here: str | None) -> None:
        size, machine = self.size, self._machine
        self.redis = RedisProcess(here)
        self._stack.callback(self.redis.close)
        self.database = self.cluster.create()
        store = self.store()
        self.keys: list[Keys] = found(store, size.centres, size.desks)
        store.close()
        self.servers = [self._server(n) for n in range(size.servers)]
        self._ports = [server.port for server in self.servers]
        if machine is not None:
            # Clients speak to addresses of this machine.
            self._ports[-1] = self._stack.enter_context(machine.bridge(self.servers[-1].port))

    def __enter__(self) -> "Province":
        try:
            for server in self.servers:
                server.launch()
                self._stack.callback(server.kill)
            for server in self.servers:
                server.await_ready()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def store(self) -> Store:
        return open_store(Config(self._folder, database=self.database))

    def ports(self, servers: int | None = None) -> list[int]:
        return self._ports[:servers]

    def screens(self) -> list[Screens]:
        listed = screens_of(self.keys, max(1, self.size.screens // self.size.centres))
        ports = self.ports()
        # The balancer gives the lines of a centre to one process (deploy/nginx).
        named = [(ports[crc32(row[0].encode()) % len(ports)], *row) for row in listed]
        half = (len(named) + 1) // 2
        made = [Screens(part) for part in (named[:half], named[half:]) if part]
        for screens in made:
            self._stack.callback(screens.close)
        for screens in made:
            screens.ready(JOIN_S)
        return made

    def load(
        self,
        keys: list[Keys],
        rate: float,
        seconds: float,
        clients: int,
        servers: int | None = None,
    ) -> list[dict[str, Any]]:
        """Visits at ``rate`` a second; what each process of clients was told."""
        begin = time.monotonic() + 2.0
        order = {"ports": self.ports(servers), "keys": dump(keys), "seconds": seconds}
        order["line_s"] = self.size.line_s
        order |= {"rate": rate / clients, "until": begin}
        made = [Clients(order | {"seed": 7 + n}) for n in range(clients)]
        try:
            return [client.result() for client in made]
        finally:
            for client in made:
                client.kill()

    def cpu_s(self) -> dict[str, float]:
        """CPU seconds so far of the servers' workers, their forecasters, and the database."""
        groups = {s.pid: "servers" for s in self.servers}
        told: dict[str, float] = dict.fromkeys(("servers", "forecasts", "postgres"), 0.0)
        for pid, parent, name, seconds in _processes():
            if name == "postgres":
                told["postgres"] += seconds
            elif parent in groups:
                told["servers"] += seconds
                told["forecasts"] += sum(c for _, p, _, c in _processes() if p == pid)
        return told

    def _server(self, number: int) -> RunningServer:
        folder = self._folder / str(number)
        folder.mkdir(exist_ok=True)
        more = {"MOTCUA_CHECK_ANSWERS": "0"}
        more["MOTCUA_FORECAST"] = "" if self.size.forecast else "off"
        if self._machine is not None and number == self.size.servers - 1:
            return self._machine.server(folder, self.database, self.redis.url, **more)
        return RunningServer(folder, database=self.database, redis=self.redis.url, **more)


def _processes() -> list[tuple[int, int, str, float]]:
    """(pid, parent, name, CPU seconds) of every process of this machine."""
    tick, listed = os.sysconf("SC_CLK_TCK"), []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "stat").read_text()
        except OSError:
            continue
        name, rest = text[text.find("(") + 1 : text.rfind(")")], text[text.rfind(")") + 2 :].split()
        listed.append(
            (int(folder.name), int(rest[1]), name, (int(rest[11]) + int(rest[12])) / tick)
        )
    return listed
