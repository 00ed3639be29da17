"""What an officer's console shows."""

from typing import Any

from ..core.calling import choose
from ..store import calls, counters, services, tickets
from .counters import describe_counter
from .reasons import reason_json
from .snapshot import Json, Snapshot, when
from .tickets import describe

SHOWN_WAITING = 50


def desk_view(look: Snapshot, id: str) -> Json | None:
    """The counter, the citizen in front of it, who waits for it, and who is next and why."""
    counter = counters.get(look.session, look.centre.id, id)
    described = describe_counter(look, id)
    if counter is None or described is None:
        return None
    current = tickets.get(look.session, look.centre.id, counter.ticket) if counter.ticket else None
    last = tickets.last_finished(look.session, look.centre.id, id, look.day)
    waiting = tickets.waiting(look.session, look.centre.id, look.day, id, SHOWN_WAITING)
    lines = _lines(look, described["services"])
    return {
        "counter": described,
        "current": describe(look, current) if current else None,
        "waiting": [_waiting_json(row) for row in waiting],
        "waiting_total": sum(line["waiting"] for line in lines),
        "next": _next(look, id),
        "lines": lines,
        "last": describe(look, last) if last else None,
        "rules": {"max_calls": look.settings.calling.max_calls},
        "now": when(look.now),
    }


def _next(look: Snapshot, counter: str) -> Json | None:
    rules = look.settings.calling
    heads = tickets.heads(look.session, look.centre.id, look.day, counter)
    recent = calls.recent_lanes(look.session, look.centre.id, counter, look.day, rules.ratio)
    choice = choose(heads, recent, look.now, rules)
    if choice is None:
        return None
    return {
        "id": choice.head.ticket,
        "number": choice.head.number,
        "reason": reason_json(choice.reason),
    }


def _lines(look: Snapshot, skills: list[str]) -> list[Json]:
    oldest = services.oldest_waiting(look.session, look.centre.id, look.day)
    return [
        {
            "service": row["id"],
            "name": row["name"],
            "name_en": row["name_en"],
            "prefix": row["prefix"],
            "waiting": row["waiting_priority"] + row["waiting_normal"],
            "oldest_issued_at": when(oldest.get(row["id"])),
        }
        for row in services.listing(look.session, look.centre.id, look.day)
        if row["id"] in skills
    ]


def _waiting_json(row: Any) -> Json:
    return {
        "id": row["id"],
        "number": row["number"],
        "service": row["service"],
        "service_name": row["service_name"],
        "service_name_en": row["service_name_en"],
        "priority": row["priority"],
        "procedure": row["procedure"],
        "issued_at": when(row["issued_at"]),
    }
