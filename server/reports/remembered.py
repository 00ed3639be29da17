"""Answers that cost much and may be a little old: kept for a while, for the many who ask."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Remembered:
    """Up to ``most`` answers by key, each for ``keep_ms``.

    May be used by many native threads: each step is one operation on a dict, so that no lock is
    needed, which a server with greenlets could not wait for in them.
    """

    def __init__(self, keep_ms: int, most: int = 1_000) -> None:
        self._keep_ms, self._most = keep_ms, most
        self._kept: dict[Hashable, tuple[int, Any]] = {}

    def get(self, key: Hashable, now: int, make: Callable[[], T]) -> T:
        """The answer kept for ``key`` at ``now`` (epoch ms), else the one ``make`` gives.

        While somebody makes an old one anew, the others get the old one.
        """
        found = self._kept.get(key)
        if found is not None:
            if 0 <= now - found[0] < self._keep_ms:
                value: T = found[1]
                return value
            self._kept[key] = (now, found[1])
        made = make()
        if len(self._kept) >= self._most:
            self._kept.clear()
        self._kept[key] = (now, made)
        return made
