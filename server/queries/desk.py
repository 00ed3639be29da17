"""What an officer's console shows."""

from collections.abc import Collection
from dataclasses import dataclass

from ..core.calling import Desk, Skill, choose
from ..core.model import Counter, Lane, Service, ServiceKind, Ticket
from ..store import calls, collecting, consoles, procedures, services
from ..store.base import Row
from .counters import all_counters, described, find_counter, skills_of_all, tickets_in_front
from .reasons import reason_json
from .snapshot import Json, Snapshot, when
from .tickets import expected, ticket_json
from .waits import wait_json

SHOWN_WAITING = 50
SHOWN_MISSED = 5
BOTH = {Lane.PRIORITY, Lane.NORMAL}


@dataclass(frozen=True, slots=True)
class Shared:
    """What the consoles of a centre are made of, found once however many are looked at."""

    lines: list[Row]
    services: dict[str, Service]
    oldest: dict[str, int]
    counters: dict[str, Counter]
    reserved: dict[str, set[str]]
    waiting: list[Row]
    kept_for: dict[str, int]
    last: dict[str, Ticket]
    aside: list[Ticket]
    missed: list[Ticket]


def _shared(look: Snapshot) -> Shared:
    session, centre, day = look.session, look.centre.id, look.day
    lines = services.listing(session, centre, day)
    return Shared(
        lines=lines,
        services={row["id"]: services.from_row(row) for row in lines},
        oldest=services.oldest_waiting(session, centre, day),
        counters={counter.id: counter for counter in look.once(all_counters)},
        reserved=consoles.reserved(session, centre),
        waiting=consoles.waiting(session, centre, day, SHOWN_WAITING),
        kept_for=consoles.kept_for(session, centre, day),
        last=consoles.last_finished(session, centre, day),
        aside=consoles.aside(session, centre, day),
        missed=consoles.missed(session, centre, day, SHOWN_MISSED),
    )


def desk_view(look: Snapshot, id: str) -> Json | None:
    """The counter, the citizen in front of it, who waits for it, and who is next and why."""
    counter = find_counter(look, id)
    if counter is None:
        return None
    shared = look.once(_shared)
    current = look.once(tickets_in_front).get(counter.ticket or "")
    last = shared.last.get(id)
    skills = look.once(skills_of_all).get(id, {})
    lines = _lines(look, shared, skills)
    waiting = [row for row in shared.waiting if _may_come(row, id, skills)]
    rules = look.settings.calling
    return {
        "counter": described(look, counter),
        "current": None if current is None else _current(look, current),
        "waiting": [_waiting_json(row) for row in waiting[:SHOWN_WAITING]],
        "waiting_total": sum(line["waiting"] for line in lines) + shared.kept_for.get(id, 0),
        "next": _next(look, shared, counter, skills, waiting),
        "lines": lines,
        "last": _told(look, last) | _collects(look, last) if last else None,
        "aside": [_told(look, t) for t in shared.aside if t.counter == id],
        "missed": [_told(look, t) for t in shared.missed if t.counter == id],
        "rules": {
            "max_calls": rules.max_calls,
            "recall_pause_s": rules.recall_pause_s,
            "undo_s": rules.undo_s,
            "may_choose": look.settings.staff_may_choose,
        },
        "now": when(look.now),
    }


def _may_come(row: Row, counter: str, skills: dict[str, Skill]) -> bool:
    """Whether a waiting ticket is one that this counter may call."""
    kept_for = row["for_counter"]
    return bool(row["service"] in skills if kept_for is None else kept_for == counter)


def _told(look: Snapshot, ticket: Ticket) -> Json:
    """A ticket that has been called: nobody is ahead of it any more."""
    shared = look.once(_shared)
    service = shared.services.get(ticket.service)
    counter = shared.counters.get(ticket.counter or "")
    return ticket_json(ticket, service, counter, None, expected(look, ticket))


def _current(look: Snapshot, ticket: Ticket) -> Json:
    """The ticket with its procedure's facts, and until when the call may be undone."""
    facts = None
    if ticket.procedure is not None:
        row = procedures.get(look.session, look.centre.id, ticket.procedure)
        facts = None if row is None else dict(row)
    undo_until = None
    if ticket.called_at is not None:
        undo_until = when(ticket.called_at + look.settings.calling.undo_s * 1000)
    more = {"procedure_facts": facts, "undo_until": undo_until}
    return _told(look, ticket) | _collects(look, ticket) | more


def _collects(look: Snapshot, ticket: Ticket) -> Json:
    """Whether the ticket is one for collecting a result (``collects``), and which dossier's, if
    its holder said so."""
    service = look.once(_shared).services.get(ticket.service)
    if service is None or service.kind is not ServiceKind.RESULT:
        return {"collects": False, "dossier": None}
    found = collecting.of_ticket(look.session, look.centre.id, ticket.id)
    return {"collects": True, "dossier": None if found is None else dict(found)}


def _next(
    look: Snapshot, shared: Shared, counter: Counter, skills: dict[str, Skill], waiting: list[Row]
) -> Json | None:
    heads = consoles.heads(waiting, shared.reserved, counter.id, counter.officer)
    if not heads:
        return None
    rules = look.settings.calling
    # How often priority went first matters where both wait, and is not asked for elsewhere.
    recent = _recent(look, counter) if {head.lane for head in heads} >= BOTH else []
    choice = choose(heads, Desk(skills, counter.free_since), recent, look.now, rules)
    if choice is None:
        return None
    return {
        "id": choice.head.ticket,
        "number": choice.head.number,
        "reason": reason_json(choice.reason),
    }


def _recent(look: Snapshot, counter: Counter) -> list[Lane]:
    ratio = look.settings.calling.ratio
    return calls.recent_lanes(look.session, look.centre.id, counter.id, look.day, ratio)


def _lines(look: Snapshot, shared: Shared, skills: Collection[str]) -> list[Json]:
    forecast = look.forecasts.of(look.centre.id)
    return [
        {
            "service": row["id"],
            "name": row["name"],
            "name_en": row["name_en"],
            "prefix": row["prefix"],
            "waiting": services.waiting_for_anybody(row),
            "oldest_issued_at": when(shared.oldest.get(row["id"])),
            # Of whoever would draw a ticket now.
            "wait": wait_json(forecast.of_newcomer(row["id"], look.now)),
        }
        for row in shared.lines
        if row["id"] in skills
    ]


def _waiting_json(row: Row) -> Json:
    return {
        "id": row["id"],
        "number": row["number"],
        "service": row["service"],
        "service_name": row["service_name"],
        "service_name_en": row["service_name_en"],
        "priority": row["priority"],
        "lane": row["lane"],
        "language": row["language"],
        "procedure": row["procedure"],
        "note": row["note"],
        "issued_at": when(row["waiting_since"]),
        "appointment_at": when(row["due_from"]),
    }
