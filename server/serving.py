"""Running the server: gunicorn with one gevent worker."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

from .backup.presence import hold
from .config import Config
from .tie import tie_to_parent

BACKLOG = 2_048
# Seconds a worker may take to finish its requests when it is told to stop.
GRACE_S = 3
# Native threads hand the interpreter over this often; the default of 5 ms makes every SQL
# statement of the writer wait behind the event loop.
SWITCH_INTERVAL_S = 0.0005


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn, told everything here instead of on its command line."""

    def __init__(self, config: Config) -> None:
        self._config = config
        # Kept for as long as this process and its workers live.
        self._presence = hold(config.data)
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"{self._config.host}:{self._config.port}",
            "worker_class": "gevent",
            "workers": 1,
            "worker_connections": 20_000,
            "backlog": BACKLOG,
            "graceful_timeout": GRACE_S,
            "timeout": 60,
            "keepalive": 30,
            "loglevel": "warning",
            "control_socket_disable": True,
            "proc_name": "motcua",
            "worker_tmp_dir": _memory_dir(),
            "post_fork": _end_with_master,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        # Store work runs in native threads, where psycopg may wait in C; it would otherwise see
        # gevent's patches and start an event loop in each thread.
        os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_c")
        # Imported in the worker, after gevent has patched the standard library.
        from .app import create_app
        from .collecting import calm_collector
        from .logs import set_up

        set_up()
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        app = create_app(self._config).app
        calm_collector()
        return app


def _end_with_master(_server: object, _worker: object) -> None:
    # A worker whose master was killed would go on serving for a while and hold the port against
    # the server that is started in its place.
    tie_to_parent(signal.SIGKILL)


def _memory_dir() -> str | None:
    """Where heartbeats go: in memory where the system has it."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None
