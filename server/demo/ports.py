"""TCP ports of the demo, next to the server's where they are free."""

import contextlib
import socket

HOST = "127.0.0.1"


class PortTaken(Exception):
    """The asked port is in use; `port` says which."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.port = port


def asked_port(port: int) -> int:
    """`port` if it is free, any free one for 0. Raises PortTaken."""
    try:
        return _probe(port)
    except (OSError, OverflowError) as error:
        raise PortTaken(port) from error


def near_port(port: int, taken: set[int]) -> int:
    """`port` if it is free and not in `taken`, else any free one; it is added to `taken`."""
    found = 0
    with contextlib.suppress(OSError, OverflowError):
        found = 0 if port in taken else _probe(port)
    while not found or found in taken:
        found = _probe(0)
    taken.add(found)
    return found


def _probe(port: int) -> int:
    with socket.socket() as probe:
        # As servers do: a port whose old connections linger is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, port))
        return int(probe.getsockname()[1])
