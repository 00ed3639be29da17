"""Logs as lines of text or JSON, each with the request it belongs to; nothing personal in them.

What may be logged: codes, counts, ids of centres, SQL without its values. Bodies, names, numbers
and addresses of people may not; where a library's error quotes them, the quotation is left out.
"""

import json
import logging
import os
import re
import secrets
import threading
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

import flask
from flask import Flask, Response
from gevent import monkey

from hardware import loudness

VARIABLE = "MOTCUA_LOG"
HEADER = "X-Request-Id"
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_QUOTED = re.compile(r"^(DETAIL|CONTEXT): .*$|\binput_value=.*(?=, input_type=)", re.MULTILINE)
"""Of errors of PostgreSQL (the row that was refused) and of pydantic (what was to be read)."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_request: ContextVar[str] = ContextVar("motcua_request", default="")


def set_up(style: str | None = None) -> None:
    """Lines to standard error: as JSON where ``style`` (else the environment) says ``json``."""
    style = os.environ.get(VARIABLE, "") if style is None else style
    handler = Lines()
    handler.setFormatter(JsonLines() if style == "json" else TextLines())
    _lock_natively()
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("motcua").setLevel(logging.INFO if style == "json" else logging.WARNING)
    loudness.as_asked()
    # gunicorn's own handlers would say everything a second time, in another shape.
    for name in ("gunicorn.error", "gunicorn.access"):
        theirs = logging.getLogger(name)
        theirs.handlers[:], theirs.propagate = [], True


class Lines(logging.StreamHandler[TextIO]):
    """Writes to standard error, from greenlets and native threads alike.

    The library's lock is gevent's here, on which two native threads may wait for ever. A native
    one does: nobody switches greenlets between taking it and giving it back.
    """

    def createLock(self) -> None:
        self.lock = _native_lock()


def _native_lock() -> threading.RLock:
    made: threading.RLock = monkey.get_original("_thread", "RLock")()
    return made


def _lock_natively() -> None:
    """The library's own lock, taken when a logger is first asked about a level."""
    logging._lock = _native_lock()  # type: ignore[attr-defined]


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
            "message": unquoted(record.getMessage()),
            "pid": record.process,
        }
        if request := _request.get():
            told["request"] = request
        if record.exc_info:
            told["error"] = unquoted(self.formatException(record.exc_info))
        return json.dumps(told, ensure_ascii=False)


class TextLines(logging.Formatter):
    """For people who read along."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        # A text that ends its line could pretend to be the next one.
        record.message = _CONTROL.sub(lambda found: ascii(found[0])[1:-1], record.message)
        return super().formatMessage(record)

    def format(self, record: logging.LogRecord) -> str:
        line = unquoted(super().format(record))
        request = _request.get()
        return f"{line} [{request}]" if request else line


def unquoted(text: str) -> str:
    """A log's text without the data that errors of libraries repeat."""
    return _QUOTED.sub("…", text)
