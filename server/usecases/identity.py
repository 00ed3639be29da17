"""One live ticket per person and service: a keyed hash of the identity number, nothing else.

The number itself is never stored or logged. The key is the centre's own, so hashes of two centres
cannot be compared, and without the key a hash cannot be searched for among all numbers.
"""

import hashlib
import hmac
import re
import secrets

from ..core.errors import Invalid
from ..store import centres
from .change import Change

NUMBER = re.compile(r"[0-9]{12}|[0-9]{9}")


def identity_hash(change: Change, number: str) -> str:
    """The hash kept with a ticket. Raises ``Invalid`` (identity) unless 12 or 9 digits."""
    if not NUMBER.fullmatch(number):
        raise Invalid(field="identity")
    key = centres.identity_key(change.session, change.centre.id, secrets.token_hex(32))
    return keyed_hash(key, number)


def keyed_hash(key: str, number: str) -> str:
    """The hash of an identity number under a centre's key (hexadecimal)."""
    return hmac.new(bytes.fromhex(key), number.encode(), hashlib.sha256).hexdigest()
