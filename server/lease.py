"""Work for all processes on one store that one of them does."""

from .clock import now_ms
from .engine import Engine
from .store import leases
from .usecases.ids import new_id

LEASE_MS = 150_000
"""Longer than the pause between two asks: who is alive keeps it."""


class Lease:
    """Whether this process does a piece of work. Without other processes it always does."""

    def __init__(self, engine: Engine, name: str, *, shared: bool) -> None:
        self._engine, self._name, self._shared = engine, name, shared
        self._owner = ""

    def is_ours(self) -> bool:
        """Asks the store; ask at least every minute. Raises ``Unavailable``."""
        if not self._shared:
            return True
        # Made at the first ask and so after the fork: no two processes have the same.
        self._owner = self._owner or new_id()
        now, owner, name = now_ms(), self._owner, self._name
        return self._engine.write(lambda s: leases.claim(s, name, owner, now, now + LEASE_MS))
