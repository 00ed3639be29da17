"""A central server that is not there: the few routes and the one room a kiosk needs, over real
HTTP and real Socket.IO, with the faults a test asks for."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
from collections.abc import Callable
from typing import Any

import socketio
from flask import Flask, Response, jsonify, request
from werkzeug.serving import BaseWSGIServer, make_server

from hardware.tickets.template import DEFAULT, template_json

TOKEN = "kiosk-token-1"
CENTRE = {"id": "c1", "name": "Trung tâm Phục vụ hành chính công", "name_en": "Service centre"}
SERVICE = {
    "id": "ho-tich", "name": "Hộ tịch", "name_en": "Civil status", "prefix": "A",
    "department": "tu-phap", "department_name": "Tư pháp", "department_name_en": "Justice",
    "open": True, "waiting": 0, "nominal_minutes": 12,
}  # fmt: skip
VIEW = {
    "centre": CENTRE,
    "departments": [{"id": "tu-phap", "name": "Tư pháp", "name_en": "Justice"}],
    "services": [SERVICE],
    "priorities": [{"id": "none", "name": "Không", "name_en": "None"}],
}
CLOSED = {
    "error": {
        "code": "service_closed",
        "message": {"vi": "Dịch vụ đã đóng.", "en": "The service is closed."},
        "action": {"vi": "Chọn dịch vụ khác.", "en": "Choose another service."},
        "field": "service",
    }
}
DAY_FULL = {
    "error": {
        "code": "day_full",
        "message": {"vi": "Hôm nay “Hộ tịch” đã hết số.", "en": "Today's tickets are gone."},
        "action": {"vi": "Lần lấy số tiếp theo: 07:30.", "en": "Next tickets: 07:30."},
        "field": "service",
    }
}
NOT_FOUND = {
    "error": {
        "code": "not_found",
        "message": {"vi": "Không tìm thấy nội dung yêu cầu.", "en": "Nothing found here."},
        "action": {"vi": "Kiểm tra lại địa chỉ.", "en": "Check the address."},
        "field": "code",
    }
}
USED = {
    "error": {
        "code": "appointment_used",
        "message": {"vi": "Lịch hẹn này đã dùng hoặc đã hủy.", "en": "It was used or cancelled."},
        "action": {"vi": "Lấy số thường.", "en": "Take a regular ticket."},
        "field": None,
    }
}
PROCEDURE: dict[str, Any] = {
    "code": "1.001193", "name": "Đăng ký khai sinh", "field": "Hộ tịch", "agency": "UBND cấp xã",
    "processing_days": 1, "processing_text": "Ngay trong ngày", "fee_text": "Miễn phí",
    "service": "ho-tich", "service_name": "Hộ tịch", "service_name_en": "Civil status",
    "counters": [{"number": 1, "name": "Quầy 1", "name_en": "Counter 1"}],
    "cases": [{"case": "", "documents": [
        {"document": "Giấy chứng sinh", "originals": 1, "copies": 0},
    ]}],
}  # fmt: skip
CODE, CANCELLED_CODE = "482913", "111222"
APPOINTMENT_AT = "2026-11-22T07:30:00.000Z"
EXPECTED_BEFORE = "2026-11-22T09:10:00.000Z"


class FakeCentral:
    """start(), stop(), start() again on the same port: tickets stay, as in a real store.

    ``swallow``: so many next answers with a ticket are lost after the ticket was made.
    ``hold_s``: POST /tickets and a check-in answer only after so long.
    ``refusal``: what they answer instead of a ticket, with status 409.
    The appointment with ``CODE`` can be checked in, that with ``CANCELLED_CODE`` was cancelled.
    """

    def __init__(self) -> None:
        self.view: dict[str, Any] = VIEW
        self.seq = 0
        self.tickets: dict[str, dict[str, Any]] = {}
        self.posts: list[dict[str, Any]] = []
        self.swallow = 0
        self.hold_s = 0.0
        self.refusal: dict[str, Any] | None = None
        self.broken_answer = False
        self.reports: queue.Queue[dict[str, Any]] = queue.Queue()
        self.template: dict[str, Any] = {"version": 0, "template": template_json(DEFAULT)}
        self.watchers = 0
        self.released = threading.Event()
        self._lock = threading.Lock()
        self._port = 0
        self._server: BaseWSGIServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._sio = socketio.Server(async_mode="threading", ping_interval=2.5, ping_timeout=2)
        self._sio.on("connect", self._connect)
        self._sio.on("watch", self._watch)
        app = self._app()
        wsgi = socketio.WSGIApp(self._sio, app.wsgi_app)
        self._server = make_server("127.0.0.1", self._port, wsgi, threaded=True)
        self._server.daemon_threads = True  # type: ignore[attr-defined]
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """As a killed server: the port and every connection are gone at once."""
        self.released.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
        self.cut_lines()

    def cut_lines(self) -> None:
        """Drop every Socket.IO line."""
        for session in list(self._sio.manager.get_participants("/", None)):
            with contextlib.suppress(Exception):
                self._sio.disconnect(session[0])

    def push(self, seq: int | None = None, **changes: Any) -> None:
        """Change the kiosk's view and tell everyone who watches."""
        self.view = {**self.view, **changes}
        self.seq = self.seq + 1 if seq is None else seq
        self._sio.emit("view", self._message(), room="kiosk")

    def _message(self) -> dict[str, Any]:
        return {"room": "kiosk", "seq": self.seq, "data": self.view}

    def _connect(self, sid: str, environ: Any, auth: Any = None) -> None:
        if (auth or {}).get("token") != TOKEN:
            raise socketio.exceptions.ConnectionRefusedError("unauthorized")

    def _watch(self, sid: str, room: Any) -> dict[str, Any]:
        if room != "kiosk":
            return {"error": {"code": "forbidden"}}
        self.watchers += 1
        self._sio.enter_room(sid, "kiosk")
        self._sio.emit("view", self._message(), to=sid)
        return {"ok": True}

    def _app(self) -> Flask:
        app = Flask("fake_central")
        app.post("/api/v1/tickets")(self._issue)
        app.post("/api/v1/appointments/check-in")(self._check_in)
        app.post("/api/v1/kiosk/blocks")(self._lease)
        app.post("/api/v1/devices/me/report")(self._report)
        app.get("/api/v1/ticket-template")(lambda: jsonify(self.template))

        @app.get("/api/v1/procedures")
        def procedures() -> Response:
            found = [{"code": "1.001193", "name": f"Đăng ký {request.args.get('q', '')}"}]
            return jsonify({"items": found, "next": None})

        @app.get("/api/v1/procedures/<code>")
        def procedure(code: str) -> Any:
            if code != PROCEDURE["code"]:
                return jsonify(NOT_FOUND), 404
            return jsonify(PROCEDURE)

        return app

    def _lease(self) -> Any:
        # It has no numbers to give away: a kiosk of such a server is one that needs its line.
        return jsonify(NOT_FOUND), 404

    def _report(self) -> Any:
        self.reports.put(request.get_json())
        return "", 204

    def _issue(self) -> Any:
        return self._answer(lambda key, order: self._ticket(key, order["service"]))

    def _check_in(self) -> Any:
        code = request.get_json()["code"]
        if code == CANCELLED_CODE:
            return jsonify(USED), 409
        if code != CODE:
            return jsonify(NOT_FOUND), 404
        # The appointment is the key: whatever the press, it has one ticket.
        return self._answer(lambda _key, _order: self._ticket(code, "ho-tich", APPOINTMENT_AT))

    def _answer(self, make: Callable[[str, dict[str, Any]], dict[str, Any]]) -> Any:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return jsonify({"error": {"code": "unauthorized"}}), 401
        order = request.get_json()
        key = request.headers.get("Idempotency-Key", "")
        self.posts.append({"key": key, **order})
        if self.hold_s:
            self.released.wait(self.hold_s)
        if self.refusal is not None:
            return jsonify(self.refusal), 409
        ticket = make(key, order)
        if self.swallow:
            self.swallow -= 1
            request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        return (jsonify({"id": "x"}) if self.broken_answer else jsonify(ticket)), 201

    def _ticket(self, key: str, service: str, at: str | None = None) -> dict[str, Any]:
        with self._lock:
            if key not in self.tickets:
                number = len(self.tickets) + 1
                self.tickets[key] = {
                    "id": f"t{number}", "number": f"A{number:03}", "service": service,
                    "service_name": "Hộ tịch", "service_name_en": "Civil status",
                    "people_ahead": number - 1, "wait": {"low": 5, "high": 12}, "state": "waiting",
                    "status_url": f"{self.url}/t/secret{number}",
                    "issued_at": "2026-11-22T01:23:45.678Z",
                    "expected_before": EXPECTED_BEFORE, "appointment_at": at,
                }  # fmt: skip
            return self.tickets[key]
