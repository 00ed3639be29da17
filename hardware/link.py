"""An agent's link to the server: single HTTP requests, and rooms watched over Socket.IO.

Threads only, no gevent: agents own serial ports and printers, whose calls block. A room is kept
watched for ever: a lost line is opened again with growing pauses, and the room's whole view comes
with it, so nothing missed in between matters.

    LinkDown    no answer from the server; ``reason`` says why
"""

from __future__ import annotations

import contextlib
import json as jsonlib
import logging
import random
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import socketio
import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, TimeoutError

MAX_ANSWER_BYTES = 4 * 1024 * 1024
CONNECT_DEADLINE_S = 5.0
FIRST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 5.0

OnView = Callable[[int, Mapping[str, Any]], None]
OnLine = Callable[[bool], None]

log = logging.getLogger(__name__)


class LinkDown(Exception):
    """No answer from the server.

    ``reason``: ``refused`` (nothing listens there), ``timeout`` (no full answer by the deadline),
    ``lost`` (the line broke), ``bad_answer`` (what answered is not the server).
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


class ServerLink:
    """One server, one token. Safe to use from several threads."""

    def __init__(self, base_url: str, token: str = "") -> None:
        self._base_url = base_url.rstrip("/")
        self._token = token
        self._pool = urllib3.PoolManager(maxsize=4, retries=False)
        self._watches: list[_Watch] = []
        self._closed = threading.Event()

    def request(
        self,
        method: str,
        path: str,
        json: Any = None,
        key: str | None = None,
        deadline_s: float = 5.0,
        attempts: int = 1,
    ) -> tuple[int, Any]:
        """Ask the server once and return ``(status, body)``; body is decoded JSON, None if empty.

        ``path`` starts with a slash (``/api/v1/…``). ``deadline_s`` covers everything, all
        ``attempts`` included. Further attempts happen only when no answer came, and only for a
        GET or a request with an idempotency ``key``, which is then repeated unchanged.
        Raises LinkDown.
        """
        end = time.monotonic() + deadline_s
        tries = max(1, attempts) if method == "GET" or key else 1
        for number in range(1, tries + 1):
            left = max(0.05, end - time.monotonic())
            try:
                return self._once(method, path, json, key, left / (tries - number + 1))
            except LinkDown:
                pause = FIRST_PAUSE_S * number
                if number == tries or time.monotonic() + pause >= end or self._closed.wait(pause):
                    raise
        raise AssertionError("unreachable")

    def watch(self, room: str, on_view: OnView, on_line: OnLine) -> None:
        """Keep ``room`` watched until close(), in a thread of its own; returns at once.

        ``on_view(seq, data)`` gets each view, never an older one after a newer one.
        ``on_line(True)`` when the room is watched, ``on_line(False)`` when it is lost, and also
        when the very first attempt failed. Both are called one at a time for a room.
        """
        watch = _Watch(self._base_url, self._token, room, on_view, on_line)
        self._watches.append(watch)
        watch.start()

    def close(self) -> None:
        """Stop every watch and give the connections back; returns within a few seconds."""
        self._closed.set()
        for watch in self._watches:
            watch.close()
        self._pool.clear()

    def _once(
        self, method: str, path: str, json: Any, key: str | None, deadline_s: float
    ) -> tuple[int, Any]:
        end = time.monotonic() + deadline_s
        try:
            response = self._pool.request(
                method,
                self._base_url + path,
                body=None if json is None else jsonlib.dumps(json).encode(),
                headers=self._headers(json, key),
                timeout=urllib3.Timeout(total=deadline_s),
                preload_content=False,
                redirect=False,
            )
            return response.status, _body(response, end)
        except (HTTPError, OSError) as error:
            raise LinkDown(_reason(error), str(error)) from error

    def _headers(self, json: Any, key: str | None) -> dict[str, str]:
        headers = {"Accept": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        if json is not None:
            headers["Content-Type"] = "application/json"
        if key:
            headers["Idempotency-Key"] = key
        return headers


class _Watch:
    """One room kept watched: connect, watch, wait for the line to drop, pause, again."""

    def __init__(
        self, base_url: str, token: str, room: str, on_view: OnView, on_line: OnLine
    ) -> None:
        self.base_url, self.token, self.room = base_url, token, room
        self._on_view, self._on_line = on_view, on_line
        self._telling = threading.RLock()
        self._online: bool | None = None
        self._closed = threading.Event()
        self._line: _Line | None = None
        self._thread = threading.Thread(target=self._run, name=f"watch-{room}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        if self._line is not None:
            self._line.drop()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=CONNECT_DEADLINE_S + 1)

    def _run(self) -> None:
        pause = FIRST_PAUSE_S
        while not self._closed.is_set():
            self._line = _Line(self)
            if self._closed.is_set():
                return
            if self._line.hold():
                pause = FIRST_PAUSE_S
            # Spread out, so that a centre's devices do not all knock in the same instant.
            self._closed.wait(pause * random.uniform(0.7, 1.3))
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

    def __init__(self, watch: _Watch) -> None:
        self._watch = watch
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
                self._watch.base_url,
                auth={"token": self._watch.token} if self._watch.token else None,
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


def _body(response: urllib3.BaseHTTPResponse, end: float) -> Any:
    """The answer's JSON, read as it comes so that a dripping server cannot stretch the deadline."""
    data = bytearray()
    try:
        while piece := response.read1(65536):
            data += piece
            if len(data) > MAX_ANSWER_BYTES:
                raise LinkDown("bad_answer", "the answer is too long")
            if time.monotonic() > end:
                raise LinkDown("timeout", "the answer did not end in time")
        response.release_conn()
        return jsonlib.loads(data) if data else None
    except (ValueError, RecursionError) as error:
        raise LinkDown("bad_answer", str(error)) from error
    finally:
        response.close()  # of no effect on a connection that was given back whole


def _reason(error: Exception) -> str:
    if isinstance(error, NewConnectionError):
        return "refused"
    if isinstance(error, TimeoutError):
        return "timeout"
    return "lost"
