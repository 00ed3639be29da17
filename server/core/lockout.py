"""How long guessing passwords is held up: delays that grow, and always end."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bound:
    """``free`` failures cost nothing; each further one doubles the wait, up to ``longest_s``.
    Failures are forgotten when there was none for ``forget_s``."""

    free: int
    longest_s: int
    forget_s: int


OWN = Bound(free=5, longest_s=900, forget_s=86_400)
"""One person's tries from one browser that is known, or from one address."""
PERSON = Bound(free=25, longest_s=900, forget_s=86_400)
"""Tries at one person from anywhere but browsers that are known."""
ADDRESS = Bound(free=50, longest_s=60, forget_s=3_600)
"""Tries of one address at anybody: a whole centre may share it, so it never waits long."""


def delay_s(bound: Bound, failures: int) -> int:
    """Seconds to wait after so many failures."""
    if failures < bound.free:
        return 0
    # A cap on the exponent keeps the number small however often somebody tries.
    return int(min(bound.longest_s, 2 ** min(failures - bound.free, 30)))


@dataclass(frozen=True, slots=True)
class SignInRules:
    """A session ends so long after it began, and so long after it was last used."""

    session_hours: int = 12
    idle_minutes: int = 240
