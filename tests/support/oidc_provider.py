"""A small OpenID Connect provider on the loopback: it signs everybody in who is set in ``claims``.

``spoil`` names one thing it does wrong, as an attacker or a broken provider would.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "motcua", "bi-mat-cua-may-khach"
KEYS: list[RSAKey] = []


class OidcProvider:
    """Runs until ``close``."""

    def __init__(self) -> None:
        # One pair of keys for the whole run: making them takes a while.
        while len(KEYS) < 2:
            KEYS.append(RSAKey.generate_key(2048, {"kid": f"k{len(KEYS)}", "use": "sig"}))
        self.claims: dict[str, Any] = {}
        self.spoil = ""
        self.asked: list[dict[str, str]] = []
        self.codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.daemon = True
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes next."""
        self.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"]}
        if self.spoil == "refused":
            back = {"error": "access_denied", "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or asked.get("code_challenge") != challenge:
            return 400, {"error": "invalid_grant"}
        if authorization != f"Basic {basic}" or asked["redirect_uri"] != form["redirect_uri"]:
            return 401, {"error": "invalid_client"}
        return 200, {"access_token": "a", "token_type": "Bearer", "expires_in": 60,
                     "id_token": self._id_token(asked)}  # fmt: skip

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60,
                  "nonce": asked["nonce"], **self.claims}  # fmt: skip
        wrong = {
            "nonce": {"nonce": "another"},
            "audience": {"aud": "another"},
            "audiences": {"aud": [CLIENT, "another"]},
            "issuer": {"iss": "http://127.0.0.1:1"},
            "expired": {"iat": now - 900, "exp": now - 600},
            "subject": {"sub": None},
        }.get(self.spoil, {})
        claims = {name: v for name, v in {**claims, **wrong}.items() if v is not None}
        if self.spoil == "unsigned":
            head, body = (_part(json.dumps(p).encode()) for p in ({"alg": "none"}, claims))
            return f"{head}.{body}."
        key = KEYS[1] if self.spoil == "key" else KEYS[0]
        return jwt.encode({"alg": "RS256", "kid": "k0"}, claims, key)

    def discovery(self) -> dict[str, Any]:
        issuer = "http://127.0.0.1:1" if self.spoil == "discovery" else self.issuer
        return {"issuer": issuer, **{
            f"{name}_endpoint": f"{self.issuer}/{name}" for name in ("authorization", "token")
        }, "jwks_uri": f"{self.issuer}/keys"}  # fmt: skip

    def keys(self) -> dict[str, Any]:
        return KeySet([KEYS[0]]).as_dict(private=False)

    def _handler(provider) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                if parts.path == "/authorization":
                    asked = {name: v[0] for name, v in parse_qs(parts.query).items()}
                    self.send_response(302)
                    self.send_header("Location", provider.authorize(asked))
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                if provider.spoil == "huge":
                    self._answer(200, {"issuer": "x" * 1_000_000})
                    return
                told = provider.keys() if parts.path == "/keys" else provider.discovery()
                self._answer(500 if provider.spoil == "broken" else 200, told)

            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {name: v[0] for name, v in parse_qs(data).items()}
                self._answer(*provider.token(form, self.headers.get("Authorization", "")))

            def _answer(self, status: int, told: dict[str, Any]) -> None:
                body = json.dumps(told).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
