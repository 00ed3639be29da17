"""How long things took, so that quantiles of any period come out of those of its days.

Durations are counted in bins whose limits lie 4 % apart (the first is one second wide); a bin
stands for the value that is at most 2 % away from all it may hold. Counts of bins can be added,
quantiles cannot: so bins are what is kept. (C. Masson, J. E. Rim, H. K. Lee: DDSketch. VLDB 2019.)

All counts of a set are one large number, 32 bits a bin: two sets are put together by adding their
numbers, which costs a tenth of adding bin by bin.
"""

import math
import struct
from bisect import bisect_left
from itertools import accumulate

RATIO = 1.04
RESOLUTION = 0.02
"""The most a quantile may differ from the exact one, as a share of it; of durations of less than
a second, half a second."""
BITS = 32
"""Room for four thousand million of one length: more than a period can hold."""
_LOG = math.log(RATIO)
_ZEROS, _SHORT = "0000000", "."


class Durations:
    """A set of durations: the counts of its bins, and the exact sum in milliseconds."""

    __slots__ = ("packed", "total_ms")

    def __init__(self) -> None:
        self.packed = 0
        self.total_ms = 0

    @property
    def n(self) -> int:
        return sum(self._counts())

    @property
    def mean_s(self) -> float | None:
        """Seconds, exact; None of nothing."""
        n = self.n
        return self.total_ms / n / 1000 if n else None

    def add(self, ms: int) -> None:
        """Count one of ``ms`` milliseconds; clocks that went backwards make it zero."""
        ms = max(0, ms)
        self.packed += 1 << (BITS * _bin(ms))
        self.total_ms += ms

    def merge(self, packed: int, total_ms: int) -> None:
        """Count all of another set."""
        self.packed += packed
        self.total_ms += total_ms

    def quantile_s(self, share: float) -> float | None:
        """Seconds that ``share`` (0..1) of the durations do not exceed, by the nearest rank; None
        of nothing."""
        seen = list(accumulate(self._counts()))
        if not seen:
            return None
        rank = max(1, math.ceil(share * seen[-1] - 1e-9))
        return _middle(bisect_left(seen, rank))

    def dumps(self) -> str:
        """The counts as text: how many empty bins come first, a colon, the rest in hexadecimal
        digits with a dot for seven zeros; empty of nothing."""
        if not self.packed:
            return ""
        empty = ((self.packed & -self.packed).bit_length() - 1) // BITS
        return f"{empty}:" + f"{self.packed >> (BITS * empty):x}".replace(_ZEROS, _SHORT)

    def _counts(self) -> tuple[int, ...]:
        """The bins from the first to the last that holds something."""
        bins = -(-self.packed.bit_length() // BITS)
        return struct.unpack(f"<{bins}I", self.packed.to_bytes(bins * BITS // 8, "little"))


def loads(text: str) -> int:
    """The counts of a text that ``dumps`` made, for ``merge``."""
    if not text:
        return 0
    empty, _, digits = text.partition(":")
    return int(digits.replace(_SHORT, _ZEROS), 16) << (BITS * int(empty))


def _bin(ms: int) -> int:
    return 0 if ms < 1000 else 1 + int(math.log(ms / 1000) / _LOG)


def _middle(bin: int) -> float:
    """Seconds: as far from the bin's beginning as from its end, as a share of either."""
    return 0.5 if bin == 0 else float(2 * RATIO**bin / (1 + RATIO))
