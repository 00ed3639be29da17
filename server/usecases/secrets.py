"""Secrets that are shown once and kept only as hashes.

Tokens carry 256 random bits, so a plain SHA-256 is enough to store them; passwords do not, so
they go through argon2.
"""

import base64
import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

TOKEN_PREFIX = "mc_"
MIN_PASSWORD = 10
_HASHER = PasswordHasher()


def _nobodys() -> str:
    """The hash of no known password, at today's cost; made up, which costs nothing."""
    made = (secrets.token_bytes(length) for length in (_HASHER.salt_len, _HASHER.hash_len))
    salt, hash = (base64.b64encode(part).decode().rstrip("=") for part in made)
    cost = f"m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${hash}"


# Verified against when the user name is unknown, so that both answers take as long.
_NOBODY = _nobodys()


def new_secret() -> str:
    """A new bearer secret; give it out once and store ``digest`` of it."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What the store keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with weaker parameters than those of today."""
    return _HASHER.check_needs_rehash(stored)


def check_password(stored: str | None, password: str) -> bool:
    """Whether ``password`` matches; costs the same when there is nothing to match (None)."""
    try:
        return _HASHER.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
