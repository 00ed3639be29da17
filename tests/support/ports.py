"""Free loopback ports, and waiting with a deadline for what listens on them."""

import itertools
import os
import random
import socket
import time
from collections.abc import Callable

# Below the range that connections take their own ports from, so that no connection takes one
# between the moment it was found free and the moment it is listened on. Each process of a test
# run begins elsewhere.
_FIRST, _LAST = 10_000, 32_000
_ports = itertools.cycle(range(_FIRST, _LAST))
for _ in range(random.Random(os.getpid()).randrange(_LAST - _FIRST)):
    next(_ports)


def free_port() -> int:
    """A port nobody listens on now, and that this process was not given lately."""
    for port in _ports:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("never ends")


def wait_until(true: Callable[[], bool], seconds: float, what: str, every: float = 0.02) -> None:
    """Wait for a condition of another process. Raises ``TimeoutError`` naming ``what``."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"after {seconds} s: {what}")
        time.sleep(every)
