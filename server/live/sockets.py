"""The Socket.IO side: connect, watch, unwatch."""

import logging
from collections.abc import Callable
from typing import Any

import flask
from flask_socketio import SocketIO, join_room, leave_room

from ..api.identity import COOKIE, Identities
from ..api.problems import ApiError, problem
from ..core.errors import MotcuaError, Overloaded, Unauthorized
from ..usecases.change import Actor
from . import access
from .door import Door, Step
from .presence import Presence
from .publisher import Publisher
from .transport import MAX_MESSAGE
from .watchers import Watchers

log = logging.getLogger("motcua.live")

PING_INTERVAL_S, PING_TIMEOUT_S = 3, 1.5
"""What pages are told: a line is dead when no beat has come for as long as both together, which is
less than the five seconds within which they must say so. Engine.IO tells whole seconds of the
first. Beats come more often (``heartbeat.PACE_S``), so that one may be late by two."""
MAX_ROOMS = 64
"""How many rooms one connection may watch."""


def make_socketio() -> SocketIO:
    """Websocket only: no sticky sessions are needed, and no long polling is served."""
    return SocketIO(
        async_mode="gevent",
        transports=["websocket"],
        ping_interval=PING_INTERVAL_S,
        ping_timeout=PING_TIMEOUT_S,
        monitor_clients=False,  # the heart does
        max_http_buffer_size=MAX_MESSAGE,
        serve_client=False,
    )


class Sockets:
    """Handlers of one server process."""

    def __init__(
        self,
        socketio: SocketIO,
        identities: Identities,
        watchers: Watchers,
        publisher: Publisher,
        default_centre: Callable[[], str],
        presence: Presence,
        door: Door,
    ) -> None:
        self._socketio = socketio
        self._identities = identities
        self._watchers = watchers
        self._publisher = publisher
        self._default_centre = default_centre
        self._presence = presence
        self._door = door
        self._secrets: dict[str, str] = {}
        self._devices: dict[str, str] = {}
        """The id of the token or session a connection was opened with."""

    def register(self) -> None:
        self._socketio.on_event("connect", self.connect)
        self._socketio.on_event("disconnect", self.disconnect)
        self._socketio.on_event("watch", self.watch)
        self._socketio.on_event("unwatch", self.unwatch)

    def connect(self, auth: Any = None) -> bool:
        """Refuses a connection whose token is not known; no token is fine for public rooms."""
        try:
            with self._door.turn(Step.GREETING):
                return self._greet(auth)
        except Overloaded:
            return False  # pages come again after a pause

    def _greet(self, auth: Any) -> bool:
        token = auth.get("token") if isinstance(auth, dict) else None
        secret = str(token or flask.request.cookies.get(COOKIE, ""))
        try:
            # Of people too: whoever signs out, or is shut out, must see nothing more.
            if secret:
                actor = self._identities.of_secret(secret)
                self._devices[_sid()] = actor.id
                if actor.kind == "device" and token:
                    self._presence.came(_sid(), actor.id, auth.get("version"))
        except Unauthorized:
            if token:
                return False
        self._secrets[_sid()] = secret
        return True

    def disconnect(self, *_reason: object) -> None:
        self._watchers.drop(_sid())
        self._presence.left(_sid())
        self._secrets.pop(_sid(), None)
        self._devices.pop(_sid(), None)

    def ended(self, _centre: str, touched: frozenset[str]) -> None:
        """Hang up on those whose token has ended: they must not see what comes after."""
        ended = {room.removeprefix("token/") for room in touched if room.startswith("token/")}
        if not ended:
            return
        self._identities.forget()
        for sid in [sid for sid, device in self._devices.items() if device in ended]:
            # Not here: a client that reads nothing would hold up the change that ended its token.
            self._socketio.start_background_task(self._socketio.server.disconnect, sid)

    def watch(self, *asked: object) -> dict[str, Any]:
        """Send a room's view now and after every change; the acknowledgement."""
        try:
            self._watch(_only(asked))
        except MotcuaError as error:
            return problem(error)
        return {"ok": True}

    def unwatch(self, *asked: object) -> dict[str, Any]:
        room = _only(asked)
        try:
            kind, _ = access.split(room)
            centre = self._centre(self._actor(), kind)
        except MotcuaError as error:
            return problem(error)
        watched = self._watchers.rooms.get((centre, str(room)))
        self._watchers.remove(_sid(), centre, str(room))
        if watched is not None:
            leave_room(watched.channel)
        return {"ok": True}

    def _watch(self, room: object) -> None:
        kind, id = access.split(room)
        actor = self._actor()
        access.allow(kind, id, actor)
        if self._watchers.count(_sid()) >= MAX_ROOMS:
            raise ApiError("too_many_requests")
        name, centre = str(room), self._centre(actor, kind)
        watched = self._watchers.add(_sid(), centre, name, kind, id)
        try:
            # Joining comes first: a change between the view and the joining would be missed.
            join_room(watched.channel)
            with self._door.turn(Step.WATCHING):
                message = self._publisher.view(watched, name)
        except Exception:
            # Not only errors of the floor: a client may hang up while it is let in.
            self._watchers.remove(_sid(), centre, name)
            leave_room(watched.channel)
            raise
        self._socketio.emit("view", message, to=_sid())

    def _actor(self) -> Actor | None:
        secret = self._secrets.get(_sid(), "")
        if not secret:
            return None
        try:
            return self._identities.of_secret(secret)
        except Unauthorized:
            return None

    def _centre(self, actor: Actor | None, kind: str) -> str:
        """Of whoever asks; public rooms are those of the centre the page's address names."""
        named = kind in access.PUBLIC and flask.request.args.get("centre")
        return self._default_centre() if actor is None or named else actor.centre


def _sid() -> str:
    sid: str = flask.request.sid  # type: ignore[attr-defined]
    return sid


def _only(asked: tuple[object, ...]) -> object:
    """The one room that was named; no room at all when a client sends anything else."""
    return asked[0] if len(asked) == 1 else None
