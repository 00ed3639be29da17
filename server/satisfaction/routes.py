"""The page of satisfaction."""

from flask import Blueprint

from ..web.pages import page_blueprint


def blueprint() -> Blueprint:
    return page_blueprint("satisfaction", "server.satisfaction", "/manager/satisfaction")
