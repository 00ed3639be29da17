"""A kiosk agent that says what a test wants: the page's every state, without a kiosk.

The page, the requests and the event stream are real; only what stands behind them is written here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import segno
from flask import Flask, Response, jsonify, request, send_from_directory
from running import ROOT

from hardware.loopback import Broadcast, LoopbackServer, event_stream, set_headers

STATIC = ROOT / "kiosk/static"
SERVICES = {
    "dat-dai": ("Đất đai, đo đạc", "Land and surveying", "A", "nong-nghiep"),
    "ho-tich": ("Hộ tịch, quốc tịch", "Civil status and nationality", "H", "tu-phap"),
    "chung-thuc": ("Chứng thực, công chứng", "Certification", "K", "tu-phap"),
    "can-cuoc": ("Căn cước, cư trú", "Identity cards and residence", "M", "cong-an"),
    "giao-thong": ("Giao thông, giấy phép lái xe", "Driving licences", "O", "xay-dung"),
    "xay-dung": ("Xây dựng, nhà ở, quy hoạch", "Construction and housing", "S", "xay-dung"),
    "thue": ("Thuế, ngân hàng, tài chính công", "Tax and public finance", "U", "tai-chinh"),
    "moi-truong": ("Môi trường, tài nguyên nước", "Environment and water", "Q", "nong-nghiep"),
}
DEPARTMENTS = {
    "tu-phap": ("Tư pháp", "Justice"),
    "cong-an": ("Công an", "Police"),
    "nong-nghiep": ("Nông nghiệp và Môi trường", "Agriculture and Environment"),
    "xay-dung": ("Xây dựng và Giao thông", "Construction and Transport"),
    "tai-chinh": ("Tài chính", "Finance"),
}
PRIORITIES = {
    "none": ("Không ưu tiên", "None"),
    "merit": ("Người có công, thương binh", "War invalid or person of merit"),
    "disabled": ("Người khuyết tật nặng", "Severely disabled"),
    "elderly": ("Người từ 75 tuổi", "Aged 75 or over"),
    "pregnant": ("Phụ nữ mang thai", "Pregnant"),
    "child": ("Có con nhỏ dưới 6 tuổi", "With a child under six"),
}
Handler = Callable[[Any], tuple[Any, int]]


def named(identity: str, name: str, name_en: str, **more: Any) -> dict[str, Any]:
    return {"id": identity, "name": name, "name_en": name_en, **more}


def services() -> list[dict[str, Any]]:
    """As the kiosk's state lists them."""
    return [
        named(
            identity, name, name_en, prefix=prefix, department=department,
            department_name=DEPARTMENTS[department][0],
            department_name_en=DEPARTMENTS[department][1],
            open=identity != "thue", waiting=3 * place % 7,
            wait=None if place % 4 == 3 else {"low": 10 * place, "high": 20 * place + 10},
        )
        for place, (identity, (name, name_en, prefix, department)) in enumerate(SERVICES.items())
    ]  # fmt: skip


def first_state() -> dict[str, Any]:
    """An admitted kiosk with everything at work."""
    return {
        "centre": named("h16", "Trung tâm Phục vụ hành chính công", "Public Service Centre"),
        "departments": [named(key, *names) for key, names in DEPARTMENTS.items()],
        "services": services(),
        "priorities": [named(key, *names) for key, names in PRIORITIES.items()],
        "popular": ["chung-thuc", "dat-dai", "ho-tich", "can-cuoc", "thue", "xay-dung"],
        "popular_procedures": [
            {"code": "1.001193", "name": "Thủ tục đăng ký khai sinh", "service": "ho-tich"},
            {"code": "1.012756", "name": "Đăng ký đất đai lần đầu", "service": "dat-dai"},
        ],
        "online": True,
        "offline_able": True,
        "printer": {"state": "ok", "paper_left_pct": 80},
        "scanner": {"state": "ready"},
        "paired": True,
        "pairing": None,
        "speech": False,
    }


def ticket(number: str = "A012", **more: Any) -> dict[str, Any]:
    return {
        "id": "0", "number": number, "service_name": "Đất đai, đo đạc",
        "service_name_en": "Land and surveying", "people_ahead": 4,
        "wait": {"low": 15, "high": 30}, "expected_before": "2026-11-22T09:10:00.000Z",
        "appointment_at": None, "status_url": "http://centre.example/t/abc",
        "issued_at": "2026-11-22T08:30:00.000Z", "offline": False, **more,
    }  # fmt: skip


