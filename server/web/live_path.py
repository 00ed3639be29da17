"""Live lines go to Socket.IO, everything else straight to Flask: by way of Socket.IO's own
middleware each request would make a class, which only the search for garbage removes again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LIVE = "/socket.io/"


class LivePath:
    """A WSGI application in front of two."""

    def __init__(self, live: WSGIApplication, straight: WSGIApplication) -> None:
        self._live, self._straight = live, straight

    def __call__(self, environ: WSGIEnvironment, start: StartResponse, /) -> Iterable[bytes]:
        app = self._live if environ.get("PATH_INFO", "").startswith(LIVE) else self._straight
        return app(environ, start)
