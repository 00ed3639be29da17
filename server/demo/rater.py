"""How a simulated citizen rates: by a key of the pad on the desk, or on the touch terminal."""

import logging
import random
from collections.abc import Mapping
from typing import Any, Protocol

from . import habits
from .api import Api, Refused, Unreachable
from .pace import Pace

log = logging.getLogger(__name__)

LIT_DEADLINE_S = 5.0
"""Seconds of the wall's clock: the pad's light is pushed, and real."""
LEAST_THOUGHT_S = 0.3
"""Of the wall's clock likewise: the light may still be the visit's before."""


class Pad(Protocol):
    """What a citizen sees of a pad."""

    def wait_lit(self, deadline_s: float) -> bool: ...

    def press(self, key: int) -> int: ...


class Panel(Protocol):
    """Something at the counter that takes a rating."""

    def give(self, ticket: Mapping[str, Any], value: str) -> None:
        """Rate the visit of `ticket`. Raises Stopped when the simulation ends."""


class PadPanel:
    """The keys of a pad on its serial line, pressed once they are lit."""

    def __init__(self, pad: Pad) -> None:
        self._pad = pad

    def give(self, ticket: Mapping[str, Any], value: str) -> None:
        if self._pad.wait_lit(LIT_DEADLINE_S):
            self._pad.press(list(habits.RATINGS).index(value) + 1)
        else:
            log.info("ticket %s: the pad stayed dark", ticket["number"])


class TouchPanel:
    """The touch terminal's own request, with the terminal's token."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def give(self, ticket: Mapping[str, Any], value: str) -> None:
        body = {"ticket": ticket["id"], "value": value, "scale": len(habits.RATINGS)}
        try:
            self._api.post("/api/v1/ratings", body)
        except (Refused, Unreachable) as error:
            log.info("ticket %s not rated: %s", ticket["number"], error)


class Rater:
    """Some of those served rate, after a moment's thought."""

    def __init__(self, panel: Panel, pace: Pace) -> None:
        self._panel, self._pace = panel, pace

    def rate(self, ticket: Mapping[str, Any], rng: random.Random) -> None:
        """Perhaps rate the visit that has just ended. Raises Stopped."""
        if rng.random() >= habits.RATING_SHARE:
            return
        thought = self._pace.real(habits.between(rng, habits.THINK_S))
        self._pace.rest_real(max(thought, LEAST_THOUGHT_S))
        self._panel.give(ticket, habits.pick(rng, habits.RATINGS))
