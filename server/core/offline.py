"""Numbers without a network: which serials a kiosk may hold, and when an offline ticket was drawn.

A kiosk holds, for each service and day, a block of serials that the server's own numbering jumps
over. The blocks of a line that lie ahead of its last serial are always one run without gaps, so
that the jump is one comparison.
"""

from dataclasses import dataclass

NOISE_MS = 2_000
"""Clock differences up to this are the time an answer takes, and no skew."""

AHEAD = 100
"""Once online numbering has passed the first run, the next begins at least so far ahead of it."""


@dataclass(frozen=True, slots=True)
class OfflineRules:
    """The first serial ever leased, and how many make a block."""

    first_serial: int = 901
    block: int = 50


@dataclass(frozen=True, slots=True)
class Run:
    """The leased serials ahead of a line's last one, both ends included; none when first > last."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Block:
    """Serials of one service and day that one kiosk holds; ``next`` is the first unused one.

    ``leased_at`` is epoch ms.
    """

    day: str
    service: str
    prefix: str
    first: int
    last: int
    next: int
    leased_at: int

    @property
    def left(self) -> int:
        """How many numbers are unused."""
        return self.last - self.next + 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """When an offline ticket was drawn (epoch ms, the server's clock), and whether the moment the
    kiosk's clock gave had to be moved between the bounds."""

    at: int
    clamped: bool


def extend(run: Run, last_serial: int, rules: OfflineRules) -> Run:
    """The run of a line with one block more at its end."""
    if run.last > last_serial and run.last >= run.first:
        return Run(run.first, run.last + rules.block)
    first = rules.first_serial
    if last_serial >= first - 1:
        first = (last_serial + 2 * AHEAD - 1) // 100 * 100 + 1
    return Run(first, first + rules.block - 1)


def skew_of(sent_at: int, now: int) -> int:
    """By how much (ms) the kiosk's clock is behind the server's, from one message."""
    skew = now - sent_at
    return 0 if abs(skew) <= NOISE_MS else skew


def drawn_at(said: int, skew: int, earliest: int, latest: int) -> Drawn:
    """The moment a ticket was drawn: what the kiosk says, corrected by its skew and held between
    the lease of its number and now. A ticket can be moved by a wrong clock, but not out of the time
    in which its number could be drawn."""
    corrected = said + skew
    held = min(max(corrected, earliest), latest)
    return Drawn(held, abs(held - corrected) > NOISE_MS)
