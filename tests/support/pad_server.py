"""A small central server for the pad agent's tests: real HTTP and Socket.IO on a real port.

It knows one terminal token, keeps each (device, boot, seq) once like the real one, and can be
stopped and started again on its port, answer with errors, or lose an answer after keeping the
rating.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import socketio
from flask import Flask, request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
TOKEN = "terminal-token"
COUNTER = "3"


def rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class OneRequest(WSGIRequestHandler):
    """Hangs up after a request, and so after a WebSocket's end, instead of reading on."""

    protocol_version = "HTTP/1.0"


class PadServer:
    """`ratings`: the bodies kept, in order; `repeats`: how many came again."""

    def __init__(self) -> None:
        self.ratings: list[dict[str, Any]] = []
        self.repeats = 0
        self.answers: list[tuple[int, dict[str, Any]]] = []
        self.lose_answers = 0
        self.clock_ahead = timedelta()
        self._kept: set[tuple[str, str, int]] = set()
        self._changed = threading.Condition()
        self._ticket: str | None = None
        self._until: datetime | None = None
        self._seq = 0
        self._port = 0
        self._http: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None
        self._live: socketio.Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._live = live = socketio.Server(async_mode="threading", ping_interval=2.5)
        live.on("watch", self._watch)
        app = socketio.WSGIApp(live, self._flask())
        self._http = make_server(
            "127.0.0.1", self._port, app, threaded=True, request_handler=OneRequest
        )
        self._port = self._http.server_port
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        assert self._http is not None and self._live is not None and self._thread is not None
        for sid, _ in list(self._live.manager.get_participants("/", None)):
            self._live.disconnect(sid)
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)

    def wake(self, ticket: str | None, lasts_s: float = 60.0) -> None:
        """A rating is asked for `ticket`."""
        self._ticket = ticket
        self._until = self._now() + timedelta(seconds=lasts_s)
        self._publish()

    def sleep(self) -> None:
        self._ticket = self._until = None
        self._publish()

    def refuse(self, status: int, code: str, times: int = 1) -> None:
        """Answer the next ratings with this error."""
        self.answers += [(status, {"error": {"code": code}})] * times

    def wait_ratings(self, count: int, deadline_s: float) -> bool:
        with self._changed:
            return bool(self._changed.wait_for(lambda: len(self.ratings) >= count, deadline_s))

    def wait_ratings_of(self, device: str, count: int, deadline_s: float) -> bool:
        def enough() -> bool:
            return len([1 for rating in self.ratings if rating["device"] == device]) >= count

        with self._changed:
            return bool(self._changed.wait_for(enough, deadline_s))

    def wait_answers_used(self, deadline_s: float) -> bool:
        with self._changed:
            return bool(self._changed.wait_for(lambda: not self.answers, deadline_s))

    def _now(self) -> datetime:
        return datetime.now(UTC) + self.clock_ahead

    def _view(self) -> dict[str, Any]:
        self._seq += 1
        awake = self._until is not None
        data = {
            "counter": {"id": COUNTER, "number": 3, "name": "Quầy 3", "name_en": "Counter 3"},
            "awake": awake,
            "ticket": {"id": self._ticket, "number": "A012"} if self._ticket else None,
            "until": rfc3339(self._until) if self._until else None,
            "scale": 3,
            "now": rfc3339(self._now()),
        }
        return {"room": f"terminal/{COUNTER}", "seq": self._seq, "data": data}

    def _publish(self) -> None:
        if self._live is not None:
            self._live.emit("view", self._view(), room=f"terminal/{COUNTER}")

    def _watch(self, sid: str, room: str) -> dict[str, Any]:
        assert self._live is not None
        if room != f"terminal/{COUNTER}":
            return {"error": {"code": "forbidden"}}
        self._live.enter_room(sid, room)
        self._live.emit("view", self._view(), to=sid)
        return {"ok": True}

    def _flask(self) -> Flask:
        app = Flask("pad-server")
        app.add_url_rule("/api/v1/session", view_func=self._session)
        app.add_url_rule("/api/v1/ratings", view_func=self._rating, methods=["POST"])
        return app

    def _session(self) -> tuple[dict[str, Any], int]:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return {"error": {"code": "unauthorized"}}, 401
        return {"user": None, "device": {"role": "terminal", "counter": COUNTER}}, 200

    def _rating(self) -> tuple[dict[str, Any], int]:
        with self._changed:
            if self.answers:
                status, body = self.answers.pop(0)
                self._changed.notify_all()
                return body, status
            status_text = self._keep(request.get_json())
            self._changed.notify_all()
            if self.lose_answers:
                self.lose_answers -= 1
                return {"error": {"code": "store_unavailable"}}, 503
            return {"status": status_text, "ticket": None}, 200

    def _keep(self, body: dict[str, Any]) -> str:
        identity = (body["device"], body["boot"], body["seq"])
        if identity in self._kept:
            self.repeats += 1
            return "repeated"
        self._kept.add(identity)
        self.ratings.append(body)
        return "counted"


@contextmanager
def running_pad_server() -> Iterator[PadServer]:
    server = PadServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()