def issued(print_state: str = "printed", reason: str | None = None, **more: Any) -> dict[str, Any]:
    """The answer to a press; ``more`` goes into the ticket."""
    given = ticket(**more)
    qr = segno.make(given["status_url"], error="m").svg_inline(omitsize=True)
    printing = {"state": print_state, "reason": reason, "job": "job-1"}
    return {"ticket": given, "qr_svg": qr, "print": printing}


def refusal(code: str, vi: str, action: str = "") -> dict[str, Any]:
    """An error as the server gives it."""
    said = {"vi": vi, "en": vi}
    what = {"vi": action, "en": action}
    return {"error": {"code": code, "message": said, "action": what, "field": None}}


class StubAgent:
    """Runs from the moment it is made until stop(). ``asked`` lists what the page has asked for.

    ``answers`` gives the answer to "POST /api/press" and the like: a body and a status, or a
    function of the request's body that returns both.
    """

    def __init__(self, static: Path = STATIC) -> None:
        self.state = first_state()
        self.answers: dict[str, Handler | tuple[Any, int]] = {
            "POST /api/press": (issued(), 201),
            "POST /api/heartbeat": (None, 204),
            "POST /api/scan": (None, 204),
            "DELETE /api/scan": (None, 204),
            "POST /api/scan/wedge": (None, 204),
            "GET /api/procedures": ({"items": []}, 200),
        }
        self.asked: list[tuple[str, Any]] = []
        self._news = threading.Condition()
        self._events = Broadcast()
        self._web = LoopbackServer(self._app(static), 0)
        self._web.start()
        self._stopped = False
        self.url = self._web.url

    def stop(self) -> None:
        """Nothing answers any more; a second time does nothing."""
        if not self._stopped:
            self._stopped = True
            self._events.close()
            self._web.stop()

    def set(self, **fields: Any) -> None:
        """Change the state and tell the page."""
        self.state |= fields
        self._events.send("state", self.state)

    def tell(self, event: str, **data: Any) -> None:
        """One event to the page: ``print`` or ``scan``."""
        self._events.send(event, data)

    def bodies(self, what: str) -> list[Any]:
        """What was asked for like this so far."""
        return [body for asked, body in self.asked if asked == what]

    def wait_for(self, what: str, times: int = 1, deadline_s: float = 10) -> list[Any]:
        """Until it was asked for so often. Raises AssertionError."""
        with self._news:
            came = self._news.wait_for(lambda: len(self.bodies(what)) >= times, deadline_s)
        assert came, f"{what} was asked for {len(self.bodies(what))} times, not {times}"
        return self.bodies(what)

    def _app(self, static: Path) -> Flask:
        app = Flask(__name__, static_folder=None)
        app.after_request(set_headers)
        app.add_url_rule("/", "page", lambda: send_from_directory(static, "index.html"))
        asset = "/assets/kiosk/<path:name>"
        app.add_url_rule(asset, "asset", lambda name: send_from_directory(static, name))
        app.add_url_rule("/api/state", "state", lambda: jsonify(self.state))
        app.add_url_rule("/api/events", "events", self._stream)
        methods = ["GET", "POST", "DELETE"]
        app.add_url_rule("/api/<path:_path>", "api", self._answer, methods=methods)
        return app

    def _stream(self) -> Response:
        return event_stream(self._events.stream("state", lambda: self.state))

    def _answer(self, _path: str) -> Any:
        what = f"{request.method} {request.path}"
        body = request.get_json(silent=True) if request.data else dict(request.args)
        answer = self.answers.get(what, (refusal("not_found", "Không có"), 404))
        given, status = self._given(answer, body)
        with self._news:
            self.asked.append((what, body))
            self._news.notify_all()
        if isinstance(given, bytes):
            return Response(given, status, mimetype="audio/wav")
        return (jsonify(given), status) if given is not None else ("", status)

    @staticmethod
    def _given(answer: Handler | tuple[Any, int], body: Any) -> tuple[Any, int]:
        return answer if isinstance(answer, tuple) else answer(body)
