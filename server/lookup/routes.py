"""Where is my dossier? Code and last digits in, the state in plain words out: without JavaScript.

The code stands in the address's fragment where it comes from a receipt, which browsers keep to
themselves; the digits are sent in a form's body only.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import flask
from flask import Blueprint, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..api.dossier_tries import tried
from ..api.problems import ApiError
from ..core.errors import MotcuaError, NotFound, SeveralCentres
from ..engine import Engine
from ..queries.snapshot import centre_json
from ..store import centres
from ..web.pages import add_assets, secure, static_folder
from .asking import Asked, asked_in, named_in
from .words import Words

LANGUAGES = ("vi", "en")
PARAMETER = "centre"
STATUS = {"unknown": 404, "several": 409, "format": 422, "often": 429, "away": 503}
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is found and where, or what is wrong: one of ``STATUS``; ``wait`` are seconds to come
    again, ``among`` the centres of which one is to be chosen."""

    found: Json | None = None
    centre: str = ""
    problem: str | None = None
    wait: int = 0
    among: Sequence[Json] = ()


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
        named = named_in(flask.request.args, PARAMETER)
        centre = _centre(engine(), answer.centre or default_centre())
        words = Words(page / "i18n", language, "" if centre is None else centre["zone"])
        html = templates.get_template("template.html").render(
            centre=centre,
            # Whoever reads which of several centres it is, thinks that only there is looked.
            heading=centre if answer.centre or named or not _several(engine()) else None,
            named=named,
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
        named = asked.centre or named_in(flask.request.args, PARAMETER)
        return shown(asked, _answer(engine(), named, asked, address(flask.request)))

    made.add_url_rule("/ho-so", "form", form)
    made.add_url_rule("/ho-so", "look", look, methods=["POST"])
    return made


def _answer(engine: Engine, named: str, asked: Asked, address: str) -> Answer:
    if not asked.sensible:
        return Answer(problem="format")
    try:
        found = tried(engine, named, address, asked.code, asked.digits)
        return Answer(found=found.dossier, centre=found.centre)
    except NotFound:
        return Answer(problem="unknown")
    except SeveralCentres as error:
        return Answer(problem="several", among=cast(list[Json], error.params["centres"]))
    except ApiError as error:
        return Answer(problem="often", wait=int(str(error.params["seconds"])))
    except MotcuaError:
        return Answer(problem="away")


def _centre(engine: Engine, centre: str) -> Json | None:
    try:
        return engine.look(
            centre, lambda look: {**centre_json(look.centre), "zone": look.centre.zone}
        )
    except MotcuaError:
        return None


def _several(engine: Engine) -> bool:
    try:
        return engine.read(centres.several)
    except MotcuaError:
        return False


def _status(centre: Mapping[str, Any] | None, answer: Answer) -> int:
    if centre is None:
        return 404
    return 200 if answer.problem is None else STATUS[answer.problem]


def _assets(manifest: Any) -> dict[str, str]:
    names = json.loads(manifest.read_text("utf-8"))
    return {f"asset_{kind}": f"/assets/lookup/{names[kind]}" for kind in ("js", "css")}
