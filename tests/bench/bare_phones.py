"""The bare socket the phones are measured against: Flask-SocketIO emits to rooms, no more.

A client's ``watch`` joins it to a room. ``POST /plan`` takes batches of [room, bytes]; ``POST
/emit`` with {"batch": n} emits messages of just that length to just those rooms, then answers.
``python tests/bench/bare_phones.py --port N``.
"""

import argparse
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, emit, join_room
from gunicorn.app.base import BaseApplication

# As often as the floor's own server asks whether a line still stands: the same bytes.
PING_INTERVAL_S, PING_TIMEOUT_S = 2.5, 2.0
# What a view's text has around its filling.
AROUND = len('42["view",{"room":"","text":""}]')

Message = tuple[str, dict[str, str]]


def create_app() -> Flask:
    app = Flask(__name__)
    socketio = SocketIO(
        app,
        async_mode="gevent",
        transports=["websocket"],
        ping_interval=PING_INTERVAL_S,
        ping_timeout=PING_TIMEOUT_S,
        serve_client=False,
    )
    batches: list[list[Message]] = []

    def watch(room: str) -> None:
        join_room(room)
        emit("view", {"room": room, "text": ""})

    socketio.on_event("watch", watch)

    @app.post("/plan")
    def plan() -> dict[str, Any]:
        batches[:] = [[_message(*one) for one in batch] for batch in request.get_json()]
        return {}

    @app.post("/emit")
    def emit_batch() -> dict[str, Any]:
        for room, message in batches[request.get_json()["batch"]]:
            socketio.emit("view", message, to=room)
        return {}

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    return app


def _message(room: str, size: int) -> Message:
    return room, {"room": room, "text": "x" * max(0, size - AROUND - len(room))}


class BarePhones(BaseApplication):  # type: ignore[misc]
    """Gunicorn as Motcua runs it: one gevent worker."""

    def __init__(self, port: int) -> None:
        self._port = port
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", f"127.0.0.1:{self._port}")
        self.cfg.set("worker_class", "gevent")
        self.cfg.set("workers", 1)
        self.cfg.set("worker_connections", 20_000)
        self.cfg.set("backlog", 2_048)
        self.cfg.set("keepalive", 30)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("control_socket_disable", True)

    def load(self) -> Flask:
        return create_app()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    BarePhones(parser.parse_args().port).run()


if __name__ == "__main__":
    main()
