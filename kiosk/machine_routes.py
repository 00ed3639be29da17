"""What the page asks its machine for: scanning a card, and the sign that the page is alive."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, jsonify

from hardware.catalogue import LANGUAGES
from kiosk.errors import KioskError
from kiosk.replies import fresh, json_body
from kiosk.scanning import Scanning
from kiosk.watchdog import PageBeat


def add_machine_routes(app: Flask, scanning: Scanning, beat: PageBeat) -> None:
    @app.post("/api/scan")
    def begin_scan() -> Response:
        if _body().get("language", LANGUAGES[0]) not in LANGUAGES:
            raise KioskError("invalid_field", "language")
        return fresh(jsonify(scanning.begin()))

    @app.delete("/api/scan")
    def end_scan() -> tuple[str, int]:
        scanning.end()
        return "", 204

    @app.post("/api/scan/wedge")
    def scan_wedge() -> Response:
        digits = _body().get("digits")
        return fresh(jsonify(scanning.wedge(digits if isinstance(digits, str) else "")))

    @app.post("/api/heartbeat")
    def heartbeat() -> tuple[str, int]:
        _body()
        beat.seen()
        return "", 204


def _body() -> dict[str, Any]:
    body = json_body()
    if not isinstance(body, dict):
        raise KioskError("bad_json")
    return body
