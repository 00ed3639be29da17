"""Calls and clips as WAV, below ``/api/v1``.

``speech/calls/<call>?board=&once=1`` is public like the hall: a number and a counter, no names.
``speech/try`` and ``voice/<accent>/clips/<clip>`` are for administrators.
"""

from collections.abc import Callable
from functools import wraps

import flask
from flask import Blueprint, Response

from hardware.speech.words import ACCENTS, WordsError, split_ticket
from server.api.endpoint import check_text
from server.api.identity import Identities
from server.api.problems import answer
from server.core.board import WHOLE, Board
from server.core.errors import Forbidden, Invalid, MotcuaError, NotFound, Unauthorized
from server.engine import Engine
from server.queries.snapshot import Snapshot
from server.store import boards, calls

PREFIX = "/api/v1"
MOST_COUNTER = 9_999
AGE_S = 600

Handler = Callable[..., Response]


def blueprint(
    engine: Engine, identities: Identities, default_centre: Callable[[], str]
) -> Blueprint:
    """The sounds of an installation."""
    made = Blueprint("sound", __name__, url_prefix=PREFIX)

    @made.get("/speech/calls/<call>")
    @_told
    def spoken_call(call: str) -> Response:
        asked = flask.request.args
        if not call.isascii() or not call.isdigit() or len(call) > 15:
            raise NotFound(field="call")
        id = check_text("board", asked.get("board") or WHOLE)
        ticket, counter, board = engine.look(
            default_centre(), lambda look: _call(look, int(call), id)
        )
        repeat = 1 if asked.get("once") else board.repeat
        wav = engine.files.speaking.call(ticket, counter, board.voices, repeat)
        return _wav(wav, f"public, max-age={AGE_S}")

    @made.get("/speech/try")
    @_told
    def trial() -> Response:
        _admin(identities)
        asked = flask.request.args
        accents = check_text("accent", asked.get("accent", "north")).split(",")
        counter = check_text("counter", asked.get("counter", "1"))
        ticket = _ticket(check_text("ticket", asked.get("ticket", "")))
        if not 1 <= len(accents) <= len(ACCENTS) or not set(accents) <= set(ACCENTS):
            raise Invalid(field="accent")
        if not (counter.isascii() and counter.isdigit() and 1 <= int(counter) <= MOST_COUNTER):
            raise Invalid(field="counter")
        return _wav(engine.files.speaking.call(ticket, int(counter), accents, 1), "no-store")

    @made.get("/voice/<accent>/clips/<clip>/sound")
    @_told
    def recorded(accent: str, clip: str) -> Response:
        _admin(identities)
        path = engine.work(lambda: engine.files.clips.path(accent, clip))
        return _wav(engine.work(path.read_bytes), "no-store")

    return made


def _call(look: Snapshot, call: int, id: str) -> tuple[str, int, Board]:
    """Ticket's number, counter's number, and the board that says them. Raises ``NotFound``."""
    board = boards.get(look.session, look.centre.id, id)
    row = calls.spoken(look.session, look.centre.id, call)
    # Only today's: the numbers of a day are nobody else's business on the next.
    if board is None or row is None or row["day"] != look.day:
        raise NotFound(field="call")
    if not board.shows(row["service"], row["counter"]):
        raise NotFound(field="call")
    return row["number"], row["counter_number"], board


def _ticket(text: str) -> str:
    try:
        split_ticket(text)
    except WordsError as error:
        raise Invalid(field="ticket") from error
    return text


def _admin(identities: Identities) -> None:
    actor = identities.of_request(flask.request)
    if actor is None:
        raise Unauthorized()
    if actor.role != "admin":
        raise Forbidden()


def _wav(data: bytes, caching: str) -> Response:
    if not data:
        raise NotFound(field="call")
    response = Response(data, mimetype="audio/wav")
    response.headers["Cache-Control"] = caching
    return response


def _told(handler: Handler) -> Handler:
    """Errors in the API's shape."""

    @wraps(handler)
    def run(**path: str) -> Response:
        try:
            return handler(**path)
        except MotcuaError as error:
            return answer(error)

    return run
