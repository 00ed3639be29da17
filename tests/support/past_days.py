"""Days of work as the server would have left them: tickets and ratings, written straight by SQL."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from server.clock import now_ms
from server.core.numbering import format_number, service_day
from server.store import rollups
from server.store.base import Session, Store
from server.usecases.ids import new_id

ZONE = "Asia/Ho_Chi_Minh"
HOUR_MS = 3_600_000
OPENS_MS = 7 * HOUR_MS + HOUR_MS // 2
OFFSET_MS = 7 * HOUR_MS
RATED_SHARE, NO_SHOW_SHARE = 0.4, 0.05
EPOCH = date(1970, 1, 1)

_TICKET = (
    "INSERT INTO ticket (id, centre, day, service, number, priority, lane, place, state, language,"
    " counter, officer, calls, people_ahead_at_issue, issued_at, called_at, started_at, ended_at,"
    " waiting_since) VALUES (:id, :centre, :day, :service, :number, 'none', 'normal', :at, :state,"
    " 'vi', :counter, :officer, 1, 5, :at, :called, :started, :ended, :at)"
)
_RATING = (
    "INSERT INTO rating (ticket, centre, day, service, counter, officer, value, scale, reasons,"
    " first_pressed_at, pressed_at) VALUES (:id, :centre, :day, :service, :counter, :officer,"
    " :value, 3, '[]', :ended, :ended)"
)


@dataclass(frozen=True)
class Past:
    """Who works where: ids. Services differ in how long they take."""

    centre: str
    services: Sequence[str]
    counters: Sequence[str]
    officers: Sequence[str]
    seed: int = 7

    def fill(self, store: Store, per_day: int, rest: int, days: int) -> tuple[str, str]:
        """Put ``days`` before today into a store, ``rest`` of them with one ticket more; the first
        and the last day."""
        chance = random.Random(self.seed)
        today = date.fromisoformat(service_day(now_ms(), ZONE))
        for back in range(days, 0, -1):
            rows = list(self._day(chance, today - timedelta(days=back), per_day + (back <= rest)))
            store.write(lambda session, rows=rows: self._insert(session, rows))
        first, last = (today - timedelta(days=back) for back in (days, 1))
        return first.isoformat(), last.isoformat()

    def _day(self, chance: random.Random, day: date, tickets: int) -> Iterator[dict[str, Any]]:
        opens = (day - EPOCH).days * 24 * HOUR_MS + OPENS_MS - OFFSET_MS
        for n in range(tickets):
            service = chance.randrange(len(self.services))
            counter = (service + chance.randrange(3)) % len(self.counters)
            at = opens + int(chance.betavariate(1.6, 2.4) * 9 * HOUR_MS)
            called = at + int(chance.lognormvariate(6.2, 0.8) * 1000)
            taken = int(chance.lognormvariate(5.3 + service / len(self.services), 0.6) * 1000)
            came = chance.random() > NO_SHOW_SHARE
            rated = came and chance.random() < RATED_SHARE
            value = "satisfied" if chance.random() < 0.95 else "unsatisfied"
            yield {
                "id": new_id(at),
                "centre": self.centre,
                "day": day.isoformat(),
                "service": self.services[service],
                "number": format_number("A", n + 1),
                "at": at,
                "state": "finished" if came else "no_show",
                "counter": self.counters[counter],
                "officer": self.officers[(counter + day.day) % len(self.officers)],
                "called": called,
                "started": called + 20_000 if came else None,
                "ended": called + 20_000 + taken,
                "value": value if rated else None,
            }

    def _insert(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
        session.many(_TICKET, [{k: v for k, v in row.items() if k != "value"} for row in rows])
        names = ("id", "centre", "day", "service", "counter", "officer", "value", "ended")
        session.many(_RATING, [{n: row[n] for n in names} for row in rows if row["value"]])
        # A server that runs may have counted these days already.
        for day in {row["day"] for row in rows}:
            rollups.mark(session, self.centre, day)
