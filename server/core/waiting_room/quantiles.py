"""Quantiles of few draws, smoothed: the mean of the ranks around, nearer ones counting more."""

from collections.abc import Sequence
from functools import cache

REACH = 0.06


@cache
def _weights(count: int, level: float) -> tuple[int, tuple[float, ...]]:
    raw = [max(0.0, 1 - abs((i + 0.5) / count - level) / REACH) for i in range(count)]
    used = [i for i, w in enumerate(raw) if w > 0]
    if not used:
        return min(count - 1, int(level * count)), (1.0,)
    total = sum(raw)
    return used[0], tuple(raw[i] / total for i in used)


def quantile(ranked: Sequence[float], level: float) -> float:
    """The ``level`` quantile (0..1) of values in rising order."""
    first, weights = _weights(len(ranked), level)
    return sum(w * ranked[first + i] for i, w in enumerate(weights))
