"""What the page asks for: the state, the pictures, a stream of changes, and its switches."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, jsonify, request, send_from_directory

from hardware.catalogue import LANGUAGES, catalogue
from hardware.loopback import (
    Broadcast,
    LoopbackServer,
    TooManyStreams,
    event_stream,
    is_foreign,
    set_headers,
)
from hardware.virtual.printer import PrintedTicket, VirtualPrinter

LARGEST_CHANGE = 1024
SWITCHES = ("cover_open", "mute", "offline")


class PrinterPage:
    """The page's server on loopback; start() and stop() it around the printer's."""

    def __init__(self, printer: VirtualPrinter, port: int = 0) -> None:
        self._events = Broadcast()
        self._printer = printer
        self._server = LoopbackServer(create_app(printer, self._events), port)
        self.url = self._server.url
        printer.on_change(lambda: self._events.send("state", state_of(printer)))

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        self._events.close()
        self._server.stop()


def state_of(printer: VirtualPrinter) -> dict[str, Any]:
    """Everything the page shows; tickets newest first."""
    settings = printer.settings
    return {
        "url": printer.url,
        "paper": settings.paper,
        "cover_open": settings.cover_open,
        "mute": settings.mute,
        "offline": settings.offline,
        "prints": settings.prints,
        "printed": printer.printed,
        "tickets": [_ticket(ticket) for ticket in reversed(printer.tickets)],
    }


def create_app(printer: VirtualPrinter, events: Broadcast) -> Flask:
    """The page as a Flask app."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_CHANGE
    app.before_request(lambda: Response(status=403) if is_foreign() else None)
    app.after_request(set_headers)
    _page_files(app)
    _tickets(app, printer)
    _state(app, printer, events)
    return app


def _page_files(app: Flask) -> None:
    @app.get("/")
    def index() -> Response:
        return send_from_directory(app.root_path, "index.html")

    @app.get("/<any('page.js', 'page.css'):name>")
    def asset(name: str) -> Response:
        return send_from_directory(app.root_path, name)

    @app.get("/messages")
    def messages() -> Response:
        return jsonify({language: dict(catalogue("hardware", language)) for language in LANGUAGES})


def _tickets(app: Flask, printer: VirtualPrinter) -> None:
    @app.get("/tickets/<int:number>.png")
    def ticket(number: int) -> Response:
        for ticket in printer.tickets:
            if ticket.number == number:
                # Numbers begin anew with the printer, so a kept picture may be another's.
                headers = {"Cache-Control": "no-store"}
                return Response(ticket.png, mimetype="image/png", headers=headers)
        return Response(status=404)


def _state(app: Flask, printer: VirtualPrinter, events: Broadcast) -> None:
    @app.get("/api/state")
    def state() -> Response:
        return jsonify(state_of(printer))

    @app.get("/api/events")
    def stream() -> Response:
        try:
            return event_stream(events.stream("state", lambda: state_of(printer)))
        except TooManyStreams:
            return Response(status=503)

    @app.post("/api/state")
    def change() -> Response:
        wanted: Any = request.get_json(silent=True)
        if not _valid(wanted):
            return Response(status=422)
        printer.set(**wanted)
        return jsonify(state_of(printer))


def _valid(wanted: Any) -> bool:
    if not isinstance(wanted, dict) or not wanted:
        return False
    return all(
        value in ("ok", "low", "out") if name == "paper" else isinstance(value, bool)
        for name, value in wanted.items()
        if name == "paper" or name in SWITCHES
    ) and set(wanted) <= {"paper", *SWITCHES}


def _ticket(ticket: PrintedTicket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "width": ticket.width,
        "height": ticket.height,
        "printed_at": ticket.printed_at.isoformat(timespec="milliseconds"),
    }
