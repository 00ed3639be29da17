"""Free loopback ports, and waiting with a deadline for what listens on them."""

import socket
import time
from collections.abc import Callable


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(true: Callable[[], bool], seconds: float, what: str, every: float = 0.02) -> None:
    """Wait for a condition of another process. Raises ``TimeoutError`` naming ``what``."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"after {seconds} s: {what}")
        time.sleep(every)
