"""Alerts for other software: a signed POST, as the Standard Webhooks specification has it.

``webhook-id`` is the same at every try, ``webhook-timestamp`` is the second of this one, and
``webhook-signature`` is ``v1,`` and the base64 HMAC-SHA256 of ``id.timestamp.body`` by the shared
key. Only public addresses are called, but for hosts the installation names. Blocks: native threads.
"""

import base64
import hashlib
import hmac
import http.client
import json
import ssl
from collections.abc import Callable

import gevent

from ..clock import now_ms
from ..push.endpoints import Unreachable, parse
from ..push.sending import Pinned
from ..queries.snapshot import Json, when
from ..store.reminders import EVENT
from ..tls import context
from ..usecases.alert_rules import key_bytes
from .parcel import Again, Parcel, Undeliverable
from .reminder import reminder_content

DEADLINE_S = 15.0
"""Seconds for a whole call."""


def webhook_sender(trusted: frozenset[str]) -> Callable[[Parcel], None]:
    """What sends a parcel. ``trusted`` hosts (``host:port``) are called wherever they are.

    Raises ``Again`` or ``Undeliverable``.
    """
    tls = context()

    def send(parcel: Parcel) -> None:
        try:
            with gevent.Timeout(DEADLINE_S, TimeoutError("the receiver is too slow")):
                status = _post(parcel, trusted, tls)
        except Unreachable as error:
            raise Undeliverable(str(error)) from None
        except (OSError, http.client.HTTPException) as error:
            raise Again(f"{type(error).__name__}: {error}") from None
        if status == 410:
            raise Undeliverable("the receiver wants no more (410)")
        if not 200 <= status < 300:
            raise Again(f"the receiver says {status}")

    return send


def content(parcel: Parcel) -> Json:
    """What a receiver reads; the same at every try."""
    if parcel.event == EVENT:
        return reminder_content(parcel)
    told, centre = parcel.told, parcel.centre
    alert: Json = {name: told.get(name) for name in ("id", "kind", "code", "subject", "grave")}
    facts = told.get("facts", {})
    alert |= {name: facts.get(name) for name in ("name", "name_en")}
    alert |= {name: when(told.get(name)) for name in ("since", "raised_at")}
    return {
        "id": parcel.id,
        "type": f"alert.{parcel.event}",
        "timestamp": when(told["at"]),
        "centre": {"id": centre.id, "name": centre.name, "name_en": centre.name_en},
        "alert": alert | parcel.words,
    }


def signature(key: str, id: str, timestamp: int, body: bytes) -> str:
    """The value of ``webhook-signature``; ``timestamp`` is epoch seconds."""
    signed = f"{id}.{timestamp}.".encode() + body
    mac = hmac.new(key_bytes(key), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(mac).decode()}"


def _post(parcel: Parcel, trusted: frozenset[str], tls: ssl.SSLContext) -> int:
    assert parcel.webhook is not None and parcel.secret is not None
    endpoint = parse(parcel.webhook, trusted)
    body = json.dumps(content(parcel), ensure_ascii=False).encode()
    timestamp = now_ms() // 1000
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "motcua",
        "webhook-id": parcel.id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(parcel.secret, parcel.id, timestamp, body),
    }
    connection = Pinned(endpoint, tls)
    try:
        connection.request("POST", endpoint.path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()
