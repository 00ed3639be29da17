"""Numbers for the time without the server: leased while it is there, counted while it is not."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kiosk.central import Central
from kiosk.clock import Clock, day_of
from kiosk.errors import KioskError
from kiosk.offline_store import Block, Lease, OfflineStore

BLOCKS = "/api/v1/kiosk/blocks"
DEADLINE_S = 4.0
MOST_SENT = 500
FALLBACK_ZONE = timezone(timedelta(hours=7))

log = logging.getLogger(__name__)


class Leasing:
    """Keeps the store's blocks filled up, and knows the day the centre has."""

    def __init__(self, central: Central, store: OfflineStore, clock: Clock) -> None:
        self._central, self._store, self._clock = central, store, clock
        self._lease = store.lease
        self._blocks = store.blocks()

    @property
    def lease(self) -> Lease | None:
        return self._lease

    def now_ms(self) -> int:
        """The centre's time as near as this machine can tell."""
        offset = 0 if self._lease is None else self._lease.offset_ms
        return self._clock.now_ms() + offset

    def today(self) -> str:
        """The centre's service day."""
        return day_of(self.now_ms(), _zone(self._lease))

    def able(self) -> bool:
        """Whether there is a number left for anybody today."""
        today = self.today()
        return any(b.day == today and b.next <= b.last for b in self._blocks)

    def used(self) -> None:
        """Numbers were drawn: look again what is left."""
        self._blocks = self._store.blocks()

    def renew(self) -> None:
        """Lease what is missing, today's and tomorrow's. Raises KioskError, ServerRefused."""
        told = [
            {"day": b.day, "service": b.service, "first": b.first, "next": b.next}
            for b in self._store.blocks()
            if b.next > b.first
        ]
        body = {"holder": self._store.holder, "used": told[:MOST_SENT]}
        answer = self._central.ask("POST", BLOCKS, DEADLINE_S, json=body)
        try:
            self._keep(answer)
        except (KeyError, TypeError, ValueError) as error:
            log.exception("the server's lease lacks something")
            raise KioskError("server_unreachable") from error

    def _keep(self, answer: Mapping[str, Any]) -> None:
        now = int(datetime.fromisoformat(answer["now"]).astimezone(UTC).timestamp() * 1000)
        lease = Lease(
            zone=str(answer["zone"]),
            status_url=str(answer["status_url"]),
            offset_ms=now - self._clock.now_ms(),
        )
        blocks = [
            Block(**{name: block[name] for name in Block.__slots__}) for block in answer["blocks"]
        ]
        self._store.keep_lease(lease, blocks, str(answer["day"]))
        self._lease, self._blocks = lease, self._store.blocks()


def _zone(lease: Lease | None) -> tzinfo:
    try:
        return FALLBACK_ZONE if lease is None else ZoneInfo(lease.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return FALLBACK_ZONE
