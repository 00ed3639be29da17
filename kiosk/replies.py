"""What the routes of the kiosk's agent share: reading a JSON body, answers nobody keeps."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from kiosk.errors import KioskError


def json_body() -> Any:
    """The decoded JSON body. Raises KioskError (``unsupported_media``, ``bad_json``)."""
    # Another page in this browser can post a form here unasked, but not JSON.
    if request.mimetype != "application/json":
        raise KioskError("unsupported_media")
    try:
        body: Any = request.get_json(silent=True)
    except RecursionError as error:  # thousands of brackets
        raise KioskError("bad_json") from error
    if body is None:
        raise KioskError("bad_json")
    return body


def fresh(response: Response) -> Response:
    """An answer that is true only now."""
    response.headers["Cache-Control"] = "no-store"
    return response
