"""Telling the other server processes which rooms were touched."""

import json
import logging
from collections.abc import Callable
from typing import Any, Protocol

import gevent
import redis

Touch = Callable[[str, frozenset[str]], None]
Heal = Callable[[], None]

log = logging.getLogger("motcua.bus")
CHANNEL = "motcua:touched"
RETRY_S = 1.0


class Bus(Protocol):
    """Carries touched rooms to every process, this one included."""

    def publish(self, centre: str, rooms: frozenset[str]) -> None: ...

    def start(self, touch: Touch, heal: Heal) -> None:
        """Deliver touched rooms to ``touch``; call ``heal`` when some may have been missed."""


class LocalBus:
    """One process: touched rooms go straight to its publisher."""

    def __init__(self) -> None:
        self._touch: Touch | None = None

    def start(self, touch: Touch, heal: Heal) -> None:
        self._touch = touch

    def publish(self, centre: str, rooms: frozenset[str]) -> None:
        if self._touch is not None:
            self._touch(centre, rooms)


class RedisBus:
    """Several processes: touched rooms go round through Redis.

    Each process builds views for its own watchers only. While Redis is away a process still tells
    its own watchers; the others send every view anew as soon as they hear Redis again.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
        self._touch: Touch | None = None
        self._heal: Heal | None = None

    def start(self, touch: Touch, heal: Heal) -> None:
        self._touch, self._heal = touch, heal
        gevent.spawn(self._listen)

    def publish(self, centre: str, rooms: frozenset[str]) -> None:
        gevent.spawn(self._send, centre, rooms)

    def _send(self, centre: str, rooms: frozenset[str]) -> None:
        try:
            self._client.publish(CHANNEL, json.dumps([centre, sorted(rooms)]))
        except redis.RedisError:
            log.warning("redis is away; only this process's watchers are told")
            if self._touch is not None:
                self._touch(centre, rooms)

    def _listen(self) -> None:
        while True:
            try:
                self._receive()
            except redis.RedisError:
                gevent.sleep(RETRY_S)

    def _receive(self) -> None:
        # Its own connection without a read deadline: silence is normal here.
        with redis.Redis.from_url(self._url, socket_connect_timeout=2) as client:
            subscription = client.pubsub()
            subscription.subscribe(CHANNEL)
            for message in subscription.listen():
                self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        assert self._touch is not None and self._heal is not None  # set by start
        if message["type"] == "subscribe":
            # Whatever was said while nobody here listened is lost.
            self._heal()
        elif message["type"] == "message":
            centre, rooms = json.loads(message["data"])
            self._touch(centre, frozenset(rooms))
