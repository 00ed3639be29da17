"""The hall's boards and the counter displays, with what they play and show."""

from collections.abc import Callable

from flask import Blueprint

from server.api.identity import Identities
from server.engine import Engine
from server.web.pages import page_blueprint

from . import media, sound


def blueprints(
    engine: Engine, identities: Identities, default_centre: Callable[[], str]
) -> tuple[Blueprint, ...]:
    return (
        page_blueprint("hall", "display.hall", "/hall", "/hall/<id>"),
        page_blueprint("counter", "display.counter", "/counter/<id>"),
        media.blueprint(engine),
        sound.blueprint(engine, identities, default_centre),
    )
