"""Counters as lists show them."""

from ..core.model import Counter
from ..store import counters, tickets
from .snapshot import Json, Snapshot, when


def counter_json(counter: Counter, skills: list[str], number: str | None) -> Json:
    return {
        "id": counter.id,
        "number": counter.number,
        "name": counter.name,
        "name_en": counter.name_en,
        "state": counter.state.value,
        "state_since": when(counter.state_since),
        "services": skills,
        "pause_reason": counter.pause_reason,
        "taken": counter.officer is not None,
        "ticket": number,
    }


def counters_list(look: Snapshot) -> list[Json]:
    listed = counters.listing(look.session, look.centre.id)
    skills = counters.skills(look.session, look.centre.id)
    busy = tickets.by_ids(look.session, look.centre.id, [c.ticket for c in listed if c.ticket])
    return [
        counter_json(c, skills.get(c.id, []), busy[c.ticket].number if c.ticket in busy else None)
        for c in listed
    ]


def describe_counter(look: Snapshot, id: str) -> Json | None:
    return next((c for c in counters_list(look) if c["id"] == id), None)
