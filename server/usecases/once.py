"""Commands that may be sent again: the same key gets the same result."""

from collections.abc import Callable

from ..core.errors import KeyReused
from ..store import requests
from .change import Change


def once(
    change: Change, key: str | None, fingerprint: str, act: Callable[[], str | None]
) -> tuple[str | None, bool]:
    """Run ``act`` unless ``key`` has been seen; its result and whether it is a repeat.

    ``act`` returns a short text from which the answer can be made again, or None when it changed
    nothing worth repeating. Raises ``KeyReused`` when the key came before with another command.
    """
    if key is None:
        return act(), False
    seen = requests.find(change.session, change.centre.id, key, change.now)
    if seen is not None:
        if seen["fingerprint"] != fingerprint:
            raise KeyReused(field="Idempotency-Key")
        return seen["result"], True
    result = act()
    if result is not None:
        requests.add(change.session, change.centre.id, key, fingerprint, result, change.now)
    return result, False
