"""The province's page."""

from flask import Blueprint

from ..web.pages import page_blueprint


def blueprint() -> Blueprint:
    return page_blueprint("province", "server.province", "/province")
