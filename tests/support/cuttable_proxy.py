"""A network between a kiosk and its server that a test can cut."""

import contextlib
import select
import socket
import threading
from types import TracebackType
from typing import Literal, Self

LOOK_S = 0.05

Way = Literal["open", "silent", "deaf", "refused"]


class CuttableProxy:
    """Forwards TCP to ``port`` of this machine.

    ``way`` says how: ``open``; ``silent``: connections stand, nothing comes through in either
    direction, as behind a pulled cable; ``deaf``: what the kiosk says arrives, the answers are lost
    and the connection stays half open; ``refused``: every connection is closed at once.
    """

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self._to = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.way: Way = "open"
        self._cut_after: bytes | None = None
        self.heard: list[bytes] = []
        """The first line of every request while the line was deaf."""
        self._over = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self._over.set()
        self._listener.close()

    def cut_after(self, word: str) -> None:
        """Go deaf when a request with ``word`` in it comes: it arrives, its answer does not."""
        self._cut_after = word.encode()

    def _accept(self) -> None:
        self._listener.settimeout(LOOK_S)
        while not self._over.is_set():
            with contextlib.suppress(OSError):
                near, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with contextlib.suppress(OSError), near:
            if self.way == "refused":
                return
            with socket.create_connection(self._to) as far:
                self._carry(near, far)

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        began = self.way
        while not self._over.is_set() and self.way != "refused":
            if began != "open" and self.way == "open":
                return  # what was lost in between would be missed: a new connection, please
            ready, _, _ = select.select([near, far], [], [], LOOK_S)
            for end in ready:
                if self.way != "open":
                    began = self.way
                data = end.recv(65_536)
                if not data:
                    return
                if end is near and self._cut_after and self._cut_after in data:
                    self.way, self._cut_after, began = "deaf", None, "deaf"
                if end is near and self.way == "deaf":
                    self.heard.append(data.split(b"\r\n", 1)[0])
                if self.way == "open" or (self.way == "deaf" and end is near):
                    (far if end is near else near).sendall(data)
