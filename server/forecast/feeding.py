"""Stored events as the wait model hears them."""

import json
from collections.abc import Callable
from typing import Any

from ..core.model import Lane
from ..core.priority import lane_of
from ..core.waits import WaitModel
from ..store.base import Row

PERSON = "person:"

Json = dict[str, Any]
Tell = Callable[["Feeder", Row, float], None]


class Feeder:
    """Tells one model one centre's events, in their order."""

    def __init__(self, model: WaitModel) -> None:
        self.model = model
        self.due: dict[str, int] = {}
        """When appointments begin (epoch ms), by their waiting ticket."""
        self.waiting: dict[str, str] = {}
        """Who waits, as they came, and in which service's line."""

    def begin_day(self, midnight: int) -> None:
        """``midnight`` is epoch ms."""
        self.due.clear()
        self.waiting.clear()
        self.model.begin_day(midnight / 1000)

    def tell(self, event: Row) -> bool:
        """Whether the event was about tickets or counters; others may change the centre."""
        told = _TELL.get(event["kind"])
        if told is None:
            return event["kind"] in _NOTHING
        told(self, event, event["at"] / 1000)
        if event["kind"] in _WAITS:
            self.waiting[event["ticket"]] = _data(event).get("service") or event["service"]
        else:
            self.waiting.pop(event["ticket"], None)
        return True

    def issued(self, event: Row, at: float) -> None:
        data = _data(event)
        drawn: int | None = data.get("drawn_at")
        service: str = data.get("service") or event["service"]
        lane = Lane.APPOINTMENT if event["due_from"] is not None else lane_of(event["priority"])
        if event["due_from"] is not None:
            self.due[event["ticket"]] = event["due_from"]
        self.model.issued(
            at if drawn is None else drawn / 1000,
            event["ticket"],
            service,
            priority=lane is Lane.PRIORITY,
            lane=lane.value,
        )

    def waits_again(self, event: Row, at: float) -> None:
        """Undone, brought back or let others go first: in its own line, at its place."""
        if event["service"] is None:
            return
        self.model.left(at, event["ticket"])
        place = int(_data(event).get("place") or event["place"])
        lane = Lane.APPOINTMENT if event["due_from"] is not None else lane_of(event["priority"])
        self.model.issued(
            at,
            event["ticket"],
            event["service"],
            priority=lane is Lane.PRIORITY,
            lane=lane.value,
            place=place / 1000,
        )

    def returned(self, event: Row, at: float) -> None:
        self.model.issued(
            at,
            event["ticket"],
            event["service"],
            lane=Lane.RETURNED.value,
            counter=event["counter"],
        )

    def called(self, event: Row, at: float) -> None:
        self.due.pop(event["ticket"], None)
        self.model.called(at, event["ticket"], event["counter"], officer=_officer(event))

    def served(self, event: Row, at: float) -> None:
        self.model.served(at, event["ticket"])

    def continued(self, event: Row, at: float) -> None:
        self.model.served(at, event["ticket"])
        priority = lane_of(event["priority"]) is Lane.PRIORITY
        self.model.issued(at, event["ticket"], _data(event)["service"], priority=priority)

    def transferred(self, event: Row, at: float) -> None:
        data = _data(event)
        self.model.transferred(at, event["ticket"], data["service"], counter=data.get("counter"))

    def no_show(self, event: Row, at: float) -> None:
        self.model.no_show(at, event["ticket"])

    def left(self, event: Row, at: float) -> None:
        self.due.pop(event["ticket"], None)
        self.model.left(at, event["ticket"])

    def opened(self, event: Row, at: float) -> None:
        self.model.opened(at, event["counter"], officer=_officer(event))

    def paused(self, event: Row, at: float) -> None:
        self.model.closed(at, event["counter"], pause=True)

    def closed(self, event: Row, at: float) -> None:
        self.model.closed(at, event["counter"])


_TELL: dict[str, Tell] = {
    "issued": Feeder.issued,
    "called": Feeder.called,
    "resumed": Feeder.called,
    "finished": Feeder.served,
    # The counter was busy for that long, whatever the visit comes to.
    "parked": Feeder.served,
    "sent_away": Feeder.served,
    "continued": Feeder.continued,
    "transferred": Feeder.transferred,
    "no_show": Feeder.no_show,
    "cancelled": Feeder.left,
    "expired": Feeder.left,
    "call_undone": Feeder.waits_again,
    "brought_back": Feeder.waits_again,
    "late": Feeder.waits_again,
    "returned": Feeder.returned,
    "counter_open": Feeder.opened,
    "counter_paused": Feeder.paused,
    "counter_closed": Feeder.closed,
}
_WAITS = frozenset(
    {"issued", "continued", "transferred", "call_undone", "brought_back", "late", "returned"}
)
_NOTHING = frozenset(
    {"recalled", "started", "renumbered", "rated", "rating_changed", "rated_again"}
)
"""Kinds that change neither a line nor the centre."""


def _data(event: Row) -> Json:
    told: Json = json.loads(event["data"])
    return told


def _officer(event: Row) -> str | None:
    actor: str = event["actor"]
    return actor.removeprefix(PERSON) if actor.startswith(PERSON) else None
