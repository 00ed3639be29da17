"""When Python looks for garbage: seldom, and not by the number of objects made.

With a thousand displays a process holds some 300,000 objects, and a full search through them stops
everything for about 0.2 s. By default that comes every few seconds of a busy hour and finds next
to nothing, since reference counting has freed the rest; a call that meets it reaches the boards
late.
"""

import gc

import gevent

EVERY_S = 180.0
"""Between two full searches: the longest that unreachable cycles are kept."""
YOUNG = 20_000
"""Objects made before the young ones are looked at."""
OLDER = 20
NEVER = 1_000_000


def calm_collector() -> None:
    """Leave out of every search what was loaded so far, and begin to search by the clock."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, NEVER)
    gevent.spawn(_now_and_then)


def _now_and_then() -> None:
    while True:
        gevent.sleep(EVERY_S)
        gc.collect()
