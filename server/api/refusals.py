"""Refusals in the log: who asked for what they may not do; never so many that they fill it."""

import logging

import flask

from ..core.errors import Forbidden
from .pacing import Pace
from .problems import ApiError

log = logging.getLogger("motcua.api")

A_MINUTE = 30
"""Lines about one person or device."""


class Refusals:
    """One server process' refusals."""

    def __init__(self) -> None:
        self._pace = Pace(A_MINUTE, 60)

    def note(self, operation: str, error: Forbidden) -> None:
        """Write a line, unless there were too many about whoever asks."""
        actor = flask.g.get("motcua_actor")
        who = "nobody" if actor is None else actor.label
        try:
            self._pace.step(who)
        except ApiError:
            return
        log.info("refused: %s, %s, %s", operation, error.code, who)
