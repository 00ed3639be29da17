"""The kiosk's page and what it asks its agent for, on loopback only."""

from __future__ import annotations

import logging
from pathlib import Path

from flask import Flask, Response, jsonify, request, send_from_directory
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from hardware.loopback import TooManyStreams, event_stream, is_foreign, set_headers
from kiosk.agent import KioskAgent
from kiosk.errors import KioskError, ServerRefused
from kiosk.machine_routes import add_machine_routes
from kiosk.press import Press, parse_check_in, parse_press
from kiosk.printing_routes import add_printing
from kiosk.replies import fresh, json_body
from kiosk.speaking_routes import add_speaking

LARGEST_BODY = 4096
STATIC = Path(__file__).parent / "static"
IMMUTABLE = "public, max-age=31536000, immutable"

_HTTP_CODES = {404: "not_found", 405: "method_not_allowed"}

log = logging.getLogger(__name__)


def create_app(agent: KioskAgent, static: Path = STATIC) -> Flask:
    """The agent's Flask app; ``static`` holds the built page."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.before_request(_own_machine_only)
    app.after_request(set_headers)
    _errors(app)
    _page(app, static)
    _api(app, agent)
    add_printing(app, agent)
    add_speaking(app, agent.speaking)
    add_machine_routes(app, agent.machine.scanning, agent.machine.page_beat)
    return app


def _own_machine_only() -> None:
    if is_foreign():
        raise KioskError("forbidden")


def _page(app: Flask, static: Path) -> None:
    @app.get("/")
    def index() -> Response:
        if not (static / "index.html").is_file():
            raise KioskError("page_missing")
        response = send_from_directory(static, "index.html")
        response.headers["Cache-Control"] = "no-cache"
        return response

    @app.get("/assets/kiosk/<path:name>")
    def asset(name: str) -> Response:
        response = send_from_directory(static, name)
        response.headers["Cache-Control"] = IMMUTABLE
        return response


def _api(app: Flask, agent: KioskAgent) -> None:
    @app.get("/api/state")
    def state() -> Response:
        return fresh(jsonify(agent.state()))

    @app.get("/api/events")
    def events() -> Response:
        try:
            return event_stream(agent.events.stream("state", agent.state))
        except TooManyStreams as error:
            raise KioskError("overloaded") from error

    @app.post("/api/press")
    def press() -> tuple[Response, int]:
        return _issued(agent, parse_press(json_body())), 201

    @app.post("/api/check-in")
    def check_in() -> tuple[Response, int]:
        return _issued(agent, parse_check_in(json_body())), 201

    @app.get("/api/procedures")
    def procedures() -> Response:
        limit = request.args.get("limit", "20")
        return fresh(jsonify(agent.procedures(request.args.get("q", ""), limit)))

    @app.get("/api/procedures/<code>")
    def procedure(code: str) -> Response:
        return fresh(jsonify(agent.procedure(code)))

    @app.get("/api/results/<code>")
    def result(code: str) -> Response:
        return fresh(jsonify(agent.results.ready(code)))


def _issued(agent: KioskAgent, press: Press) -> Response:
    """The answer to a press; until it is gone, nothing else takes the processor from it."""
    agent.answers.begin()
    try:
        response = fresh(jsonify(agent.press(press)))
    except BaseException:
        agent.answers.end()
        raise
    response.call_on_close(agent.answers.end)
    return response


def _errors(app: Flask) -> None:
    @app.errorhandler(KioskError)
    def refused(error: KioskError) -> tuple[Response, int]:
        return jsonify(error.body), error.status

    @app.errorhandler(ServerRefused)
    def refused_there(error: ServerRefused) -> tuple[Response, int]:
        return jsonify(error.body), error.status

    @app.errorhandler(HTTPException)
    def refused_by_flask(error: HTTPException) -> AnyResponse | tuple[Response, int]:
        code = _HTTP_CODES.get(error.code or 0)
        if code is None:
            return error.get_response()
        return refused(KioskError(code))

    @app.errorhandler(RequestEntityTooLarge)
    def too_large(_error: RequestEntityTooLarge) -> tuple[Response, int]:
        return refused(KioskError("too_large", bytes=LARGEST_BODY))

    @app.errorhandler(Exception)
    def failed(_error: Exception) -> tuple[Response, int]:
        log.exception("a request failed")
        return refused(KioskError("internal"))
