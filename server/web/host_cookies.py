"""Cookies that only this host can have set, where the line is encrypted.

Inside the server each cookie has one name. Browsers keep one that begins with ``__Host-`` only if
it came from this very host over an encrypted line: on such lines the names begin so outside, and
others are not believed. On a centre's own plain network browsers would refuse them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Request

from ..api.identity import BROWSER_COOKIE, COOKIE
from ..api.origin import Origins

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIXES = {COOKIE: "__Host-", BROWSER_COOKIE: "__Host-", "motcua_oidc": "__Secure-"}
"""A cookie for one path alone cannot be its host's: its prefix promises the encrypted line only."""


class HostCookies:
    """Wraps a WSGI application."""

    def __init__(self, app: WSGIApplication, origins: Origins) -> None:
        self._app, self._origins = app, origins

    def __call__(self, environ: WSGIEnvironment, start: StartResponse, /) -> Iterable[bytes]:
        # Not kept in the environment, where it would hold itself until garbage is looked for.
        if not self._origins.is_secure(Request(environ, populate_request=False)):
            return self._app(environ, start)
        if "HTTP_COOKIE" in environ:
            environ["HTTP_COOKIE"] = _inside(environ["HTTP_COOKIE"])

        def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start(status, [_outside(*header) for header in headers], *more)

        return self._app(environ, begin)


def _inside(sent: str) -> str:
    """What a browser sent, by the names the server uses; ours without their prefix are left out."""
    kept = []
    for pair in sent.split(";"):
        name, equals, value = pair.strip().partition("=")
        own = next((one for one, prefix in PREFIXES.items() if name == prefix + one), None)
        if own is not None:
            kept.append(f"{own}{equals}{value}")
        elif name not in PREFIXES:
            kept.append(f"{name}{equals}{value}")
    return "; ".join(kept)


def _outside(name: str, value: str) -> tuple[str, str]:
    """A header as the browser gets it. Without ``Secure`` it would not even drop the cookie."""
    prefix = PREFIXES.get(value.partition("=")[0]) if name.lower() == "set-cookie" else None
    if prefix is None:
        return name, value
    secure = "" if "; secure" in value.lower() else "; Secure"
    return name, f"{prefix}{value}{secure}"
