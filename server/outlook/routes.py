"""Go now or later? Each line as it is now, and its typical week: complete without JavaScript."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import flask
from flask import Blueprint, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..core.errors import NotFound
from ..engine import Engine
from ..queries.services import public_waits
from ..queries.snapshot import Snapshot
from ..web.pages import add_assets, secure, static_folder
from .typical import advice, table

LANGUAGES = ("vi", "en")
Json = dict[str, Any]


def blueprint(engine: Callable[[], Engine], default_centre: Callable[[], str]) -> Blueprint:
    """The page at ``/waits``."""
    folder = static_folder("server.outlook")
    made = Blueprint("outlook", __name__)
    add_assets(made, "outlook", folder)
    page = folder.parent / "page"
    templates = Environment(
        loader=FileSystemLoader(page), autoescape=True, undefined=StrictUndefined
    )

    def outlook() -> Response:
        asked = flask.request.args.get("lang", "")
        language = asked if asked in LANGUAGES else LANGUAGES[0]
        found = _found(engine(), default_centre)
        assets = json.loads((folder / "manifest.json").read_text("utf-8"))
        html = templates.get_template("template.html").render(
            found=found,
            t=json.loads((page / "i18n" / f"{language}.json").read_text("utf-8")),
            lang=language,
            centre_asked=flask.request.args.get("centre", ""),
            asset_js=f"/assets/outlook/{assets['js']}",
            asset_css=f"/assets/outlook/{assets['css']}",
        )
        response = Response(html, status=200 if found else 404, mimetype="text/html")
        return secure(response)

    made.add_url_rule("/waits", "outlook", outlook)
    return made


def _found(engine: Engine, default_centre: Callable[[], str]) -> Json | None:
    try:
        return engine.look(default_centre(), view)
    except NotFound:
        return None


def view(look: Snapshot) -> Json:
    """All the page shows."""
    week = look.forecasts.week(look.centre.id)
    local = datetime.fromtimestamp(look.now / 1000, UTC).astimezone(ZoneInfo(look.centre.zone))
    told = public_waits(look)
    for item in told["items"]:
        cells = week.cells.get(item["service"], {})
        likely = item["wait"]["likely"] if item["wait"] else None
        item["advice"] = advice(cells, local.weekday(), local.hour, likely)
        item["week"] = table(cells, local.weekday(), local.hour)
    # Who offers what is not open now comes last: people look for what they can do.
    told["items"].sort(key=lambda item: not item["open"])
    return {**told, "days": week.days, "at": local.strftime("%H:%M")}
