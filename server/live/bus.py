"""Telling the other server processes which rooms were touched."""

import json
import logging
from collections.abc import Callable
from typing import Protocol

import gevent
import redis

Touch = Callable[[str, frozenset[str]], None]

log = logging.getLogger("motcua.bus")
CHANNEL = "motcua:touched"
RETRY_S = 1.0


class Bus(Protocol):
    """Carries touched rooms to every process, this one included."""

    def publish(self, centre: str, rooms: frozenset[str]) -> None: ...

    def start(self, touch: Touch) -> None: ...


class LocalBus:
    """One process: touched rooms go straight to its publisher."""

    def __init__(self) -> None:
        self._touch: Touch | None = None

    def start(self, touch: Touch) -> None:
        self._touch = touch

    def publish(self, centre: str, rooms: frozenset[str]) -> None:
        if self._touch is not None:
            self._touch(centre, rooms)


class RedisBus:
    """Several processes: touched rooms go round through Redis.

    Each process builds views for its own watchers only. While Redis is away a process still tells
    its own watchers; the others heal with their next view.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
        self._touch: Touch | None = None

    def start(self, touch: Touch) -> None:
        self._touch = touch
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
            subscription = client.pubsub(ignore_subscribe_messages=True)
            subscription.subscribe(CHANNEL)
            for message in subscription.listen():
                centre, rooms = json.loads(message["data"])
                if self._touch is not None:
                    self._touch(centre, frozenset(rooms))
