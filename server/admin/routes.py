"""The administrator's page, and the first set-up."""

from flask import Blueprint

from ..web.pages import page_blueprint


def blueprint() -> Blueprint:
    return page_blueprint("admin", "server.admin", "/admin", "/setup/<secret>")
