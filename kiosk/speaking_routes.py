"""Where the kiosk's page gets a ticket's number spoken."""

from __future__ import annotations

from flask import Flask, Response, request

from hardware.catalogue import LANGUAGES
from kiosk.errors import KioskError
from kiosk.replies import fresh
from kiosk.speaking import Speaking


def add_speaking(app: Flask, speaking: Speaking) -> None:
    """``GET /api/speech/{press}?language=``: WAV, or 404 where nothing can be said."""

    @app.get("/api/speech/<press>")
    def speech(press: str) -> Response:
        language = request.args.get("language", LANGUAGES[0])
        if language not in LANGUAGES:
            raise KioskError("invalid_field", "language")
        wav = speaking.say(press, language)
        if wav is None:
            raise KioskError("not_found")
        return fresh(Response(wav, mimetype="audio/wav"))
