"""Random draws that belong to things, so that the same thing has the same luck at every asking.

Each draw is a spread-out set of ``PATHS`` quantiles (one per path) in an order of its own; so few
paths give steady quantiles, and an estimate moves only when something happened.
"""

import zlib
from random import Random
from statistics import NormalDist

PATHS = 96
BANK = 509
LEVELS = [(i + 0.5) / PATHS for i in range(PATHS)]
NORMALS = [NormalDist().inv_cdf(level) for level in LEVELS]


class Draws:
    """Orders of the quantiles, drawn once for a seed."""

    def __init__(self, seed: int) -> None:
        rng = Random(seed)
        self._seed = seed
        self._orders = [rng.sample(range(PATHS), PATHS) for _ in range(BANK)]
        self._uniform = [[LEVELS[i] for i in order] for order in self._orders]
        self._normal = [[NORMALS[i] for i in order] for order in self._orders]

    def uniform(self, name: str) -> list[float]:
        """One number in 0..1 for each path, the same for the same ``name``."""
        return self._uniform[self._place(name)]

    def normal(self, name: str) -> list[float]:
        """One standard normal number for each path; the quantile of ``uniform(name)``."""
        return self._normal[self._place(name)]

    def stream(self, name: str) -> Random:
        """A generator of its own for ``name``."""
        return Random(zlib.crc32(name.encode()) ^ self._seed)

    def _place(self, name: str) -> int:
        return (zlib.crc32(name.encode()) ^ (self._seed * 2654435761 & 0xFFFFFFFF)) % BANK
