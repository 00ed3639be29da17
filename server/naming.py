"""Which centre a request means that carries no key: the one it names, its host's, or the first.

A page's address names a centre as ``?centre=ID``; a centre may have a host name of its own, and
then all of its pages, calls and live rooms come under it.
"""

import time
from collections.abc import Callable

import flask

from .core.errors import NotFound
from .engine import Engine
from .store import centres, places
from .store.base import Session

REMEMBER_S = 10.0
MAX_ID = 64
PARAMETER = "centre"


class CentreNames:
    """One for each server process; asks the store every ``REMEMBER_S`` at most."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._hosts: dict[str, str] = {}
        self._first = ""
        self._until = 0.0

    def __call__(self) -> str:
        """The centre of the request under way; "" where there is none yet. Raises ``NotFound``
        for a name that no centre can have."""
        return self.named() or self._of_host() or self._first

    def named(self) -> str:
        """The centre the address names, "" where it names none. Raises ``NotFound``."""
        if not flask.has_request_context():
            return ""
        asked = flask.request.args.get(PARAMETER, "")
        if len(asked) > MAX_ID or (asked and not asked.isprintable()):
            raise NotFound(field="centre")
        return asked

    def _of_host(self) -> str:
        now = self._clock()
        if now >= self._until or not self._first:
            self._first, self._hosts = self._engine.read(_known)
            self._until = now + REMEMBER_S
        if not self._hosts or not flask.has_request_context():
            return ""
        host = flask.request.host.rpartition(":")[0] or flask.request.host
        return self._hosts.get(host.lower(), "")


def _known(session: Session) -> tuple[str, dict[str, str]]:
    row = centres.first(session)
    return ("" if row is None else str(row["id"])), places.hosts(session)
