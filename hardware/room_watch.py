"""One room kept watched over Socket.IO: connect, watch, wait for the line to drop, pause, again.

A lost line is opened again with growing pauses, and the room's whole view comes with it, so
nothing missed in between matters.
"""

from __future__ import annotations

import contextlib
import logging
import random
import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import socketio

from hardware.version import version

CONNECT_DEADLINE_S = 5.0
FIRST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 5.0

OnView = Callable[[int, Mapping[str, Any]], None]
OnLine = Callable[[bool], None]

log = logging.getLogger(__name__)


class Server(Protocol):
    """What a watch needs to know of its server; ``token`` is None while there is none."""

    base_url: str
    on_doubt: Callable[[], None]

    @property
    def token(self) -> str | None: ...


class RoomWatch:
    """One room kept watched: connect, watch, wait for the line to drop, pause, again."""

    def __init__(self, link: Server, room: str, on_view: OnView, on_line: OnLine) -> None:
        self.link, self.room = link, room
        self._on_view, self._on_line = on_view, on_line
        self._telling = threading.RLock()
        self._online: bool | None = None
        self._closed = threading.Event()
        self._news = threading.Event()
        self._line: _Line | None = None
        self._thread = threading.Thread(target=self._run, name=f"watch-{room}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def begin_anew(self) -> None:
        """There is another token: connect with it at once."""
        self._news.set()
        if self._line is not None:
            self._line.drop()

    def close(self) -> None:
        self._closed.set()
        self.begin_anew()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=CONNECT_DEADLINE_S + 1)

    def _run(self) -> None:
        pause = FIRST_PAUSE_S
        while not self._closed.is_set():
            self._news.clear()
            token = self.link.token
            if token is None:
                self.tell_line(False)
                if not self._closed.is_set():
                    self._news.wait()
                continue
            self._line = _Line(self, token)
            if self._closed.is_set():
                return
            if self._news.is_set():
                continue
            if self._line.hold():
                pause = FIRST_PAUSE_S
            else:
                self.link.on_doubt()
            # Spread out, so that a centre's devices do not all knock in the same instant.
            if self._news.wait(pause * random.uniform(0.7, 1.3)):
                pause = FIRST_PAUSE_S
            pause = min(pause * 2, LONGEST_PAUSE_S)

    def tell_line(self, online: bool) -> None:
        with self._telling:
            if online != self._online:
                self._online = online
                _guarded(self._on_line, online)

    def tell_view(self, seq: int, data: Mapping[str, Any]) -> None:
        with self._telling:
            if not self._closed.is_set():
                _guarded(self._on_view, seq, data)


class _Line:
    """One connection of a watch. Sequence numbers count within it: a restarted server may begin
    anew, and nothing of an old connection can arrive on a new one."""

    def __init__(self, watch: RoomWatch, token: str) -> None:
        self._watch, self._token = watch, token
        self._last_seq = -1
        self._order = threading.Lock()
        self._dropped = threading.Event()
        self._client = socketio.Client(
            reconnection=False, handle_sigint=False, request_timeout=int(CONNECT_DEADLINE_S)
        )
        self._client.on("view", self._view)
        self._client.on("disconnect", self.drop)

    def hold(self) -> bool:
        """Connect, watch, and stay until the line drops; True if the room was ever watched."""
        try:
            held = self._connect()
            if held:
                self._watch.tell_line(True)
                self._dropped.wait()
            return held
        finally:
            self._hang_up()
            self._watch.tell_line(False)

    def drop(self, *_reason: Any) -> None:
        """The line is lost, or no longer wanted."""
        self._dropped.set()

    def _connect(self) -> bool:
        try:
            self._client.connect(
                self._watch.link.base_url,
                auth=_introduced(self._token),
                transports=["websocket"],
                wait_timeout=CONNECT_DEADLINE_S,
            )
            answer = self._client.call("watch", self._watch.room, timeout=CONNECT_DEADLINE_S)
        except Exception as error:
            # Errors of three libraries come through here; each means that there is no line.
            log.info("room %s not reached: %s", self._watch.room, error)
            return False
        if not (isinstance(answer, Mapping) and answer.get("ok")):
            log.warning("the server refused room %s: %s", self._watch.room, answer)
            return False
        return True

    def _view(self, message: Any) -> None:
        if not isinstance(message, Mapping) or message.get("room") != self._watch.room:
            return
        seq, data = message.get("seq"), message.get("data")
        if not isinstance(seq, int) or not isinstance(data, Mapping):
            return
        # The library handles each event in a thread of its own: the lock keeps the order.
        with self._order:
            if seq >= self._last_seq and not self._dropped.is_set():
                self._last_seq = seq
                self._watch.tell_view(seq, data)

    def _hang_up(self) -> None:
        self._dropped.set()
        line = self._client.eio.ws
        if line is not None:
            # Not disconnect(): that waits seconds for the other side's farewell, which a server
            # that is gone never sends.
            with contextlib.suppress(Exception):
                line.shutdown()


def _guarded(callback: Callable[..., None], *arguments: Any) -> None:
    """A callback's mistake is logged; it must not end the watch."""
    try:
        callback(*arguments)
    except Exception:
        log.exception("a watcher's callback failed")


def _introduced(token: str) -> dict[str, str] | None:
    """Who this is, and which program it runs; nobody in particular in public rooms."""
    return {"token": token, "version": version()} if token else None
