"""What the manager watches: every line, every counter, today's counts."""

from collections import defaultdict

from ..core.model import Counter, Ticket
from ..store import people, ratings, service_level, services, tallies
from . import alerts
from .boards import recent_calls
from .counters import all_counters, tickets_in_front
from .devices import devices_view
from .snapshot import Json, Snapshot, centre_json, when
from .waits import error_json, wait_json

SHOWN = 10


def manager_view(look: Snapshot) -> Json:
    centre, session = look.centre.id, look.session
    listed, busy = look.once(all_counters), look.once(tickets_in_front)
    counts = _Counts(look)
    names = people.names(session, centre)
    rules = alerts.rules_view(look)
    return {
        "centre": centre_json(look.centre),
        "alerts": alerts.standing_view(look),
        "rules": rules,
        "services": _services(look, counts, rules["target_minutes"]),
        "counters": [_counter(c, busy.get(c.ticket or ""), names, counts) for c in listed],
        "today": counts.today(look.day),
        "calls": recent_calls(look, SHOWN),
        "ratings": [
            {
                "value": r["value"],
                "counter": r["counter"],
                "service_name": r["service_name"],
                "service_name_en": r["service_name_en"],
                "at": when(r["pressed_at"]),
            }
            for r in ratings.recent(session, centre, look.day, SHOWN)
        ],
        "devices": devices_view(look),
        # How good the waits that were told have been in the last days.
        "forecast": error_json(look.forecasts.track(centre).whole),
        "now": when(look.now),
    }


class _Counts:
    """The day's tallies, summed by service and by counter."""

    def __init__(self, look: Snapshot) -> None:
        self.by_service: defaultdict[tuple[str, str], int] = defaultdict(int)
        self.by_counter: defaultdict[tuple[str, str], int] = defaultdict(int)
        self.total: defaultdict[str, int] = defaultdict(int)
        for row in tallies.of_day(look.session, look.centre.id, look.day):
            self.by_service[row["kind"], row["service"]] += row["n"]
            self.by_counter[row["kind"], row["counter"]] += row["n"]
            self.total[row["kind"]] += row["n"]
        for row in services.listing(look.session, look.centre.id, look.day):
            self.total["issued"] += row["issued"]

    def today(self, day: str) -> Json:
        return {
            "day": day,
            "issued": self.total["issued"],
            "called": self.total["called"],
            "served": self.total["served"],
            "no_show": self.total["no_show"],
            "ratings": self.total["rated"],
            "satisfied": self.total["satisfied"],
            "unsatisfied": self.total["unsatisfied"],
        }


def _services(look: Snapshot, counts: _Counts, target_minutes: int) -> list[Json]:
    level = _service_level(look, target_minutes)
    forecast = look.forecasts.of(look.centre.id)
    oldest = services.oldest_waiting(look.session, look.centre.id, look.day)
    counters_open = services.open_counters(look.session, look.centre.id)
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "name_en": row["name_en"],
            "prefix": row["prefix"],
            "open": bool(row["open"]),
            "waiting": services.waiting_in(row),
            "oldest_issued_at": when(oldest.get(row["id"])),
            "wait": wait_json(forecast.of_newcomer(row["id"], look.now)),
            "level": level.get(row["id"]),
            "open_counters": counters_open.get(row["id"], 0),
            "issued": row["issued"],
            "served": counts.by_service["served", row["id"]],
            "no_show": counts.by_service["no_show", row["id"]],
        }
        for row in services.listing(look.session, look.centre.id, look.day)
    ]


def _service_level(look: Snapshot, target_minutes: int) -> dict[str, Json]:
    """By service: how many were called today, and how many of them within the target."""
    target_ms = target_minutes * 60_000
    rows = service_level.of_day(look.session, look.centre.id, look.day, target_ms)
    return {row["service"]: {"called": row["called"], "in_time": row["in_time"]} for row in rows}


def _counter(
    counter: Counter, ticket: Ticket | None, names: dict[str, str], counts: _Counts
) -> Json:
    since = (ticket.started_at or ticket.called_at) if ticket else None
    return {
        "id": counter.id,
        "number": counter.number,
        "name": counter.name,
        "name_en": counter.name_en,
        "state": counter.state.value,
        "state_since": when(counter.state_since),
        "officer": names.get(counter.officer or ""),
        "ticket": ticket.number if ticket else None,
        "ticket_state": ticket.state.value if ticket else None,
        "ticket_since": when(since),
        "served": counts.by_counter["served", counter.id],
    }
