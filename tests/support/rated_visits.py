"""Visits of earlier days with their ratings, put straight into a store."""

import json
import uuid
from dataclasses import dataclass

from running import RunningServer
from stores import ZONE

from server.clock import now_ms
from server.core.numbering import service_day
from server.store import centres
from server.store.base import Session, Store

DAY_MS = 86_400_000


@dataclass(frozen=True)
class RatedVisits:
    """When and where: all at ``at`` (epoch ms) of the service day ``day``."""

    centre: str
    day: str
    at: int
    service: str = "ho-tich"
    counter: str = "1"


def add_rated(
    store: Store,
    where: RatedVisits,
    n: int,
    value: str = "satisfied",
    reason: str = "",
    comment: str = "",
) -> None:
    """Add ``n`` finished visits that were rated ``value``, for ``reason`` where one is given."""
    rows = [
        {
            "id": str(uuid.uuid4()),
            "centre": where.centre,
            "day": where.day,
            "value": value,
            "reasons": json.dumps([reason] if reason else []),
            "comment": comment,
            "service": where.service,
            "counter": where.counter,
            "at": where.at,
        }
        for _ in range(n)
    ]

    def fill(session: Session) -> None:
        session.many(
            "INSERT INTO ticket (id, centre, day, service, number, priority, lane, place, state,"
            " language, counter, calls, people_ahead_at_issue, issued_at, ended_at, waiting_since)"
            " VALUES (:id, :centre, :day, :service, :id, 'none', 'normal', 1, 'finished', 'vi',"
            " :counter, 1, 0, :at, :at, :at)",
            rows,
        )
        session.many(
            "INSERT INTO rating (ticket, centre, day, service, counter, value, scale, reasons,"
            " comment, first_pressed_at, pressed_at) VALUES (:id, :centre, :day, :service,"
            " :counter, :value, 3, :reasons, :comment, :at, :at)",
            rows,
        )

    store.write(fill)


def rate_some_days_ago(server: RunningServer, ago: int = 3) -> None:
    """Fifty rated visits at counter 1, six of them because of noise, and 44 at counter 2."""
    store = server.store()
    centre = store.read(centres.first)
    assert centre is not None
    at = now_ms() - ago * DAY_MS
    for counter, unhappy in (("1", 6), ("2", 0)):
        day = service_day(at, ZONE)
        where = RatedVisits(centre["id"], day, at, counter=counter)
        add_rated(store, where, 44)
        add_rated(store, where, unhappy, "unsatisfied", "noise", "Ngồi chờ ồn quá")
    store.close()
