"""Which of several forecasting processes computes which centre.

Each says every few seconds that it lives, and reads who else does. A centre goes to the one of the
living that hashes highest with it: nobody hands out work, and when one dies only its own centres
move. For a moment two may compute the same centre, or nobody does; both are harmless.
"""

import time
from hashlib import blake2b

from ..clock import now_ms
from ..store import leases
from ..store.base import Session, Store
from ..usecases.ids import new_id

PREFIX = "forecast/"
BEAT_S = 10.0
ALIVE_MS = 35_000
OLD_MS = 86_400_000


class Shares:
    """This process among the others."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._name = PREFIX + new_id()
        self._living: list[str] = [self._name]
        self._beat_at = 0.0

    def beat(self) -> bool:
        """Say so where it is time, and see who else lives; whether that has changed. Raises
        ``Unavailable``."""
        if time.monotonic() < self._beat_at:
            return False
        now, before = now_ms(), self._living

        def job(session: Session) -> list[str]:
            leases.claim(session, self._name, self._name, now, now + ALIVE_MS)
            leases.forget(session, now - OLD_MS)
            return leases.names(session, PREFIX, now)

        self._living = self._store.write(job)
        self._beat_at = time.monotonic() + BEAT_S
        return self._living != before

    def next_beat(self) -> float:
        """The monotonic moment of the next one."""
        return self._beat_at

    def is_ours(self, centre: str) -> bool:
        return chosen(self._living, centre) == self._name


def chosen(names: list[str], centre: str) -> str:
    """The one of ``names`` that has a centre."""
    return max(names, key=lambda name: (_weight(name, centre), name))


def _weight(name: str, centre: str) -> bytes:
    return blake2b(f"{name}|{centre}".encode(), digest_size=8).digest()
