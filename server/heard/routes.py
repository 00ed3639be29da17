"""The public page "You said, we did": rendered here, so that it needs no JavaScript."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import flask
from flask import Blueprint, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..core.errors import MotcuaError, NotFound
from ..engine import Engine
from ..queries.snapshot import Json
from ..reports.heard import heard_report
from ..web.pages import add_assets, secure, static_folder
from .words import Words

LANGUAGES = ("vi", "en")
KEEP_S = 60
"""As long as its figures are remembered, anybody may keep the page."""


def blueprint(engine: Callable[[], Engine], default_centre: Callable[[], str]) -> Blueprint:
    """The page at ``/heard``."""
    folder = static_folder("server.heard")
    made = Blueprint("heard", __name__)
    add_assets(made, "heard", folder)
    page = folder.parent / "page"
    templates = Environment(
        loader=FileSystemLoader(page), autoescape=True, undefined=StrictUndefined
    )

    def heard() -> Response:
        language = flask.request.args.get("lang", LANGUAGES[0])
        words = Words(page / "i18n", language if language in LANGUAGES else LANGUAGES[0])
        html = templates.get_template("template.html").render(
            **_shown(engine(), default_centre),
            t=words,
            named=flask.request.args.get("centre", ""),
            asset_css=_stylesheet(folder),
        )
        response = secure(Response(html, mimetype="text/html"))
        response.headers["Cache-Control"] = f"public, max-age={KEEP_S}"
        return response

    made.add_url_rule("/heard", "heard", heard)
    return made


def _shown(engine: Engine, default_centre: Callable[[], str]) -> Json:
    try:
        return engine.look(default_centre(), lambda look: heard_report(look, engine.remembered))
    except NotFound:
        flask.abort(404)
    except MotcuaError:
        flask.abort(503)


def _stylesheet(folder: Path) -> str:
    names: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return f"/assets/heard/{names['css']}"
