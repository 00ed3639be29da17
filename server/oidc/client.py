"""Speaking with the provider: discovery, the code's exchange, the token's check.

Every call has a deadline and a bound of what is read, and follows no redirect. In the server it
runs on sockets that yield to the event loop while they wait.
"""

import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from ..core.provider import LOOPBACK, Provider

CALL_S = 5.0
MOST_BYTES = 256 * 1024
CLOCK_S = 60
"""How far the provider's clock may be off, seconds."""
ALGORITHMS = ["RS256", "ES256", "PS256", "RS384", "ES384", "RS512", "ES512", "EdDSA"]
"""Only those with a public key: "none" and shared secrets are refused."""


class ProviderTrouble(Exception):
    """The provider does not answer, or not as it must."""


class _Session(OAuth2Session):  # type: ignore[misc]
    """Requests of bounded length and size."""

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        options |= {"timeout": CALL_S, "stream": True, "allow_redirects": False}
        began = time.monotonic()
        response: requests.Response = super().request(method, url, **options)
        body = b""
        for piece in response.iter_content(16 * 1024):
            body += piece
            if len(body) > MOST_BYTES or time.monotonic() - began > CALL_S:
                response.close()
                raise requests.RequestException("the answer is too long")
        response._content = body
        return response


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in under way: what the callback must bring back or prove."""

    url: str
    state: str
    nonce: str
    verifier: str


class Client:
    """One provider, as one client of it."""

    def __init__(self, provider: Provider, secret: str, callback: str) -> None:
        self._provider, self._secret, self._callback = provider, secret, callback

    def begin(self, state: str, nonce: str, verifier: str) -> Begun:
        """Where to send the browser. Raises ``ProviderTrouble``."""
        told = self._discover()
        with self._session(code_challenge_method="S256", scope="openid profile email") as session:
            url, _ = session.create_authorization_url(
                told["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        return Begun(url, state, nonce, verifier)

    def finish(self, code: str, nonce: str, verifier: str) -> dict[str, Any]:
        """The claims of whoever came back with ``code``. Raises ``ProviderTrouble``."""
        told = self._discover()
        try:
            with self._session() as session:
                token = session.fetch_token(
                    told["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=verifier,
                )
                keys = session.request("GET", told["jwks_uri"], withhold_token=True).json()
            return self._checked(str(token["id_token"]), keys, nonce)
        except (requests.RequestException, AuthlibBaseError, JoseError, ValueError, KeyError) as e:
            raise ProviderTrouble(type(e).__name__) from e

    def _checked(self, id_token: str, keys: dict[str, Any], nonce: str) -> dict[str, Any]:
        """The claims of a token that is meant for us, now, and for this very sign-in."""
        client = self._provider.client_id
        token = jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type]
        claims = dict(token.claims)
        rules = jwt.JWTClaimsRegistry(
            leeway=CLOCK_S,
            iss={"essential": True, "value": self._provider.issuer},
            aud={"essential": True, "value": client},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        rules.validate(claims)
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != client:
            raise ValueError("azp")
        return claims

    def _discover(self) -> dict[str, str]:
        url = self._provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
        try:
            with self._session() as session:
                response = session.request("GET", url, withhold_token=True)
            if response.status_code != 200:
                raise ValueError("status")
            told = json.loads(response.content)
            if told["issuer"] != self._provider.issuer:
                raise ValueError("issuer")
            names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            return {name: self._endpoint(told[name]) for name in names}
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise ProviderTrouble(type(error).__name__) from error

    def _endpoint(self, url: str) -> str:
        """An address the provider names: encrypted, except on this machine."""
        parts = urlsplit(url)
        own = parts.scheme == "http" and parts.hostname in LOOPBACK
        if parts.scheme != "https" and not (own and self._provider.issuer.startswith("http:")):
            raise ValueError("scheme")
        return url

    def _session(self, **more: Any) -> _Session:
        return _Session(
            self._provider.client_id,
            self._secret or None,
            redirect_uri=self._callback,
            token_endpoint_auth_method="client_secret_basic" if self._secret else "none",
            **more,
        )
