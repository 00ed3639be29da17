"""What an officer's console shows."""

from typing import Any

from ..core.calling import choose
from ..core.model import Counter, ServiceKind, Ticket
from ..store import calls, collecting, counters, procedures, queue, services, tickets
from .counters import describe_counter
from .reasons import reason_json
from .snapshot import Json, Snapshot, when
from .tickets import describe
from .waits import wait_json

SHOWN_WAITING = 50
SHOWN_MISSED = 5


def desk_view(look: Snapshot, id: str) -> Json | None:
    """The counter, the citizen in front of it, who waits for it, and who is next and why."""
    session, centre = look.session, look.centre.id
    counter = counters.get(session, centre, id)
    described = describe_counter(look, id)
    if counter is None or described is None:
        return None
    current = tickets.get(session, centre, counter.ticket) if counter.ticket else None
    last = tickets.last_finished(session, centre, id, look.day)
    lines = _lines(look, described["services"])
    rules = look.settings.calling
    return {
        "counter": described,
        "current": None if current is None else _current(look, current),
        "waiting": [
            _waiting_json(row)
            for row in queue.waiting(session, centre, look.day, id, SHOWN_WAITING)
        ],
        "waiting_total": sum(line["waiting"] for line in lines)
        + queue.waiting_for(session, centre, look.day, id),
        "next": _next(look, counter),
        "lines": lines,
        "last": describe(look, last) | _collects(look, last) if last else None,
        "aside": [describe(look, t) for t in tickets.aside(session, centre, look.day, id)],
        "missed": [
            describe(look, t) for t in tickets.missed(session, centre, look.day, id, SHOWN_MISSED)
        ],
        "rules": {
            "max_calls": rules.max_calls,
            "recall_pause_s": rules.recall_pause_s,
            "undo_s": rules.undo_s,
            "may_choose": look.settings.staff_may_choose,
        },
        "now": when(look.now),
    }


def _current(look: Snapshot, ticket: Ticket) -> Json:
    """The ticket with its procedure's facts, and until when the call may be undone."""
    facts = None
    if ticket.procedure is not None:
        row = procedures.get(look.session, look.centre.id, ticket.procedure)
        facts = None if row is None else dict(row)
    undo_until = None
    if ticket.called_at is not None:
        undo_until = when(ticket.called_at + look.settings.calling.undo_s * 1000)
    told = {"procedure_facts": facts, "undo_until": undo_until}
    return describe(look, ticket) | _collects(look, ticket) | told


def _collects(look: Snapshot, ticket: Ticket) -> Json:
    """Whether the ticket is one for collecting a result (``collects``), and which dossier's, if
    its holder said so."""
    service = services.get(look.session, look.centre.id, ticket.service)
    if service is None or service.kind is not ServiceKind.RESULT:
        return {"collects": False, "dossier": None}
    found = collecting.of_ticket(look.session, look.centre.id, ticket.id)
    return {"collects": True, "dossier": None if found is None else dict(found)}


def _next(look: Snapshot, counter: Counter) -> Json | None:
    session, centre = look.session, look.centre.id
    rules = look.settings.calling
    heads = queue.heads(session, centre, look.day, counter.id, counter.officer)
    recent = calls.recent_lanes(session, centre, counter.id, look.day, rules.ratio)
    choice = choose(heads, queue.desk_of(session, centre, counter), recent, look.now, rules)
    if choice is None:
        return None
    return {
        "id": choice.head.ticket,
        "number": choice.head.number,
        "reason": reason_json(choice.reason),
    }


def _lines(look: Snapshot, skills: list[str]) -> list[Json]:
    oldest = services.oldest_waiting(look.session, look.centre.id, look.day)
    forecast = look.forecasts.of(look.centre.id)
    return [
        {
            "service": row["id"],
            "name": row["name"],
            "name_en": row["name_en"],
            "prefix": row["prefix"],
            "waiting": services.waiting_for_anybody(row),
            "oldest_issued_at": when(oldest.get(row["id"])),
            # Of whoever would draw a ticket now.
            "wait": wait_json(forecast.of_newcomer(row["id"], look.now)),
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
        "lane": row["lane"],
        "language": row["language"],
        "procedure": row["procedure"],
        "note": row["note"],
        "issued_at": when(row["waiting_since"]),
        "appointment_at": when(row["due_from"]),
    }
