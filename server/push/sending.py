"""One push: encrypted for one phone, signed, handed to its push service. Blocks: native threads."""

import http.client
import json
import logging
import socket
import ssl
from dataclasses import dataclass
from enum import StrEnum

import gevent

from ..tls import context
from .endpoints import Endpoint, Unreachable, address_of, parse

log = logging.getLogger("motcua.push")

CONNECT_S = 5.0
"""Seconds for each step of the connection."""
DEADLINE_S = 10.0
"""Seconds for a whole push: a service that says its answer letter by letter gets no more."""
SIGNED_S = 3_600
"""Seconds a signature is good for."""


class Result(StrEnum):
    """What became of a push."""

    SENT = "sent"
    GONE = "gone"
    """The phone wants no more pushes: its subscription is forgotten."""
    AGAIN = "again"
    """The service is busy or away."""
    REFUSED = "refused"
    LOST = "lost"
    """Too late, or too many at once."""


@dataclass(frozen=True, slots=True)
class Push:
    """What one phone is told. ``until`` is monotonic seconds: later it is no use; ``lasts_s`` is
    how long the push service keeps it for a phone that is away."""

    ticket: str
    endpoint: str
    p256dh: str
    auth: str
    payload: dict[str, object]
    until: float
    lasts_s: int
    attempt: int = 1
    topic: str = "turn"
    """Of several with one topic, a phone that was away hears the latest only (RFC 8030, 5.4)."""


class Sender:
    """Sends with the installation's key. ``contact`` (mailto: or https:) tells push services whom
    to ask; ``trusted`` are hosts that need not be public."""

    def __init__(self, pem: str, contact: str, trusted: frozenset[str] = frozenset()) -> None:
        self._pem, self._contact, self._trusted = pem, contact, trusted
        self._tls = context()

    def send(self, push: Push, now_s: int) -> Result:
        """Send a push; ``now_s`` is epoch seconds. Raises nothing."""
        try:
            with gevent.Timeout(DEADLINE_S, TimeoutError("the push service is too slow")):
                return self._send(push, now_s)
        except Unreachable as error:
            log.warning("a phone's push service is not called: %s", error)
            return Result.GONE
        except (OSError, http.client.HTTPException) as error:
            log.info("a push service is away: %r", error)
            return Result.AGAIN
        except Exception:
            log.exception("a push cannot be made")
            return Result.REFUSED

    def _send(self, push: Push, now_s: int) -> Result:
        endpoint = parse(push.endpoint, self._trusted)
        body = self._encrypted(push)
        headers = self._signed(endpoint, now_s) | {
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(push.lasts_s),
            "Urgency": "high",
            "Topic": push.topic,
        }
        connection = Pinned(endpoint, self._tls)
        try:
            connection.request("POST", endpoint.path, body, headers)
            status = connection.getresponse().status
        finally:
            connection.close()
        return result_of(status)

    def _encrypted(self, push: Push) -> bytes:
        # Imported with the first push: most installations' first minutes need neither.
        from pywebpush import WebPusher

        keys = {"p256dh": push.p256dh, "auth": push.auth}
        data = json.dumps(push.payload, ensure_ascii=False).encode()
        made: bytes = WebPusher({"endpoint": push.endpoint, "keys": keys}).encode(data)["body"]
        return made

    def _signed(self, endpoint: Endpoint, now_s: int) -> dict[str, str]:
        from py_vapid import Vapid02

        claims = {"sub": self._contact, "aud": endpoint.origin, "exp": now_s + SIGNED_S}
        signed: dict[str, str] = Vapid02.from_pem(self._pem.encode()).sign(claims)
        return signed


def result_of(status: int) -> Result:
    """What a push service's answer means (RFC 8030)."""
    if 200 <= status < 300:
        return Result.SENT
    if status in (404, 410):
        return Result.GONE
    if status == 429 or status >= 500:
        return Result.AGAIN
    return Result.REFUSED


class Pinned(http.client.HTTPSConnection):
    """A connection to the very address that was looked at, under the endpoint's name."""

    def __init__(self, endpoint: Endpoint, tls: ssl.SSLContext) -> None:
        super().__init__(endpoint.host, endpoint.port, timeout=CONNECT_S, context=tls)
        self._endpoint, self._tls = endpoint, tls

    def connect(self) -> None:
        plain = socket.create_connection(
            (address_of(self._endpoint), self._endpoint.port), CONNECT_S
        )
        plain.settimeout(CONNECT_S)
        if self._endpoint.scheme == "http":
            self.sock = plain
            return
        self.sock = self._tls.wrap_socket(plain, server_hostname=self._endpoint.host)
