"""The bare app the floor is measured against: Flask and SQLite, one insert a request.

As fair as it gets: the same driver, journal mode, durability and server as Motcua, one row and one
commit a request, nothing else. ``python tests/bench/bare_app.py --data DIR --port N``.
"""

import argparse
from pathlib import Path
from typing import Any

from flask import Flask, request
from gunicorn.app.base import BaseApplication

from server.store.driver import sqlite


def create_app(file: Path) -> Flask:
    connection = sqlite.connect(str(file), isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS ticket (id INTEGER PRIMARY KEY, service TEXT)")
    app = Flask(__name__)

    @app.post("/tickets")
    def issue() -> tuple[dict[str, Any], int]:
        service = request.get_json()["service"]
        cursor = connection.execute("INSERT INTO ticket (service) VALUES (?)", (service,))
        return {"id": cursor.lastrowid}, 201

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    return app


class BareServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn as Motcua runs it: one gevent worker."""

    def __init__(self, port: int, file: Path) -> None:
        self._port, self._file = port, file
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", f"127.0.0.1:{self._port}")
        self.cfg.set("worker_class", "gevent")
        self.cfg.set("workers", 1)
        self.cfg.set("worker_connections", 20_000)
        self.cfg.set("keepalive", 30)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("control_socket_disable", True)

    def load(self) -> Flask:
        return create_app(self._file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args()
    BareServer(asked.port, asked.data / "bare.db").run()


if __name__ == "__main__":
    main()
