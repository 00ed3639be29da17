"""The real server as a process of its own, on a free port."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import requests
import templates
from ports import free_port, wait_until

from server.clock import now_ms
from server.config import Config, open_store
from server.core.model import Role
from server.demo.sample import sample_centre
from server.store.base import Store
from server.usecases.change import Actor, change
from server.usecases.devices import create_token
from server.usecases.seed import seed_centre

ROOT = Path(__file__).resolve().parents[2]
START_S = 90.0
STOP_S = 15.0


class RunningServer:
    """``motcua serve`` with every answer checked against its documented type."""

    def __init__(
        self,
        data: Path,
        *,
        database: str | None = None,
        redis: str | None = None,
        port: int | None = None,
        **environment: str,
    ) -> None:
        self.data, self.database = data, database
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data / f"serve-{self.port}.log"
        self._command = [sys.executable, "-m", "server.cli", "serve", "--data", str(data)]
        self._command += ["--port", str(self.port)]
        self._command += ["--database", database] if database else []
        self._command += ["--redis", redis] if redis else []
        self._environment = os.environ | {"MOTCUA_CHECK_ANSWERS": "1"} | environment
        self._process: subprocess.Popen[bytes] | None = None

    def put_sample(self) -> None:
        """The sample centre, before the first start."""
        if self.database is None and not (self.data / templates.DATABASE).exists():
            templates.put_sample(self.data)
            return
        store = self.store()
        seed_centre(store, sample_centre(), now_ms())
        store.close()

    def start(self) -> "RunningServer":
        """Start, and wait until it answers. Raises with the log's text when it does not."""
        self.launch()
        self.await_ready()
        return self

    def launch(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def await_ready(self) -> None:
        try:
            wait_until(self._ready, START_S, "the server did not answer", 0.05)
        except TimeoutError as error:
            raise RuntimeError(f"{error}:\n{self.text()}") from None

    def text(self) -> str:
        """What the server has said."""
        return self.log.read_text("utf-8", "replace")

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def kill_started(self) -> None:
        """Kill only the process that was started, as ``kill -9 PID`` does; not its children."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(STOP_S)

    @property
    def pid(self) -> int | None:
        """Of the process that was started."""
        return None if self._process is None else self._process.pid

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def store(self) -> Store:
        """A store of this process on the same data."""
        return open_store(Config(self.data, database=self.database))

    def _ready(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise RuntimeError(f"the server ended by itself:\n{self.text()}")
        try:
            return requests.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def _end(self, signal_number: int) -> None:
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            os.killpg(process.pid, signal_number)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(STOP_S)
        self._process = None


def make_token(
    store: Store,
    role: str,
    counter: str | None = None,
    now: int = 0,
    department: str | None = None,
) -> str:
    """A device token, made straight in the store."""
    centre = store.read(lambda s: s.one("SELECT id FROM centre ORDER BY created_at, id"))
    assert centre is not None
    actor = Actor("admin", centre["id"], "test")
    made = store.write(
        change(actor, now, lambda c: create_token(c, Role(role), counter, department=department))
    )
    return made.value[1]
