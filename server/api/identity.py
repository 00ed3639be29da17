"""Who is asking: a bearer token or a session cookie."""

import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress

from flask import Request

from ..clock import now_ms
from ..core.errors import Unauthorized, Unavailable
from ..engine import Engine
from ..usecases.change import Actor
from ..usecases.secrets import digest
from ..usecases.sessions import SEEN_MS, identify, note_use
from .problems import ApiError

COOKIE = "motcua_session"
BROWSER_COOKIE = "motcua_browser"
"""By which a browser is known that somebody has signed in with before."""
CSRF_HEADER = "X-Motcua"
REMEMBER_S = 2.0
REMEMBERED = 4_096
MAX_SECRET = 200
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Identities:
    """Finds the actor of a request; remembers devices for a moment.

    A revoked device is refused within ``REMEMBER_S``, at once in the process that revoked it.
    People's sessions are always looked up: they change counters.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: OrderedDict[str, tuple[float, Actor]] = OrderedDict()
        self.on_device: Callable[[str], None] = lambda _device: None
        """Told the id of a device that asks, at most every ``REMEMBER_S``."""

    def forget(self) -> None:
        self._known.clear()

    def of_secret(self, secret: str) -> Actor:
        """The holder of a secret. Raises ``Unauthorized``."""
        if not secret.isascii() or len(secret) > MAX_SECRET:
            raise Unauthorized()
        key = digest(secret)
        known = self._known.get(key)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        actor = self._engine.ask(lambda session: identify(session, secret, now_ms()))
        if actor is None:
            raise Unauthorized()
        if actor.kind == "device":
            self.on_device(actor.id)
            self._known[key] = (time.monotonic() + REMEMBER_S, actor)
            self._known.move_to_end(key)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return actor

    def of_request(self, request: Request) -> Actor | None:
        """The actor of an HTTP request, or None when it names nobody.

        Raises ``Unauthorized`` for bad credentials, and an ``ApiError`` (csrf) for a change that
        carries the cookie without the header that only this system's pages send.
        """
        header = request.headers.get("Authorization")
        if header is not None:
            scheme, _, secret = header.partition(" ")
            if scheme.lower() != "bearer":
                raise Unauthorized()
            return self.of_secret(secret.strip())
        secret = request.cookies.get(COOKIE, "")
        if not secret:
            return None
        try:
            actor = self.of_secret(secret)
        except Unauthorized:
            return None
        if request.method not in SAFE_METHODS and CSRF_HEADER not in request.headers:
            raise ApiError("csrf")
        self._note_use(actor)
        return actor

    def _note_use(self, actor: Actor) -> None:
        """The session is in use; that a store cannot note it now is no reason to refuse."""
        now = now_ms()
        if actor.kind != "session" or now - actor.seen_at < SEEN_MS:
            return
        with suppress(Unavailable):
            self._engine.write(lambda session: note_use(session, actor, now))
