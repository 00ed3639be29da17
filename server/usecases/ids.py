"""Identifiers: time-ordered for rows, unguessable for links, compact for QR codes."""

import base64
import os
import time
import uuid


def new_id(now: int | None = None) -> str:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, 74 random bits.

    Ordered by time, so that a growing table's index grows at its end.
    """
    millis = int(time.time() * 1000) if now is None else now
    value = (millis & (2**48 - 1)) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def to_code(id: str) -> str:
    """A UUID in 22 characters of base64url, for links printed as QR codes."""
    return base64.urlsafe_b64encode(uuid.UUID(id).bytes).rstrip(b"=").decode()


def from_code(code: str) -> str | None:
    """The UUID behind a link's code; None when it is not one."""
    if len(code) != 22:
        return None
    try:
        return str(uuid.UUID(bytes=base64.b64decode(code + "==", altchars=b"-_", validate=True)))
    except ValueError:
        return None
