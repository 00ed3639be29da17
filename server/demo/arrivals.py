"""Simulated citizens coming in: a Poisson stream with a mild morning peak, at the ticket kiosk."""

import logging
import random
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from . import habits
from .api import Api, Refused, Unreachable
from .pace import Pace, Stopped, busyness
from .sample import SampleCentre

log = logging.getLogger(__name__)

FIRST_CROWD = 24
"""People at the door when it opens."""
CROWD_GAP_S = 4.0

Floor = Callable[[], Mapping[str, Any] | None]
"""The newest view of the manager's room, None before the first."""


class Arrivals:
    """The street side of the centre. `kiosk` is the kiosk's agent, `api` the server itself."""

    def __init__(
        self,
        centre: SampleCentre,
        kiosk: Api,
        api: Api,
        floor: Floor,
        pace: Pace,
        rng: random.Random,
    ) -> None:
        self._kiosk, self._api, self._floor = kiosk, api, floor
        self._pace, self._rng = pace, rng
        self._rate = habits.arrivals_per_s(centre)
        self._shares = dict(centre.arrival_shares)
        self._open = {service.id: service.open for service in centre.services}
        self._procedures: dict[str, list[str]] = defaultdict(list)
        for procedure in centre.procedures():
            self._procedures[procedure["service"]].append(procedure["code"])
        self._classes: Sequence[str] = ()

    def run(self) -> None:
        """Let people come until the simulation ends."""
        try:
            self._learn_classes()
            for _ in range(FIRST_CROWD):
                self._come(CROWD_GAP_S)
            while True:
                self._come(1 / (self._rate * busyness(self._pace.time_of_day())))
        except Stopped:
            log.debug("the door is closed")

    def _learn_classes(self) -> None:
        try:
            items = self._api.get("/api/v1/priorities")["items"]
            self._classes = [item["id"] for item in items if item["id"] != "none"]
        except (Refused, Unreachable) as error:
            log.warning("no priority classes: %s", error)

    def _come(self, mean_gap_s: float) -> None:
        self._pace.rest(self._rng.expovariate(1 / mean_gap_s))
        if self._rng.random() < habits.patience(self._waiting()):
            self._guarded(self._request())

    def _waiting(self) -> int:
        floor = self._floor()
        return sum(line["waiting"] for line in floor["services"]) if floor else 0

    def _request(self) -> dict[str, Any]:
        service = habits.pick(self._rng, self._open_shares())
        request: dict[str, Any] = {
            "service": service,
            "priority": habits.priority(self._rng, self._classes),
            "language": "en" if self._rng.random() < habits.ENGLISH_SHARE else "vi",
        }
        codes = self._procedures[service]
        if codes and self._rng.random() < habits.PROCEDURE_SHARE:
            request["procedure"] = self._rng.choice(codes)
        return request

    def _open_shares(self) -> dict[str, float]:
        floor = self._floor()
        if floor:
            self._open |= {line["id"]: bool(line["open"]) for line in floor["services"]}
        shares = {id: float(share) for id, share in self._shares.items() if self._open[id]}
        return shares or {id: float(share) for id, share in self._shares.items()}

    def _guarded(self, request: dict[str, Any]) -> None:
        try:
            if self._rng.random() < habits.KIOSK_SHARE:
                self._kiosk.post("/api/press", request | {"press": str(uuid.uuid4())})
            else:
                self._api.post("/api/v1/tickets", request)
        except (Refused, Unreachable) as error:
            log.info("no ticket for %s: %s", request["service"], error)
