"""How often somebody may ask: so many times in a stretch of time, kept in this process."""

import math
import time
from collections import OrderedDict

from .problems import ApiError

REMEMBERED = 10_000


class Pace:
    """At most ``most`` times within ``seconds``, refilled evenly."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._each = most, seconds / most
        self._next: OrderedDict[str, float] = OrderedDict()

    def step(self, who: str) -> None:
        """Count one time. Raises an ``ApiError`` (too_many_requests) that says when to come
        again; nothing is counted then."""
        now = time.monotonic()
        due = max(self._next.get(who, now), now)
        ahead = due - now - (self._most - 1) * self._each
        if ahead > 0:
            raise ApiError("too_many_requests", seconds=math.ceil(ahead))
        self._next[who] = due + self._each
        self._next.move_to_end(who)
        if len(self._next) > REMEMBERED:
            self._next.popitem(last=False)
