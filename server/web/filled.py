"""Pages that the server fills in, for people without JavaScript: template, words, assets."""

import json
from collections.abc import Mapping
from typing import Any

import flask
from flask import Blueprint, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .pages import add_assets, secure, static_folder

LANGUAGES = ("vi", "en")


class FilledPage:
    """The page of ``package``: ``page/template.html`` with the words in ``page/i18n``."""

    def __init__(self, face: str, package: str) -> None:
        self._face, self._folder = face, static_folder(package)
        self.source = self._folder.parent / "page"
        self._templates = Environment(
            loader=FileSystemLoader(self.source), autoescape=True, undefined=StrictUndefined
        )

    def blueprint(self) -> Blueprint:
        """One that serves the page's assets so far."""
        made = Blueprint(self._face, __name__)
        add_assets(made, self._face, self._folder)
        return made

    def words(self, language: str) -> Mapping[str, str]:
        """All texts of a language."""
        text = (self.source / "i18n" / f"{language}.json").read_text("utf-8")
        words: Mapping[str, str] = json.loads(text)
        return words

    def render(self, status: int = 200, **values: Any) -> Response:
        """The page with these values; ``asset_js`` and ``asset_css`` are the addresses of its
        script (none where it has none) and its styles."""
        names = json.loads((self._folder / "manifest.json").read_text("utf-8"))
        assets = {f"asset_{kind}": f"/assets/{self._face}/{name}" for kind, name in names.items()}
        html = self._templates.get_template("template.html").render(**assets, **values)
        return secure(Response(html, status=status, mimetype="text/html"))


def asked_language(otherwise: str = LANGUAGES[0]) -> str:
    """The language that the request's address asks for by ``?lang=``."""
    asked = flask.request.args.get("lang", "")
    return asked if asked in LANGUAGES else otherwise
