"""The rating as a form: what a phone sends without JavaScript."""

from collections.abc import Mapping
from urllib.parse import parse_qs

import flask

from ..api.blueprint import read_body
from ..api.problems import ApiError
from ..core.errors import MotcuaError, NotRateable
from ..core.rating_words import LONGEST_COMMENT, MOST_SHOWN
from ..core.satisfaction import UNSATISFIED
from ..engine import Engine
from ..store import tickets
from ..usecases.change import Actor
from ..usecases.ids import from_code
from ..usecases.rate_later import Answer, rate_later

MOST_BYTES = 16 * 1024
MOST_FIELDS = 32
LONGEST_ID = 64
OUTCOMES = frozenset({"counted", "changed", "repeated", "late", "closed", "failed"})


def outcome(query: Mapping[str, str]) -> str | None:
    """What the page is to say about the answer that was just sent, if one was."""
    told = query.get("rated", "")
    return told if told in OUTCOMES else None


def take(engine: Engine, code: str, request: flask.Request) -> str:
    """Keep the answer of a form; one of ``OUTCOMES``."""
    try:
        answer = _answer(read_body(request, MOST_BYTES))
        id = from_code(code)
        ticket = None if id is None else engine.read(lambda session: tickets.find(session, id))
        if ticket is None:
            return "failed"
        holder = Actor("holder", ticket.centre, "link")
        return engine.change(holder, lambda change: rate_later(change, ticket.id, answer)).status
    except NotRateable:
        return "closed"
    except (MotcuaError, ApiError, ValueError):
        return "failed"


def _answer(body: bytes) -> Answer:
    """Raises ValueError for what the page's form would never send."""
    fields = parse_qs(body.decode("utf-8"), max_num_fields=MOST_FIELDS, strict_parsing=bool(body))
    id, reasons = fields.get("id", [""])[0], fields.get("reasons", [])
    if not (0 < len(id) <= LONGEST_ID and id.isalnum() and id.isascii()):
        raise ValueError("no id")
    if len(reasons) > MOST_SHOWN:
        raise ValueError("too many reasons")
    value = fields.get("value", [""])[0]
    return Answer(
        id=id,
        value=value,
        scale=int(fields.get("scale", [""])[0]),
        # A mind that changed to "satisfied" leaves no reasons behind.
        reasons=tuple(reasons) if value in UNSATISFIED else (),
        comment=fields.get("comment", [""])[0][:LONGEST_COMMENT],
    )
