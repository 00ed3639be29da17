"""Being told to stop: SIGTERM or SIGINT, awaited so that none is missed.

A handler that sets a `threading.Event` may run while the main thread is inside that event's
`wait`, holding its lock, and then both wait for ever. A blocked signal stays pending until
`sigwait` takes it, whenever it came.
"""

import signal
from typing import Self

STOPS = frozenset({signal.SIGINT, signal.SIGTERM})


class StopSignal:
    """Enter it in the main thread, before any other thread is started: they inherit the mask.

    On leaving, signals are as before: the next one ends a process that hangs while it stops.
    """

    def __enter__(self) -> Self:
        self._before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        return self

    def __exit__(self, *_error: object) -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, self._before)

    def wait(self) -> None:
        """Until this process is told to stop."""
        signal.sigwait(STOPS)
