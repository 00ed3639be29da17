"""The simulation's line to the server: every desk and the manager's room over one Socket.IO line.

The library opens a lost line again by itself; each time it stands, all rooms are watched anew.
"""

import logging
import threading
from collections.abc import Mapping
from typing import Any

import socketio

from .desk import Desk, View

log = logging.getLogger(__name__)

MANAGER = "manager"
DEADLINE_S = 10.0
LONGEST_PAUSE_S = 5


class Floor:
    """Keeps `desks` (by counter id) up to date; `token` is a manager's."""

    def __init__(self, url: str, token: str, desks: Mapping[str, Desk]) -> None:
        self._url, self._token, self._desks = url, token, desks
        self._order = threading.Lock()
        self._seqs: dict[str, int] = {}
        self._manager: View | None = None
        self._client = socketio.Client(
            reconnection_delay_max=LONGEST_PAUSE_S, handle_sigint=False, logger=False
        )
        self._client.on("connect", self._watch_all)
        self._client.on("view", self._view)

    def connect(self) -> None:
        """Open the line. Raises ConnectionError when the server does not take it in time."""
        self._client.connect(
            self._url,
            auth={"token": self._token},
            transports=["websocket"],
            wait_timeout=DEADLINE_S,
        )

    def close(self) -> None:
        self._client.shutdown()

    def manager(self) -> View | None:
        """The newest view of the manager's room."""
        return self._manager

    def _watch_all(self) -> None:
        with self._order:
            self._seqs.clear()
        for room in (MANAGER, *(f"desk/{counter}" for counter in self._desks)):
            self._client.emit("watch", room, callback=self._watched)

    def _watched(self, answer: Any) -> None:
        if not (isinstance(answer, Mapping) and answer.get("ok")):
            log.warning("a room was refused: %s", answer)

    def _view(self, message: Mapping[str, Any]) -> None:
        room, seq, data = str(message["room"]), int(message["seq"]), message["data"]
        # The library handles each event in a thread of its own: the lock keeps the order.
        with self._order:
            if seq < self._seqs.get(room, -1):
                return
            self._seqs[room] = seq
            self._show(room, data)

    def _show(self, room: str, data: View) -> None:
        if room == MANAGER:
            self._manager = data
            for counter in data["counters"]:
                desk = self._desks.get(str(counter["id"]))
                if desk is not None:
                    desk.hold(counter.get("officer"))
        else:
            self._desks[room.removeprefix("desk/")].show(data)
