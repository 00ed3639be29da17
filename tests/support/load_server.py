"""Servers under load: Motcua and the bare ones, each a process of its own on a free port."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Self

import templates
from load_http import Line
from ports import free_port
from running import make_token

from server.clock import now_ms
from server.config import Config, open_store
from server.demo.sample import sample_centre
from server.store.base import Store
from server.usecases.seed import seed_centre

ROOT = Path(__file__).resolve().parents[2]
READY_S = 90.0
STOP_S = 15.0
POLL_S = 0.02


class Running:
    """A server process; use as a context manager, or ``start`` and ``stop`` it."""

    def __init__(self, command: Sequence[str], port: int, ready: str = "/healthz") -> None:
        self.port = port
        self._command = list(command)
        self._ready = ready
        self._output: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed by stop)
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process and wait until it answers. Raises ``RuntimeError`` if it does not."""
        self.process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        end = time.monotonic() + READY_S
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise RuntimeError(f"the server did not start:\n{self.output()}")
            time.sleep(POLL_S)

    def kill(self) -> None:
        """SIGKILL to the server and its workers: no chance to finish anything."""
        if self.process is not None:
            # The process leads a group of its own: this ends nothing else.
            if self.process.poll() is None or self.workers():
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(STOP_S)

    def stop(self) -> None:
        """SIGTERM, then SIGKILL when it does not end in time."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()

    def workers(self) -> list[int]:
        """The process ids of the workers (children of the process started)."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()] if children.exists() else []

    def resident_kib(self) -> int:
        """Memory the workers hold, in KiB."""
        total = 0
        for pid in self.workers():
            status = Path(f"/proc/{pid}/status").read_text()
            total += int(status.split("VmRSS:")[1].split()[0])
        return total

    def output(self) -> str:
        """What the server printed."""
        self._output.seek(0)
        return self._output.read().decode(errors="replace")

    def _answers(self) -> bool:
        try:
            return Line(self.port, 5.0).ask("GET", self._ready).status < 500
        except OSError:
            return False


class Floor:
    """The sample centre in a store, and a Motcua server on it.

    ``database`` is a PostgreSQL URI, or None for SQLite in ``folder``. ``seeded``: the centre is
    there already (a copy of a store that ``seed`` filled).
    """

    def __init__(self, folder: Path, database: str | None = None, *, seeded: bool = False) -> None:
        self.config = Config(folder, port=free_port(), database=database)
        if not seeded:
            seed(self.config)
        self.server = Running(_serve(self.config), self.config.port)
        self.services = [s.id for s in sample_centre().services if s.open]
        self.counters = [c.id for c in sample_centre().counters]

    @property
    def port(self) -> int:
        return self.config.port

    def store(self) -> Store:
        """The store itself, to look behind the server's back."""
        return open_store(self.config)

    def token(self, role: str, counter: str | None = None) -> str:
        store = open_store(self.config)
        try:
            return make_token(store, role, counter, now_ms())
        finally:
            store.close()


def seed(config: Config) -> None:
    """Put the sample centre into an empty store."""
    if config.database is None:
        templates.put_sample(config.data)
        return
    store = open_store(config)
    seed_centre(store, sample_centre(), now_ms())
    store.close()


def _serve(config: Config) -> list[str]:
    command = [sys.executable, "-m", "server.cli", "serve", "--data", str(config.data)]
    if config.database is not None:
        command += ["--database", config.database]
    return [*command, "--port", str(config.port)]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
