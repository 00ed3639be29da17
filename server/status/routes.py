"""The ticket on the phone: no login, no app, and no JavaScript needed."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

import flask
from flask import Blueprint, Response, send_from_directory

from ..clock import now_ms
from ..engine import Engine
from ..live.views import ticket_view
from ..queries.forecasts import Forecasts
from ..queries.later_rating import link_lives, question
from ..queries.snapshot import Json, Snapshot, centre_json, look
from ..store import tickets
from ..store.base import Session
from ..usecases.ids import from_code
from ..web.filled import LANGUAGES, FilledPage, asked_language
from ..web.pages import secure
from .rating import outcome, take


@dataclass(frozen=True, slots=True)
class Found:
    """A ticket's page: the holder's language, the centre and its zone, and what the holder sees;
    nothing any more once the ticket's day is over and nobody may rate it. ``question`` is what
    will be asked when the visit is over."""

    language: str
    centre: Json
    zone: str
    view: Json | None
    question: Json


def blueprint(engine: Callable[[], Engine]) -> Blueprint:
    """The page at ``/t/<code>``."""
    page = FilledPage("status", "server.status")
    made = page.blueprint()

    def status(code: str) -> Response:
        id = from_code(code)
        forecasts = engine().forecast
        found = None if id is None else engine().read(lambda s: _view(s, id, forecasts))
        response = page.render(_status(found), **_values(page, found, code, id))
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def worker() -> Response:
        """What shows pushes while the page is closed; a page takes it for its own ticket only."""
        response = send_from_directory(page.source, "sw.js", mimetype="text/javascript", max_age=0)
        return secure(response)

    def rate(code: str) -> Response:
        """The form of a page without JavaScript; then the page again, by a GET of its own."""
        told = take(engine(), code, flask.request)
        lang = flask.request.args.get("lang", "")
        asked = f"&lang={lang}" if lang in LANGUAGES else ""
        return Response(status=303, headers={"Location": f"/t/{quote(code)}?rated={told}{asked}"})

    made.add_url_rule("/t/<code>", "status", status)
    made.add_url_rule("/t/<code>/rating", "rate", rate, methods=["POST"])
    made.add_url_rule("/sw.js", "worker", worker)
    return made


def _values(page: FilledPage, found: Found | None, code: str, id: str | None) -> Json:
    """What the template shows."""
    view = found.view if found else None
    language = asked_language(found.language if found else LANGUAGES[0])
    return {
        "view": view,
        "ticket": view["ticket"] if view else None,
        "centre": found.centre if found else None,
        "over": found is not None and view is None,
        "ticket_id": id if view else "",
        "question": found.question if view and found else None,
        "told": outcome(flask.request.args),
        "answer_id": secrets.token_hex(12),
        "code": code,
        "time_of": lambda moment: _time_of_day(moment, found.zone) if found else "",
        "day_of": _short_day,
        "t": page.words(language),
        "lang": language,
    }


def _status(found: Found | None) -> int:
    """Gone once the ticket's day is over and nobody may rate it any more."""
    if found is None:
        return 404
    return 410 if found.view is None else 200


def _time_of_day(moment: str, zone: str) -> str:
    """``16:10`` for an RFC 3339 time, on the centre's clock."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)).strftime("%H:%M")


def _short_day(day: str) -> str:
    """``27/11`` for 2026-11-27."""
    _, month, date = day.split("-")
    return f"{int(date)}/{int(month)}"


def _view(session: Session, id: str, forecasts: Forecasts) -> Found | None:
    ticket = tickets.find(session, id)
    if ticket is None:
        return None
    snapshot: Snapshot = look(session, ticket.centre, now_ms(), forecasts)
    view = ticket_view(snapshot, id) if link_lives(snapshot, ticket) else None
    if view is not None and view["ticket"]["wait"] is not None:
        forecasts.note(ticket.centre, id, snapshot.now)
    centre = centre_json(snapshot.centre)
    return Found(ticket.language, centre, snapshot.centre.zone, view, question(snapshot))
