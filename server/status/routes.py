"""The ticket on the phone: no login, no app, and no JavaScript needed."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

import flask
from flask import Blueprint, Response, send_from_directory
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..clock import now_ms
from ..engine import Engine
from ..live.views import ticket_view
from ..queries.forecasts import Forecasts
from ..queries.later_rating import link_lives, question
from ..queries.snapshot import Json, Snapshot, centre_json, look
from ..store import tickets
from ..store.base import Session
from ..usecases.ids import from_code
from ..web.pages import add_assets, secure, static_folder
from .rating import outcome, take

LANGUAGES = ("vi", "en")


def blueprint(engine: Callable[[], Engine]) -> Blueprint:
    """The page at ``/t/<code>``."""
    folder = static_folder("server.status")
    made = Blueprint("status", __name__)
    add_assets(made, "status", folder)
    page = folder.parent / "page"
    templates = Environment(
        loader=FileSystemLoader(page), autoescape=True, undefined=StrictUndefined
    )

    def status(code: str) -> Response:
        id = from_code(code)
        forecasts = engine().forecast
        found = None if id is None else engine().read(lambda s: _view(s, id, forecasts))
        over = found is not None and found.view is None
        language = _language(found)
        view = found.view if found else None
        assets = json.loads((folder / "manifest.json").read_text("utf-8"))
        html = templates.get_template("template.html").render(
            view=view,
            ticket=view["ticket"] if view else None,
            centre=found.centre if found else None,
            over=over,
            ticket_id=id if view else "",
            question=found.question if view and found else None,
            told=outcome(flask.request.args),
            answer_id=secrets.token_hex(12),
            code=code,
            time_of=lambda moment: _time_of_day(moment, found.zone) if found else "",
            day_of=_short_day,
            t=json.loads((page / "i18n" / f"{language}.json").read_text("utf-8")),
            lang=language,
            asset_js=f"/assets/status/{assets['js']}",
            asset_css=f"/assets/status/{assets['css']}",
        )
        status = 410 if over else 200 if view else 404
        response = Response(html, status=status, mimetype="text/html")
        secure(response)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def worker() -> Response:
        """What shows pushes while the page is closed; a page takes it for its own ticket only."""
        response = send_from_directory(page, "sw.js", mimetype="text/javascript", max_age=0)
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


def _time_of_day(moment: str, zone: str) -> str:
    """``16:10`` for an RFC 3339 time, on the centre's clock."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)).strftime("%H:%M")


def _short_day(day: str) -> str:
    """``27/11`` for 2026-11-27."""
    _, month, date = day.split("-")
    return f"{int(date)}/{int(month)}"


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


def _language(found: Found | None) -> str:
    asked = flask.request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return found.language if found else LANGUAGES[0]
