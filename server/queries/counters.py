"""Counters as lists show them."""

from ..core.calling import Skill
from ..core.model import Counter, Ticket
from ..store import counters, tickets
from .snapshot import Json, Snapshot, when


def all_counters(look: Snapshot) -> list[Counter]:
    """In the order of their numbers."""
    return counters.listing(look.session, look.centre.id)


def skills_of_all(look: Snapshot) -> dict[str, dict[str, Skill]]:
    """What each counter handles, and how; in the order of the services."""
    return counters.skills(look.session, look.centre.id)


def tickets_in_front(look: Snapshot) -> dict[str, Ticket]:
    """The tickets that are at the counters, by id, in the order of the counters."""
    held = [counter.ticket for counter in look.once(all_counters) if counter.ticket]
    return tickets.by_ids(look.session, look.centre.id, held)


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
    return [described(look, counter) for counter in look.once(all_counters)]


def describe_counter(look: Snapshot, id: str) -> Json | None:
    counter = find_counter(look, id)
    return None if counter is None else described(look, counter)


def find_counter(look: Snapshot, id: str) -> Counter | None:
    return next((c for c in look.once(all_counters) if c.id == id), None)


def described(look: Snapshot, counter: Counter) -> Json:
    skills = list(look.once(skills_of_all).get(counter.id, ()))
    ticket = look.once(tickets_in_front).get(counter.ticket or "")
    return counter_json(counter, skills, ticket.number if ticket else None)
