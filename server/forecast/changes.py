"""A forecast as it travels, and which rooms show another wait after a new one."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..core.forecast import Expected, Forecast, told
from ..usecases import rooms

Json = dict[str, Any]


def forecast_of(message: Json) -> Forecast:
    """What ``Follower.compute`` told."""
    return Forecast(
        made_at=message["at"],
        holds_until=message["holds_until"],
        tickets=_expected(message["tickets"]),
        normal=_expected(message["normal"]),
        priority=_expected(message["priority"]),
        lines=message["lines"],
    )


def changed_rooms(before: Forecast, after: Forecast) -> frozenset[str]:
    """Only what people are told counts. An empty forecast after another: nothing is told any more.
    Whoever is called has a story of another kind, told already."""
    latest = after if after.made_at else before
    lines = {latest.lines[id] for id in _changed(latest.tickets, before.tickets, after.tickets)}
    services = _changed(latest.normal, before.normal, after.normal)
    touched = {rooms.waits(line) for line in lines}
    if services:
        touched |= {rooms.service(service) for service in services}
        touched |= {rooms.later(rooms.KIOSK), rooms.later(rooms.MANAGER)}
    return frozenset(touched)


def _expected(plain: Json) -> dict[str, Expected]:
    return {id: Expected(*told) for id, told in plain.items()}


def _changed(
    ids: Iterable[str], before: Mapping[str, Expected], after: Mapping[str, Expected]
) -> list[str]:
    return [id for id in ids if told(after.get(id)) != told(before.get(id))]
