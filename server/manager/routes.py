"""The manager page."""

from pathlib import Path

from flask import Blueprint, Response, send_from_directory

from ..web.pages import page_blueprint, secure

PAGE = Path(__file__).parent / "page"


def blueprint() -> Blueprint:
    made = page_blueprint("manager", "server.manager", "/manager")

    def worker() -> Response:
        """What shows alerts while the page is closed."""
        name = "alerts-worker.js"
        return secure(send_from_directory(PAGE, name, mimetype="text/javascript", max_age=0))

    made.add_url_rule("/manager-alerts.js", "manager_worker", worker)
    return made
