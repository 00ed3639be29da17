"""The page of one's own account."""

from flask import Blueprint

from ..web.pages import page_blueprint


def blueprint() -> Blueprint:
    return page_blueprint("account", "server.account", "/account")
