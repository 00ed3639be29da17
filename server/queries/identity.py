"""Whether somebody already waits: asked with an identity number that is hashed and forgotten."""

from ..store import identities
from ..usecases.identity import keyed_hash
from .snapshot import Snapshot


def has_live_ticket(look: Snapshot, number: str) -> bool:
    """Whether a ticket of today that still counts was taken with this identity number."""
    key = identities.key(look.session, look.centre.id)
    if key is None:
        return False
    hashed = keyed_hash(key, number)
    return identities.has_live_ticket(look.session, look.centre.id, look.day, hashed)
