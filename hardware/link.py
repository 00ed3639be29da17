"""An agent's link to the server: single HTTP requests, and rooms watched over Socket.IO.

Threads only, no gevent: agents own serial ports and printers, whose calls block. A room is kept
watched for ever: a lost line is opened again with growing pauses, and the room's whole view comes
with it, so nothing missed in between matters.

    LinkDown    no answer from the server; ``reason`` says why
"""

from __future__ import annotations

import json as jsonlib
import threading
import time
from collections.abc import Callable
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, TimeoutError

from hardware.room_watch import FIRST_PAUSE_S, OnLine, OnView, RoomWatch

MAX_ANSWER_BYTES = 4 * 1024 * 1024


class LinkDown(Exception):
    """No answer from the server.

    ``reason``: ``refused`` (nothing listens there), ``timeout`` (no full answer by the deadline),
    ``lost`` (the line broke), ``bad_answer`` (what answered is not the server).
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


class ServerLink:
    """One server, one token at a time. Safe to use from several threads.

    ``token`` is empty for public rooms; None while there is none yet: rooms wait for ``use_token``.
    ``on_doubt`` is called, from any thread and often, when the token may no longer be good: the
    server answered 401 or did not let a room be watched.
    """

    def __init__(self, base_url: str, token: str | None = "") -> None:
        self.base_url = base_url.rstrip("/")
        self._token = token
        self.on_doubt: Callable[[], None] = lambda: None
        self._pool = urllib3.PoolManager(maxsize=4, retries=False)
        self._watches: list[RoomWatch] = []
        self._closed = threading.Event()

    @property
    def token(self) -> str | None:
        return self._token

    def use_token(self, token: str | None) -> None:
        """Go on with another token; without one (None) watched rooms are left until there is."""
        self._token = token
        for watch in self._watches:
            watch.begin_anew()

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
        watch = RoomWatch(self, room, on_view, on_line)
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
                self.base_url + path,
                body=None if json is None else jsonlib.dumps(json).encode(),
                headers=self._headers(json, key),
                timeout=urllib3.Timeout(total=deadline_s),
                preload_content=False,
                redirect=False,
            )
            answer = response.status, _body(response, end)
        except (HTTPError, OSError) as error:
            # Idle connections went the same way: none of them shall be waited for in vain.
            self._pool.clear()
            raise LinkDown(_reason(error), str(error)) from error
        if answer[0] == 401:
            self.on_doubt()
        return answer

    def _headers(self, json: Any, key: str | None) -> dict[str, str]:
        headers = {"Accept": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        if json is not None:
            headers["Content-Type"] = "application/json"
        if key:
            headers["Idempotency-Key"] = key
        return headers


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
