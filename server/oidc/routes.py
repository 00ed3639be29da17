"""The two addresses of signing in through a provider: going there, and coming back."""

import hmac
import json
import logging
import re
import secrets
from collections.abc import Callable

from flask import Blueprint, Response, redirect, request

from ..api.cookies import put_cookie
from ..api.entering import Signed, note_failure, open_session
from ..api.identity import BROWSER_COOKIE, COOKIE
from ..api.origin import Origins
from ..core.errors import MotcuaError, Unauthorized
from ..engine import Engine
from ..usecases.change import Actor, Change
from ..usecases.lockout import Try
from ..usecases.providing import admit, client_secret, person_meant, provider_of
from ..usecases.sessions import PROVIDER
from .client import Client, ProviderTrouble

log = logging.getLogger("motcua.oidc")

START, CALLBACK = "/sign-in/oidc", "/sign-in/oidc/callback"
STATE_COOKIE = "motcua_oidc"
STATE_S = 600
_NEXT = re.compile(r"/[a-z0-9-]+(/[a-z0-9-]+)*")


def blueprint(engine: Callable[[], Engine], origins: Origins) -> Blueprint:
    pages = Blueprint("oidc", __name__)
    signing = _SigningIn(engine, origins)
    pages.add_url_rule(START, "start", signing.start)
    pages.add_url_rule(CALLBACK, "callback", signing.callback)
    return pages


class _SigningIn:
    def __init__(self, engine: Callable[[], Engine], origins: Origins) -> None:
        self._engine, self._origins = engine, origins

    def start(self) -> Response:
        """Send the browser to the provider; what must come back is sealed in a cookie."""
        next = _page(request.args.get("next", ""))
        state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
        try:
            begun = self._client().begin(state, nonce, verifier)
        except (ProviderTrouble, MotcuaError) as error:
            return self._refused(next, error)
        kept = {"state": state, "nonce": nonce, "verifier": verifier, "next": next}
        response = _to(begun.url)
        # Lax: it must come along when the provider sends the browser back here.
        response.set_cookie(
            STATE_COOKIE,
            self._engine().vault.seal(json.dumps(kept)),
            max_age=STATE_S,
            path=START,
            httponly=True,
            samesite="Lax",
            secure=self._origins.is_secure(request),
        )
        return response

    def callback(self) -> Response:
        kept = self._kept()
        next = kept["next"] if kept else "/"
        try:
            signed = self._signed(kept)
        except (ProviderTrouble, MotcuaError) as error:
            return self._refused(next, error)
        response = _to(next)
        secure = self._origins.is_secure(request)
        put_cookie(response, COOKIE, signed.secret, secure=secure, age_s=signed.seconds)
        put_cookie(response, BROWSER_COOKIE, signed.browser, secure=secure)
        response.delete_cookie(STATE_COOKIE, path=START)
        return response

    def _signed(self, kept: dict[str, str] | None) -> Signed:
        state, code = request.args.get("state", ""), request.args.get("code", "")
        if kept is None or not hmac.compare_digest(kept["state"].encode(), state.encode()):
            raise ProviderTrouble("state")
        if not code:
            raise ProviderTrouble("refused")
        claims = self._client().finish(code, kept["nonce"], kept["verifier"])
        engine = self._engine()
        centre = engine.read(lambda session: person_meant(session, claims))
        browser = request.cookies.get(BROWSER_COOKIE, "")

        def admitted(change: Change) -> Signed:
            change.actor = admit(change, claims)
            return open_session(change, browser, PROVIDER)

        return engine.change(Actor("device", centre, "provider"), admitted)

    def _client(self) -> Client:
        engine = self._engine()
        provider = engine.read(provider_of)
        if provider is None or not provider.enabled:
            raise ProviderTrouble("off")
        secret = engine.read(lambda session: client_secret(session, engine.vault))
        return Client(provider, secret, self._origins.root(request) + CALLBACK)

    def _kept(self) -> dict[str, str] | None:
        text = self._engine().vault.open_fresh(request.cookies.get(STATE_COOKIE, ""), STATE_S)
        return None if text is None else json.loads(text)

    def _refused(self, next: str, error: Exception) -> Response:
        """Back to the page, whose form says what to do; the reason is the operator's."""
        reason = error.params.get("reason") if isinstance(error, MotcuaError) else error
        log.warning("sign-in through the provider failed: %s", reason or error)
        made = Try("", self._origins.address(request))
        note_failure(self._engine(), made, Unauthorized(reason=f"provider: {reason or error}"))
        response = _to(f"{next}#sign-in-failed")
        response.delete_cookie(STATE_COOKIE, path=START)
        return response


def _page(text: str) -> str:
    """A page of this server to go on to; never an address elsewhere."""
    return text if _NEXT.fullmatch(text) and len(text) <= 100 else "/"


def _to(url: str) -> Response:
    response: Response = redirect(url, 303)  # type: ignore[assignment]
    response.headers["Cache-Control"] = "no-store"
    return response
