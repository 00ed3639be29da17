"""The ticket on the phone: no login, no app, and no JavaScript needed."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import flask
from flask import Blueprint, Response, send_from_directory
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..clock import now_ms
from ..engine import Engine
from ..live.views import ticket_view
from ..queries.snapshot import Json, Snapshot, centre_json, look
from ..store import tickets
from ..store.base import Session
from ..usecases.ids import from_code
from ..web.pages import add_assets, secure, static_folder

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
        found = None if id is None else engine().read(lambda session: _view(session, id))
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
            time_of=lambda moment: _time_of_day(moment, found.zone) if found else "",
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

    made.add_url_rule("/t/<code>", "status", status)
    made.add_url_rule("/sw.js", "worker", worker)
    return made


def _time_of_day(moment: str, zone: str) -> str:
    """``16:10`` for an RFC 3339 time, on the centre's clock."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)).strftime("%H:%M")


@dataclass(frozen=True, slots=True)
class Found:
    """A ticket's page: the holder's language, the centre and its zone, and what the holder sees;
    nothing any more once the ticket's day is over."""

    language: str
    centre: Json
    zone: str
    view: Json | None


def _view(session: Session, id: str) -> Found | None:
    ticket = tickets.find(session, id)
    if ticket is None:
        return None
    snapshot: Snapshot = look(session, ticket.centre, now_ms())
    view = ticket_view(snapshot, id) if ticket.day == snapshot.day else None
    return Found(ticket.language, centre_json(snapshot.centre), snapshot.centre.zone, view)


def _language(found: Found | None) -> str:
    asked = flask.request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return found.language if found else LANGUAGES[0]
