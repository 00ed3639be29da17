"""The staff page."""

from flask import Blueprint

from ..web.pages import page_blueprint


def blueprint() -> Blueprint:
    return page_blueprint("staff", "server.staff", "/staff", prints=True)
