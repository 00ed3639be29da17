"""The public page "You said, we did": rendered here, so that it needs no JavaScript."""

from collections.abc import Callable

import flask
from flask import Blueprint, Response

from ..core.errors import MotcuaError, NotFound
from ..engine import Engine
from ..queries.snapshot import Json
from ..reports.heard import heard_report
from ..web.filled import FilledPage, asked_language
from .words import Words

KEEP_S = 60
"""As long as its figures are remembered, anybody may keep the page."""


def blueprint(engine: Callable[[], Engine], default_centre: Callable[[], str]) -> Blueprint:
    """The page at ``/heard``."""
    page = FilledPage("heard", "server.heard")
    made = page.blueprint()

    def heard() -> Response:
        response = page.render(
            **_shown(engine(), default_centre),
            t=Words(page.source / "i18n", asked_language()),
            named=flask.request.args.get("centre", ""),
        )
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
