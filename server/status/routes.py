"""The ticket on the phone: no login, no app, and no JavaScript needed."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import flask
from flask import Blueprint, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..clock import now_ms
from ..engine import Engine
from ..live.views import ticket_view
from ..queries.snapshot import Json, Snapshot, look
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
        language = _language(found)
        assets = json.loads((folder / "manifest.json").read_text("utf-8"))
        html = templates.get_template("template.html").render(
            view=found[1] if found else None,
            ticket=found[1]["ticket"] if found else None,
            centre=found[1]["centre"] if found else None,
            ticket_id=id if found else "",
            time_of=lambda moment: _time_of_day(moment, found[2]) if found else "",
            t=json.loads((page / "i18n" / f"{language}.json").read_text("utf-8")),
            lang=language,
            asset_js=f"/assets/status/{assets['js']}",
            asset_css=f"/assets/status/{assets['css']}",
        )
        response = Response(html, status=200 if found else 404, mimetype="text/html")
        secure(response)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    made.add_url_rule("/t/<code>", "status", status)
    return made


def _time_of_day(moment: str, zone: str) -> str:
    """``16:10`` for an RFC 3339 time, on the centre's clock."""
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)).strftime("%H:%M")


def _view(session: Session, id: str) -> tuple[str, Json, str] | None:
    """The holder's language, what the holder sees, and the centre's zone."""
    ticket = tickets.find(session, id)
    if ticket is None:
        return None
    snapshot: Snapshot = look(session, ticket.centre, now_ms())
    view = ticket_view(snapshot, id)
    return None if view is None else (ticket.language, view, snapshot.centre.zone)


def _language(found: tuple[str, Any, str] | None) -> str:
    asked = flask.request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return found[0] if found else LANGUAGES[0]
