"""Being told to stop: SIGTERM or SIGINT, awaited so that none is missed.

A handler that sets a `threading.Event` may run while the main thread is inside that event's
`wait`, holding its lock, and then both wait for ever. A blocked signal stays pending until
`sigwait` takes it, whenever it came.
"""

import signal

STOPS = frozenset({signal.SIGINT, signal.SIGTERM})


class StopSignal:
    """Make it in the main thread, before any other thread is started: they inherit the mask."""

    def __init__(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)

    def wait(self) -> None:
        """Until this process is told to stop."""
        signal.sigwait(STOPS)
