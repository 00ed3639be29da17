"""The hall board and the counter displays."""

from flask import Blueprint

from server.web.pages import page_blueprint


def blueprints() -> tuple[Blueprint, ...]:
    return (
        page_blueprint("hall", "display.hall", "/hall"),
        page_blueprint("counter", "display.counter", "/counter/<id>"),
    )
