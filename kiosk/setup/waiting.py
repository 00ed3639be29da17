"""``python -m kiosk.setup.waiting PORT``: until the agent answers there, so that the browser never
shows its own error page. Ends with 1 after two minutes, and systemd begins again."""

from __future__ import annotations

import contextlib
import socket
import sys
import time

DEADLINE_S = 120.0
EVERY_S = 0.2


def wait_for_port(port: int, deadline_s: float = DEADLINE_S) -> bool:
    """Whether something listened on this machine's ``port`` within ``deadline_s`` seconds."""
    end = time.monotonic() + deadline_s
    while True:
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), timeout=1.0),
        ):
            return True
        if time.monotonic() >= end:
            return False
        time.sleep(EVERY_S)


if __name__ == "__main__":
    sys.exit(0 if wait_for_port(int(sys.argv[1])) else 1)
