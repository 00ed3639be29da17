"""What each sign is to show, from the hall's view. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from display.sign.config import Sign
from hardware.signs.template import Shown

_OPEN = "open"


def text_for(sign: Sign, view: Mapping[str, Any]) -> str:
    """The sign's text; `idle` for a counter the view does not know."""
    if sign.call is not None:
        return _of_call(sign, sign.call, view)
    counter = next((c for c in _list(view, "counters") if c.get("number") == sign.counter), None)
    if counter is None:
        return sign.template.idle
    if counter.get("ticket"):
        return sign.template.filled(Shown(str(counter["ticket"]), int(counter["number"])))
    return sign.template.idle if counter.get("state") == _OPEN else sign.template.closed


def _of_call(sign: Sign, place: int, view: Mapping[str, Any]) -> str:
    """The calls of a ticket are one line: its newest one."""
    seen: dict[str, Mapping[str, Any]] = {}
    for call in _list(view, "calls"):
        seen.setdefault(str(call.get("ticket")), call)
    calls = list(seen.values())
    if len(calls) < place:
        return sign.template.idle
    call = calls[place - 1]
    return sign.template.filled(Shown(str(call["ticket"]), int(call["counter_number"])))


def _list(view: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = view.get(name)
    return found if isinstance(found, list) else []
