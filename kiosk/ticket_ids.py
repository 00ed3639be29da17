"""The id of a press's ticket, chosen here, so that the server's ticket and the paper are one.

It follows from the press: an agent that died between asking the server and falling back to its own
numbers comes to the same id again, without having written anything down.
"""

from __future__ import annotations

import base64
import hmac
import uuid
from datetime import UTC, date, datetime, time
from hashlib import sha256


def ticket_id(secret: bytes, press: str, day: str) -> str:
    """A UUIDv7 (RFC 9562) of the day's first moment and 74 bits nobody can guess without
    ``secret``."""
    begins = datetime.combine(date.fromisoformat(day), time(), UTC)
    unguessable = hmac.digest(secret, press.encode(), sha256)[:10]
    millis = max(0, int(begins.timestamp() * 1000))  # a clock may stand before 1970
    value = millis << 80 | int.from_bytes(unguessable, "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def status_url(pattern: str, id: str) -> str:
    """The link on the ticket: ``{code}`` in the server's ``pattern`` is the id, 22 characters of
    base64url."""
    code = base64.urlsafe_b64encode(uuid.UUID(id).bytes).rstrip(b"=").decode()
    return pattern.replace("{code}", code)
