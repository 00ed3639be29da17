"""A machine behind cables that can be pulled, where network namespaces cannot be made.

The server runs here, but every connection between it and the rest (PostgreSQL, Redis, clients)
passes a forwarder of its own. Pulled, nothing is carried, and nothing is closed either: what was
sent waits, as a sender's system repeats it on a line that is dead, and arrives once it is back.
"""

import contextlib
import select
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from running import RunningServer

LOOK_S = 0.05
PIECE = 65_536


class CableMachine:
    """The same use as ``NetworkMachine``, without its rights."""

    host = None

    def __init__(self) -> None:
        self._joined, self._over = threading.Event(), threading.Event()
        self._joined.set()
        self._listeners: list[socket.socket] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._joined.set()
        for listener in self._listeners:
            listener.close()

    def cut(self) -> None:
        self._joined.clear()

    def join(self) -> None:
        self._joined.set()

    def server(self, data: Path, database: str, redis: str, **environment: str) -> RunningServer:
        """A server that reaches the database and Redis over the cable."""
        made = RunningServer(
            data, database=self._over_cable(database), redis=self._over_cable(redis), **environment
        )
        made.database = database
        return made

    @contextlib.contextmanager
    def bridge(self, port: int) -> Iterator[int]:
        """The port at which clients reach that server's ``port``, over the cable."""
        yield self._cable(port)

    def _over_cable(self, url: str) -> str:
        port = urlsplit(url).port
        assert port is not None
        return url.replace(f":{port}", f":{self._cable(port)}")

    def _cable(self, port: int) -> int:
        listener = socket.create_server(("127.0.0.1", 0))
        listener.settimeout(LOOK_S)
        self._listeners.append(listener)
        threading.Thread(target=self._accept, args=(listener, port), daemon=True).start()
        return int(listener.getsockname()[1])

    def _accept(self, listener: socket.socket, port: int) -> None:
        while not self._over.is_set():
            with contextlib.suppress(OSError):
                near, _ = listener.accept()
                threading.Thread(target=self._serve, args=(near, port), daemon=True).start()

    def _serve(self, near: socket.socket, port: int) -> None:
        with contextlib.suppress(OSError), near:
            self._joined.wait()
            with socket.create_connection(("127.0.0.1", port)) as far:
                self._carry(near, far)

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        """Until an end closes; whoever closes while the cable is out is heard when it is back."""
        while not self._over.is_set():
            ready, _, _ = select.select([near, far], [], [], LOOK_S)
            self._joined.wait()
            for end in ready:
                data = end.recv(PIECE)
                if not data:
                    return
                (far if end is near else near).sendall(data)
