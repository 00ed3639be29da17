"""Pushes on their way: a bounded queue, few native threads, few tries, nothing after its time."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace

import gevent
from gevent.queue import Full, Queue
from gevent.threadpool import ThreadPool
from prometheus_client import Counter

from ..clock import now_ms
from .sending import Push, Result

log = logging.getLogger("motcua.push")

MOST_WAITING = 1_000
WORKERS = 4
TRIES = 3
AGAIN_S = (2.0, 6.0)
"""Seconds before the second and the third try."""

PUSHES = Counter("motcua_pushes_total", "Pushes to phones, by what became of them", ["result"])

Send = Callable[[Push, int], Result]


class Delivery:
    """Takes pushes at once and sends them when it can; never makes anybody wait.

    ``gone`` is told of phones that want no more pushes.
    """

    def __init__(self, send: Send, gone: Callable[[Push], None]) -> None:
        self._send, self._gone = send, gone
        self._queue: Queue = Queue(MOST_WAITING)
        # Made with the first push: threads do not survive the fork of a server's worker.
        self._pool: ThreadPool | None = None

    def put(self, push: Push) -> None:
        """Queue a push; it is dropped when too many wait."""
        if self._pool is None:
            self._pool = ThreadPool(WORKERS)
            for _ in range(WORKERS):
                gevent.spawn(self._work, self._pool)
        try:
            self._queue.put_nowait(push)
        except Full:
            self._count(Result.LOST)

    def _work(self, pool: ThreadPool) -> None:
        while True:
            push: Push = self._queue.get()
            try:
                self._deliver(pool, push)
            except Exception:
                log.exception("a push failed")

    def _deliver(self, pool: ThreadPool, push: Push) -> None:
        if time.monotonic() > push.until:
            self._count(Result.LOST)
            return
        result: Result = pool.apply(self._send, (push, now_ms() // 1000))
        self._count(result)
        if result is Result.GONE:
            self._gone(push)
        elif result is Result.AGAIN and push.attempt < TRIES:
            wait = AGAIN_S[push.attempt - 1]
            gevent.spawn_later(wait, self.put, replace(push, attempt=push.attempt + 1))

    def _count(self, result: Result) -> None:
        PUSHES.labels(result.value).inc()
