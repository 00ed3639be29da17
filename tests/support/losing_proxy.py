"""A line to the server that loses answers when it is told to."""

import contextlib
import select
import socket
import threading
from types import TracebackType
from typing import Self

IDLE_S = 0.2


class LosingProxy:
    """Forwards TCP to ``port``. ``lose(word, times)``: requests that hold ``word`` are forwarded,
    and their connection ends in place of the answer."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._word, self._left = b"", 0
        self.lost = 0
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

    def lose(self, word: str, times: int) -> None:
        self._word, self._left = word.encode(), times

    def _accept(self) -> None:
        self._listener.settimeout(IDLE_S)
        while not self._over.is_set():
            with contextlib.suppress(OSError):
                near, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with (
            near,
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", self._to)) as far,
        ):
            losing = False
            while not self._over.is_set():
                ready, _, _ = select.select([near, far], [], [], IDLE_S)
                for end in ready:
                    data = end.recv(65_536)
                    if not data:
                        return
                    if end is near and self._left and self._word in data:
                        losing = True
                        self._left -= 1
                    if end is far and losing:
                        self.lost += 1
                        return
                    (far if end is near else near).sendall(data)
