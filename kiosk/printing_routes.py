"""What the page asks of the kiosk's printer: reprints, checklists, a new roll."""

from __future__ import annotations

from flask import Flask, Response, jsonify

from kiosk.agent import KioskAgent
from kiosk.press import parse_checklist, parse_reprint
from kiosk.replies import fresh, json_body


def add_printing(app: Flask, agent: KioskAgent) -> None:
    """Add the routes to the agent's app."""

    @app.post("/api/reprint")
    def reprint() -> tuple[Response, int]:
        printing = agent.prints.reprint(parse_reprint(json_body()))
        return fresh(jsonify({"print": printing})), 201

    @app.post("/api/checklist")
    def checklist() -> tuple[Response, int]:
        wanted = parse_checklist(json_body())
        return fresh(jsonify({"print": agent.checklist(wanted)})), 201

    @app.post("/api/paper/new-roll")
    def new_roll() -> Response:
        json_body()
        agent.prints.new_roll()
        return fresh(jsonify(agent.prints.state()))
