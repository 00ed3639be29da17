"""Pictures and videos for the boards, from the data folder: ``/media/<id>``."""

import re

from flask import Blueprint, Response, abort, send_from_directory

from server.engine import Engine

AGE_S = 365 * 86_400
_ID = re.compile(r"[0-9a-f]{40}\.[a-z0-9]{3,4}")


def blueprint(engine: Engine) -> Blueprint:
    """Cached for ever: an id is a digest of the content. Parts of a video may be asked for."""
    made = Blueprint("board_media", __name__)

    def medium(id: str) -> Response:
        if not _ID.fullmatch(id):
            abort(404)
        response = send_from_directory(engine.files.media.folder.resolve(), id, max_age=AGE_S)
        response.headers["Cache-Control"] = f"public, max-age={AGE_S}, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
        # A file that was uploaded is looked at, never run.
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    made.add_url_rule("/media/<id>", "medium", medium)
    return made
