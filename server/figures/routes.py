"""The page of a period's figures."""

from flask import Blueprint

from ..web.pages import page_blueprint


def blueprint() -> Blueprint:
    return page_blueprint("figures", "server.figures", "/manager/reports")
