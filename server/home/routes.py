"""The first page: who uses what."""

import json
from pathlib import Path
from typing import Any

from flask import Blueprint, Response

from ..texts import catalogue
from ..web.pages import page_blueprint

FACES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("hall", (("hall", "/hall"), ("heard", "/heard"), ("waits", "/waits"), ("lookup", "/ho-so"))),
    ("officer", (("staff", "/staff"),)),
    (
        "manager",
        (
            ("manager", "/manager"),
            ("reports", "/manager/reports"),
            ("satisfaction", "/manager/satisfaction"),
            ("register", "/manager/dossiers"),
            ("province", "/province"),
        ),
    ),
    ("admin", (("admin", "/admin"),)),
)


def blueprint(faces_file: Path) -> Blueprint:
    """The page at ``/``; ``faces_file`` replaces the list of faces where it exists (the demo)."""
    made = page_blueprint("home", "server.home", "/")

    def faces() -> Response:
        if faces_file.exists():
            text = faces_file.read_text("utf-8")
        else:
            text = json.dumps(_own_faces(), ensure_ascii=False)
        return Response(text, mimetype="application/json")

    made.add_url_rule("/faces.json", "faces", faces)
    return made


def _own_faces() -> dict[str, Any]:
    texts = catalogue("server.home")

    def both(key: str) -> dict[str, str]:
        vi, en = texts.text(key, "vi"), texts.text(key, "en")
        name = key.rsplit(".", 1)[-1]
        return {name: vi, f"{name}_en": en}

    groups = [
        {
            "id": group,
            **both(f"group.{group}.title"),
            "links": [
                {"href": href, **both(f"link.{link}.title"), **both(f"link.{link}.note")}
                for link, href in links
            ],
        }
        for group, links in FACES
    ]
    return {"demo": False, "groups": groups, "sign_ins": []}
