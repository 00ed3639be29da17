"""Small web servers on this machine's loopback: for the kiosk's page and for virtual devices.

waitress serves them: threads (agents own devices whose calls block, so no gevent), no
dependencies of its own, and it streams a generator's pieces as they come, which Server-Sent
Events need. Each open stream holds one of its threads, so streams are bounded.
"""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult, urlsplit

from flask import Flask, Response, request
from waitress import wasyncore
from waitress.server import create_server

THREADS = 12
MOST_STREAMS = 8
HEARTBEAT_S = 10.0
LARGEST_BODY = 1024 * 1024
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        "img-src 'self' data: blob:; connect-src 'self'; media-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class TooManyStreams(Exception):
    """More pages are open than one machine's own screen ever needs."""


class LoopbackServer:
    """A Flask app on 127.0.0.1, served by threads of its own between start() and stop()."""

    def __init__(self, app: Flask, port: int) -> None:
        """Bind at once (``port`` 0 takes any free one); raises OSError if the port is taken."""
        self._map: dict[int, Any] = {}
        # Typed loosely: for one address it is a BaseWSGIServer, whose port the stubs leave out.
        server: Any = create_server(
            app,
            map=self._map,
            host="127.0.0.1",
            port=port,
            threads=THREADS,
            ident=None,
            max_request_body_size=LARGEST_BODY,
            clear_untrusted_proxy_headers=True,
        )
        self._server = server
        self.port = int(server.effective_port)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"web-{self.port}", daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection; end the streams (Broadcast.close) before this."""
        self._stopping.set()
        self._server.pull_trigger()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        self._server.task_dispatcher.shutdown(timeout=2)
        wasyncore.close_all(self._map, True)

    def _run(self) -> None:
        # The server's own run() can be ended only from within its thread.
        while not self._stopping.is_set():
            wasyncore.loop(timeout=1, use_poll=True, map=self._map, count=1)


class Broadcast:
    """Events to every open page as Server-Sent Events. A page too slow to follow is hung up on:
    it connects again and begins with the whole state."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._streams: set[Stream] = set()
        self._closed = False

    def send(self, event: str, data: Any) -> None:
        """Send one event with JSON ``data`` to all who listen now; never waits."""
        text = _event(event, data)
        with self._lock:
            for stream in self._streams:
                stream.put(text)

    def stream(self, first_event: str, state: Callable[[], Any]) -> Stream:
        """What one page reads: ``state()`` as it is when reading begins, then all that comes.

        Raises TooManyStreams.
        """
        with self._lock:
            if self._closed or len(self._streams) >= MOST_STREAMS:
                raise TooManyStreams
            stream = Stream(self._forget, lambda: _event(first_event, state()))
            self._streams.add(stream)
        return stream

    def close(self) -> None:
        """End every stream; no new one can be opened."""
        with self._lock:
            self._closed = True
            for stream in self._streams:
                stream.put(None)

    def _forget(self, stream: Stream) -> None:
        with self._lock:
            self._streams.discard(stream)


class Stream:
    """One page's events. A class and no generator: a generator that is closed before its first
    step never runs its ``finally``, and its place would stay taken (a HEAD request does that)."""

    def __init__(self, forget: Callable[[Stream], None], first: Callable[[], str]) -> None:
        self._forget = forget
        self._first: Callable[[], str] | None = first
        self._events: queue.Queue[str | None] = queue.Queue(100)

    def __iter__(self) -> Stream:
        return self

    def __next__(self) -> str:
        if self._first is not None:
            first, self._first = self._first, None
            return first()
        try:
            text = self._events.get(timeout=HEARTBEAT_S)
        except queue.Empty:
            return ": still here\n\n"
        if text is None:
            raise StopIteration
        return text

    def put(self, text: str | None) -> None:
        """Queue an event; None, or one more than the queue holds, ends the stream."""
        try:
            self._events.put_nowait(text)
        except queue.Full:
            with self._events.mutex:
                self._events.queue.clear()
                self._events.queue.append(None)

    def close(self) -> None:
        """The page is gone."""
        self._forget(self)


def event_stream(events: Stream) -> Response:
    """The answer that carries a stream."""
    response = Response(events, mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def set_headers(response: Response) -> Response:
    """An after_request hook: strict content policy on everything."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def is_foreign() -> bool:
    """Whether the request names another host than this machine, or comes from another page.

    Without it any page open in the browser could reach the device through a name that it has
    pointed at 127.0.0.1 (DNS rebinding), or post to it blindly.
    """
    if _hostname(f"//{request.host}") not in LOOPBACK_NAMES:
        return True
    origin = request.headers.get("Origin")
    return origin is not None and _parts(origin).netloc != request.host


def _hostname(address: str) -> str | None:
    return _parts(address).hostname


def _parts(address: str) -> SplitResult:
    """Without any part where it is no address."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _event(name: str, data: Any) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
