"""A push service of one's own: a real HTTP server that does what browsers' services do.

It checks the signature (RFC 8292), decrypts as the phone would (RFC 8291, http_ece), and answers
what the test says.
"""

import base64
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

WAIT_S = 20.0
HOLD_S = 60.0


def text64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def bytes64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Phone:
    """A browser's subscription: its keys, and where it is reached."""

    def __init__(self, service: "PushService", name: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = b"0123456789abcdef"
        self.name = name
        self.endpoint = f"{service.url}/push/{name}"

    @property
    def subscription(self) -> dict[str, str]:
        """The body that subscribes it."""
        point = self._key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return {"endpoint": self.endpoint, "p256dh": text64(point), "auth": text64(self._secret)}

    def read(self, body: bytes) -> Any:
        """What a push says. Raises when it was not made for this phone."""
        plain = http_ece.decrypt(
            body, private_key=self._key, auth_secret=self._secret, version="aes128gcm"
        )
        return json.loads(plain)


@dataclass
class Received:
    """One push as it came: the phone's name, the headers in lower case, the body."""

    phone: str
    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic)


class PushService:
    """A context manager. ``answers`` are the statuses of the next pushes; 201 after that; 0 holds
    the line without a word."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.received: list[Received] = []
        self._news = threading.Condition()
        self._over = threading.Event()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service._take(self)

            def log_message(self, *_said: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.url = f"http://{self.host}"

    def __enter__(self) -> "PushService":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def wait(self, many: int, seconds: float = WAIT_S) -> list[Received]:
        """The pushes so far, once there are so many. Raises ``TimeoutError``."""
        with self._news:
            if not self._news.wait_for(lambda: len(self.received) >= many, seconds):
                raise TimeoutError(f"{len(self.received)} of {many} pushes")
            return list(self.received)

    def _take(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        with self._news:
            self.received.append(Received(handler.path.rpartition("/")[2], headers, body))
            status = self.answers.pop(0) if self.answers else 201
            self._news.notify_all()
        if status == 0:
            self._over.wait(HOLD_S)
            return
        handler.send_response(status)
        handler.send_header("Content-Length", "0")
        handler.end_headers()


def signed_claims(headers: dict[str, str], public: str) -> dict[str, Any]:
    """The claims of a push's signature. Raises when it was not made with the key ``public``."""
    scheme, _, rest = headers["authorization"].partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert parts["k"] == public
    head, claims, signature = parts["t"].split(".")
    raw = bytes64(signature)
    whole = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), bytes64(public))
    key.verify(whole, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    found: dict[str, Any] = json.loads(bytes64(claims))
    return found
