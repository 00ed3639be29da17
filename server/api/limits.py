"""How many requests somebody may make: bounds against floods, never against a busy hall.

A device's token is not bounded: all devices of a centre share one address, and their work must
not wait. Everything else is: people by their session, nobody in particular by the address, and
whoever tries credentials by the address too. With Redis all processes count together; while it
is away each counts by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

import flask
from flask import Flask
from flask_limiter import ApplicationLimit, Limiter

from ..usecases.secrets import digest
from .identity import COOKIE
from .origin import Origins

API = "/api/"
SESSION = "/api/v1/session"
PROVIDER = frozenset({"/sign-in/oidc", "/sign-in/oidc/callback"})
WAIT_S = 1
"""How long an answer of Redis is waited for, seconds."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Requests a minute: of an address nobody has signed in at (the phones of a whole hall), of
    all sessions of an address, of one session, and of an address that tries to sign in."""

    address: int = 30_000
    sessions: int = 120_000
    session: int = 12_000
    sign_in: int = 120


def limit(app: Flask, bounds: Bounds, origins: Origins, redis: str | None) -> Limiter:
    """Put the bounds in front of every request of ``app``."""

    def address() -> str:
        return f"address:{origins.address(flask.request)}"

    def session() -> str:
        return f"session:{digest(flask.request.cookies.get(COOKIE, ''))}"

    return Limiter(
        address,
        app=app,
        application_limits=[
            _bound(bounds.address, "anonymous", address, _is_anonymous),
            # A cookie may be made up: whoever shows a new one each time is counted here.
            _bound(bounds.sessions, "sessions", address, _has_session),
            _bound(bounds.session, "session", session, _has_session),
            _bound(bounds.sign_in, "sign-in", address, _signs_in),
        ],
        storage_uri=redis or "memory://",
        storage_options=_options(redis),
        strategy="sliding-window-counter",
        in_memory_fallback_enabled=redis is not None,
        key_prefix="motcua",
    )


def _bound(
    most: int, scope: str, who: Callable[[], str], counts: Callable[[], bool]
) -> ApplicationLimit:
    return ApplicationLimit(
        limit_provider=f"{most}/minute",
        scope=scope,
        key_function=who,
        exempt_when=lambda: not counts(),
    )


def _options(redis: str | None) -> dict[str, str | int]:
    return {"socket_connect_timeout": WAIT_S, "socket_timeout": WAIT_S} if redis else {}


def _is_anonymous() -> bool:
    """Whether the request asks the API and names nobody; pages and pictures are not counted."""
    asked = flask.request
    named = _has_session() or "Authorization" in asked.headers
    return asked.path.startswith(API) and not named


def _has_session() -> bool:
    return COOKIE in flask.request.cookies and "Authorization" not in flask.request.headers


def _signs_in() -> bool:
    asked = flask.request
    return asked.path in PROVIDER or (asked.path == SESSION and asked.method == "POST")
