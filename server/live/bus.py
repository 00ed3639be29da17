"""Telling the other server processes which rooms were touched."""

import json
import logging
import secrets
import socket
from collections.abc import Callable
from typing import Any, Protocol

import gevent
import redis

Touch = Callable[[str, frozenset[str]], None]
Heal = Callable[[], None]
Hear = Callable[[dict[str, Any]], None]

log = logging.getLogger("motcua.bus")
CHANNEL = "motcua:touched"
TOLD = "motcua:told"
RETRY_S = 1.0
# A line that is silent may be dead: the other end is asked after so many seconds of silence.
ALIVE = {socket.TCP_KEEPIDLE: 5, socket.TCP_KEEPINTVL: 2, socket.TCP_KEEPCNT: 3}


class Bus(Protocol):
    """Carries touched rooms to every process, this one included."""

    shared: bool
    """Whether there may be other processes."""

    def publish(self, centre: str, rooms: frozenset[str]) -> None: ...

    def is_there(self) -> bool:
        """Whether the other processes can be told."""

    def tell(self, message: dict[str, Any]) -> None:
        """Something computed here that the other processes need not compute again."""

    def start(self, touch: Touch, heal: Heal, hear: Hear) -> None:
        """Deliver touched rooms to ``touch`` and what others tell to ``hear``; call ``heal`` when
        rooms may have been missed."""


class LocalBus:
    """One process: touched rooms go straight to its publisher."""

    shared = False

    def __init__(self) -> None:
        self._touch: Touch | None = None

    def start(self, touch: Touch, heal: Heal, hear: Hear) -> None:
        self._touch = touch

    def is_there(self) -> bool:
        return True  # there is nobody else

    def tell(self, message: dict[str, Any]) -> None:
        pass

    def publish(self, centre: str, rooms: frozenset[str]) -> None:
        if self._touch is not None:
            self._touch(centre, rooms)


class RedisBus:
    """Several processes: touched rooms go round through Redis.

    Each process builds views for its own watchers only. While Redis is away a process still tells
    its own watchers; the others send every view anew as soon as they hear Redis again.
    """

    shared = True

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
        self._touch: Touch | None = None
        self._heal: Heal | None = None
        self._hear: Hear | None = None
        self._name = ""
        self._listens = True

    def start(self, touch: Touch, heal: Heal, hear: Hear) -> None:
        self._touch, self._heal, self._hear = touch, heal, hear
        self._name = secrets.token_hex(8)
        gevent.spawn(self._listen)

    def is_there(self) -> bool:
        return self._listens

    def tell(self, message: dict[str, Any]) -> None:
        gevent.spawn(self._say, message)

    def _say(self, message: dict[str, Any]) -> None:
        try:
            self._client.publish(TOLD, json.dumps([self._name, message]))
        except redis.RedisError:
            log.info("redis is away; other processes are not told")

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
                self._listens = False
                gevent.sleep(RETRY_S)

    def _receive(self) -> None:
        # Its own connection without a read deadline: silence is normal here.
        with redis.Redis.from_url(
            self._url,
            socket_connect_timeout=2,
            socket_keepalive=True,
            socket_keepalive_options=ALIVE,
        ) as client:
            subscription = client.pubsub()
            subscription.subscribe(CHANNEL, TOLD)
            self._listens = True
            for message in subscription.listen():
                self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        assert self._touch is not None and self._heal is not None  # set by start
        if message["channel"] == TOLD.encode():
            self._take_told(message)
        elif message["type"] == "subscribe":
            # Whatever was said while nobody here listened is lost.
            self._heal()
        elif message["type"] == "message":
            centre, rooms = json.loads(message["data"])
            self._touch(centre, frozenset(rooms))

    def _take_told(self, message: dict[str, Any]) -> None:
        assert self._hear is not None  # set by start
        if message["type"] == "message":
            name, told = json.loads(message["data"])
            if name != self._name:
                self._hear(told)
