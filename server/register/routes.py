"""The managers' page of dossiers."""

from flask import Blueprint

from ..web.pages import page_blueprint


def blueprint() -> Blueprint:
    return page_blueprint("register", "server.register", "/manager/dossiers")
