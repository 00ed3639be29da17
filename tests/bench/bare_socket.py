"""The bare socket the pushes are measured against: Flask-SocketIO emits to a room, no more.

``POST /emit`` with {"call": n, "text": …} emits exactly that to everybody who is connected, then
answers. ``python tests/bench/bare_socket.py --port N``.
"""

import argparse
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, join_room
from gunicorn.app.base import BaseApplication


def create_app() -> Flask:
    app = Flask(__name__)
    socketio = SocketIO(app, async_mode="gevent", transports=["websocket"], serve_client=False)

    socketio.on_event("connect", lambda: join_room("hall"))

    @app.post("/emit")
    def emit() -> dict[str, Any]:
        message = request.get_json()
        socketio.emit("view", message, to="hall")
        return {"call": message["call"]}

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    return app


class BareSocket(BaseApplication):  # type: ignore[misc]
    """Gunicorn as Motcua runs it: one gevent worker."""

    def __init__(self, port: int) -> None:
        self._port = port
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", f"127.0.0.1:{self._port}")
        self.cfg.set("worker_class", "gevent")
        self.cfg.set("workers", 1)
        self.cfg.set("worker_connections", 20_000)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("control_socket_disable", True)

    def load(self) -> Flask:
        return create_app()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    BareSocket(parser.parse_args().port).run()


if __name__ == "__main__":
    main()
