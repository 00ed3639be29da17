"""What a share of few says about all: intervals and tests for a proportion.

Sources: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
JASA 22 (1927); two-sided exact binomial test by the method of small p-values.
"""

from math import erfc, exp, lgamma, log, log1p, sqrt

Z95 = 1.959963984540054
"""The two-sided 95 % point of the normal distribution."""


def wilson(hits: int, base: int, z: float = Z95) -> tuple[float, float] | None:
    """The interval of the true share (0..1) after ``hits`` of ``base``; None without a base.

    Stays within 0..1 and is honest for small bases and for shares near the ends, where the usual
    plus-minus is not. Raises ValueError unless 0 <= hits <= base.
    """
    _check(hits, base)
    if base == 0:
        return None
    share, square = hits / base, z * z
    middle = share + square / (2 * base)
    half = z * sqrt(share * (1 - share) / base + square / (4 * base * base))
    scale = 1 + square / base
    low = 0.0 if hits == 0 else max(0.0, (middle - half) / scale)
    high = 1.0 if hits == base else min(1.0, (middle + half) / scale)
    return low, high


def binomial_p(hits: int, base: int, share: float) -> float:
    """How likely a result at least as unlikely as ``hits`` of ``base`` is where ``share`` is true.

    The two-sided exact binomial test. For a base above 2,000 the normal approximation with
    continuity correction is used, which is then right to two digits.
    """
    _check(hits, base)
    if base == 0:
        return 1.0
    if not 0 < share < 1:
        return 1.0 if hits == round(share * base) else 0.0
    if base > 2000:
        return _normal_p(hits, base, share)
    here = _log_mass(hits, base, share) + 1e-9
    masses = (_log_mass(k, base, share) for k in range(base + 1))
    return min(1.0, sum(exp(mass) for mass in masses if mass <= here))


def poisson_tail(count: int, expected: float) -> float:
    """How likely ``count`` or more events are where ``expected`` are usual (both per window)."""
    if count <= 0:
        return 1.0
    if expected <= 0:
        return 0.0
    below = sum(exp(k * log(expected) - expected - lgamma(k + 1)) for k in range(count))
    return max(0.0, 1.0 - below)


def _check(hits: int, base: int) -> None:
    if not 0 <= hits <= base:
        raise ValueError(f"{hits} of {base} is no share")


def _log_mass(hits: int, base: int, share: float) -> float:
    ways = lgamma(base + 1) - lgamma(hits + 1) - lgamma(base - hits + 1)
    return ways + hits * log(share) + (base - hits) * log1p(-share)


def _normal_p(hits: int, base: int, share: float) -> float:
    spread = sqrt(base * share * (1 - share))
    distance = max(0.0, abs(hits - base * share) - 0.5)
    return erfc(distance / spread / sqrt(2))
