"""The rating terminal's touch page."""

from flask import Blueprint

from server.web.pages import page_blueprint


def blueprint() -> Blueprint:
    return page_blueprint("terminal", "rating_terminal", "/terminal/<counter>")
