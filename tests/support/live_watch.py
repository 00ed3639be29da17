"""A display: a real Socket.IO client that keeps every view it was sent."""

import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import socketio

WAIT_S = 30.0


class LiveWatch:
    """``views[room]`` are (seq, data) in the order of arrival. Comes back by itself."""

    def __init__(self, url: str, token: str | None = None, cookie: str | None = None) -> None:
        self.views: defaultdict[str, list[tuple[int, Any]]] = defaultdict(list)
        self.connections = 0
        self._url = url
        self._auth = {"token": token} if token else None
        self._headers = {"Cookie": f"motcua_session={cookie}"} if cookie else {}
        self._news = threading.Condition()
        self._client = socketio.Client(reconnection_delay=0.1, reconnection_delay_max=0.5)
        self._client.on("view", self._keep)
        self._client.on("connect", self._count)

    def connect(self) -> "LiveWatch":
        """Raises ``socketio.exceptions.ConnectionError`` when the server refuses."""
        self._client.connect(
            self._url,
            headers=self._headers,
            auth=self._auth,
            transports=["websocket"],
            wait_timeout=10,
        )
        return self

    def watch(self, room: Any) -> Any:
        """The server's acknowledgement."""
        return self._client.call("watch", room, timeout=WAIT_S)

    def unwatch(self, room: Any) -> Any:
        return self._client.call("unwatch", room, timeout=WAIT_S)

    def emit(self, event: str, *data: Any) -> None:
        self._client.emit(event, data)

    def latest(self, room: str) -> Any:
        """What a display shows: the last view whose number is not lower than one before it."""
        with self._news:
            return self._shown(room)

    def seqs(self, room: str) -> list[int]:
        with self._news:
            return [seq for seq, _ in self.views[room]]

    def wait(self, room: str, right: Callable[[Any], Any], seconds: float = WAIT_S) -> Any:
        """The latest view of ``room`` once it is ``right``. Raises ``TimeoutError``."""

        def shown() -> bool:
            return bool(self.views[room]) and bool(right(self._shown(room)))

        with self._news:
            if not self._news.wait_for(shown, seconds):
                seen = self.views[room]
                raise TimeoutError(f"{room}: {len(seen)} views, last {seen[-1:]}")
        return self.latest(room)

    def wait_connections(self, n: int, seconds: float = WAIT_S) -> None:
        with self._news:
            if not self._news.wait_for(lambda: self.connections >= n, seconds):
                raise TimeoutError(f"{self.connections} connections")

    def close(self) -> None:
        self._client.disconnect()
        self._client.shutdown()

    def _shown(self, room: str) -> Any:
        highest = max(seq for seq, _ in self.views[room])
        return [data for seq, data in self.views[room] if seq == highest][-1]

    def _keep(self, message: Any) -> None:
        with self._news:
            assert set(message) == {"room", "seq", "data"}
            self.views[message["room"]].append((message["seq"], message["data"]))
            self._news.notify_all()

    def _count(self) -> None:
        with self._news:
            self.connections += 1
            self._news.notify_all()
