"""When Python looks for garbage: the young often, everything seldom and by the clock.

With a thousand displays a process holds some 300,000 objects, and a search through them stops
everything for 0.2 to 0.5 s. By default that comes every few seconds of a busy hour and finds next
to nothing, since reference counting has freed the rest; a call that meets it reaches the boards
late. What has grown old is therefore put aside, and searched once an hour.
"""

import gc
import time

import gevent

ASIDE_S = 30.0
THOROUGH_S = 3_600.0
"""Between two searches of everything: the longest that unreachable cycles are kept."""
YOUNG, OLDER = 2_000, 10
"""Objects made before the young ones are looked at, a few milliseconds; and how often that is done
before those that were left are looked at once more."""
NEVER = 1_000_000


def calm_collector() -> None:
    """Put aside what was loaded so far, and go on by the clock."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, NEVER)
    gevent.spawn(_now_and_then)


def _now_and_then() -> None:
    searched_at = time.monotonic()
    while True:
        gevent.sleep(ASIDE_S)
        if time.monotonic() - searched_at < THOROUGH_S:
            gc.collect(1)
        else:
            searched_at = time.monotonic()
            gc.unfreeze()
            gc.collect()
        gc.freeze()
