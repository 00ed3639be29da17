"""What the hall board and the counter displays show. Nothing personal: numbers and places."""

from ..store import calls, counters, services, tickets
from ..store.base import Row
from .snapshot import Json, Snapshot, centre_json, when

RECENT_CALLS = 20


def call_json(row: Row) -> Json:
    return {
        "call": row["id"],
        "ticket": row["number"],
        "counter": row["counter"],
        "counter_number": row["counter_number"],
        "counter_name": row["counter_name"],
        "counter_name_en": row["counter_name_en"],
        "service": row["service"],
        "service_name": row["service_name"],
        "service_name_en": row["service_name_en"],
        "attempt": row["attempt"],
        "called_at": when(row["called_at"]),
    }


def recent_calls(look: Snapshot, limit: int = RECENT_CALLS) -> list[Json]:
    return [call_json(r) for r in calls.recent(look.session, look.centre.id, look.day, limit)]


def hall_view(look: Snapshot) -> Json:
    listed = counters.listing(look.session, look.centre.id)
    busy = tickets.by_ids(look.session, look.centre.id, [c.ticket for c in listed if c.ticket])
    lines = services.listing(look.session, look.centre.id, look.day)
    return {
        "centre": centre_json(look.centre),
        "calls": recent_calls(look),
        "counters": [
            {
                "id": c.id,
                "number": c.number,
                "name": c.name,
                "name_en": c.name_en,
                "state": c.state.value,
                "taken": c.officer is not None,
                "ticket": busy[c.ticket].number if c.ticket in busy else None,
            }
            for c in listed
        ],
        "waiting": sum(services.waiting_in(row) for row in lines),
        "now": when(look.now),
    }


def counter_view(look: Snapshot, id: str) -> Json | None:
    """One counter's display."""
    counter = counters.get(look.session, look.centre.id, id)
    if counter is None:
        return None
    names = {r["id"]: r for r in services.listing(look.session, look.centre.id, look.day)}
    skills = counters.skills(look.session, look.centre.id).get(id, [])
    ticket = tickets.get(look.session, look.centre.id, counter.ticket) if counter.ticket else None
    last = calls.last_of_counter(look.session, look.centre.id, id, look.day)
    return {
        "counter": {
            "id": counter.id,
            "number": counter.number,
            "name": counter.name,
            "name_en": counter.name_en,
            "state": counter.state.value,
        },
        "ticket": None
        if ticket is None
        else {
            "number": ticket.number,
            "service_name": names[ticket.service]["name"],
            "service_name_en": names[ticket.service]["name_en"],
            "state": ticket.state.value,
            "called_at": when(ticket.called_at),
        },
        "call": last["id"] if last and ticket and last["ticket"] == ticket.id else None,
        "services": [
            {"id": s, "name": names[s]["name"], "name_en": names[s]["name_en"]} for s in skills
        ],
    }
