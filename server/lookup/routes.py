"""Where is my dossier? Code and last digits in, the state in plain words out: without JavaScript.

The code stands in the address's fragment where it comes from a receipt, which browsers keep to
themselves; the digits are sent in a form's body only.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import flask
from flask import Blueprint, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..api.dossier_tries import tried
from ..api.problems import ApiError
from ..core.errors import MotcuaError, NotFound
from ..engine import Engine
from ..queries.snapshot import centre_json
from ..web.pages import add_assets, secure, static_folder
from .asking import Asked, asked_in
from .words import Words

LANGUAGES = ("vi", "en")
STATUS = {"unknown": 404, "format": 422, "often": 429, "away": 503}
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is found, or what is wrong: one of ``STATUS``; ``wait`` are seconds to come again."""

    found: Json | None = None
    problem: str | None = None
    wait: int = 0


def blueprint(
    engine: Callable[[], Engine],
    default_centre: Callable[[], str],
    address: Callable[[flask.Request], str],
) -> Blueprint:
    """The page at ``/ho-so``. ``address`` says where a request comes from."""
    folder = static_folder("server.lookup")
    made = Blueprint("lookup", __name__)
    add_assets(made, "lookup", folder)
    page = folder.parent / "page"
    templates = Environment(
        loader=FileSystemLoader(page), autoescape=True, undefined=StrictUndefined
    )

    def shown(asked: Asked, answer: Answer) -> Response:
        language = flask.request.args.get("lang", LANGUAGES[0])
        language = language if language in LANGUAGES else LANGUAGES[0]
        centre = _centre(engine(), default_centre)
        words = Words(page / "i18n", language, "" if centre is None else centre["zone"])
        html = templates.get_template("template.html").render(
            centre=centre,
            named=flask.request.args.get("centre", ""),
            asked=asked,
            answer=answer,
            t=words,
            **_assets(folder / "manifest.json"),
        )
        response = Response(html, status=_status(centre, answer), mimetype="text/html")
        secure(response)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def form() -> Response:
        return shown(Asked(), Answer())

    def look() -> Response:
        asked = asked_in(flask.request.form)
        return shown(asked, _answer(engine(), default_centre, asked, address(flask.request)))

    made.add_url_rule("/ho-so", "form", form)
    made.add_url_rule("/ho-so", "look", look, methods=["POST"])
    return made


def _answer(
    engine: Engine, default_centre: Callable[[], str], asked: Asked, address: str
) -> Answer:
    if not asked.sensible:
        return Answer(problem="format")
    try:
        return Answer(found=tried(engine, default_centre(), address, asked.code, asked.digits))
    except NotFound:
        return Answer(problem="unknown")
    except ApiError as error:
        return Answer(problem="often", wait=int(str(error.params["seconds"])))
    except MotcuaError:
        return Answer(problem="away")


def _centre(engine: Engine, default_centre: Callable[[], str]) -> Json | None:
    try:
        return engine.look(
            default_centre(), lambda look: {**centre_json(look.centre), "zone": look.centre.zone}
        )
    except MotcuaError:
        return None


def _status(centre: Mapping[str, Any] | None, answer: Answer) -> int:
    if centre is None:
        return 404
    return 200 if answer.problem is None else STATUS[answer.problem]


def _assets(manifest: Any) -> dict[str, str]:
    names = json.loads(manifest.read_text("utf-8"))
    return {f"asset_{kind}": f"/assets/lookup/{names[kind]}" for kind in ("js", "css")}
