"""Keys: the installation's own, which signs (VAPID, RFC 8292), and those phones give (RFC 8291)."""

import base64
import binascii

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

POINT = 65
"""Bytes of an uncompressed point of P-256."""
SECRET = 16
"""Bytes of a phone's authentication secret."""


def fresh_key() -> str:
    """A new private key, as PEM."""
    made = ec.generate_private_key(ec.SECP256R1())
    return made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def public_text(pem: str) -> str:
    """The public half as browsers want it: a base64url point."""
    key = serialization.load_pem_private_key(pem.encode(), None)
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def is_phone_key(text: str) -> bool:
    """Whether this is a point of the curve, base64url."""
    point = _decoded(text)
    if point is None or len(point) != POINT:
        return False
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        return False
    return True


def is_phone_secret(text: str) -> bool:
    """Whether this is an authentication secret, base64url."""
    secret = _decoded(text)
    return secret is not None and len(secret) == SECRET


def _decoded(text: str) -> bytes | None:
    if len(text) > 2 * POINT:
        return None
    padded = text.rstrip("=")
    try:
        return base64.b64decode(padded + "=" * (-len(padded) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
