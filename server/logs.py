"""Logs as lines of text or JSON, each with the request it belongs to; nothing personal in them.

What may be logged: codes, counts, ids of centres, SQL without its values. Bodies, names, numbers
and addresses of people may not.
"""

import json
import logging
import os
import re
import secrets
from contextvars import ContextVar
from datetime import UTC, datetime

import flask
from flask import Flask, Response

VARIABLE = "MOTCUA_LOG"
HEADER = "X-Request-Id"
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_request: ContextVar[str] = ContextVar("motcua_request", default="")


def set_up(style: str | None = None) -> None:
    """Lines to standard error: as JSON where ``style`` (else the environment) says ``json``."""
    style = os.environ.get(VARIABLE, "") if style is None else style
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if style == "json" else TextLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("motcua").setLevel(logging.INFO if style == "json" else logging.WARNING)
    # gunicorn's own handlers would say everything a second time, in another shape.
    for name in ("gunicorn.error", "gunicorn.access"):
        theirs = logging.getLogger(name)
        theirs.handlers[:], theirs.propagate = [], True


def name_requests(app: Flask) -> None:
    """Every request has an id: the proxy's, or one made here; it is told in the answer."""

    def begin() -> None:
        told = flask.request.headers.get(HEADER, "")
        _request.set(told if _ID.fullmatch(told) else secrets.token_hex(8))

    def end(response: Response) -> Response:
        response.headers[HEADER] = _request.get()
        return response

    app.before_request(begin)
    app.after_request(end)


class JsonLines(logging.Formatter):
    """One JSON object a line: at (RFC 3339, UTC), level, logger, message, pid; request and error
    where there are such."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        told = {
            "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "pid": record.process,
        }
        if request := _request.get():
            told["request"] = request
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


class TextLines(logging.Formatter):
    """For people who read along."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        request = _request.get()
        return f"{line} [{request}]" if request else line
