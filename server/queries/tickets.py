"""A ticket as its officer, its kiosk or its holder sees it."""

import json

from ..core.forecast import Expected
from ..core.lateness import LANES
from ..core.lifecycle import TABLE, Action
from ..core.model import Counter, Service, Ticket, TicketState
from ..store import counters, events, queue, services
from .later_rating import rating_asked
from .snapshot import Json, Snapshot, centre_json, when
from .waits import wait_json

LATE = TABLE[TicketState.WAITING, Action.LATE].event
HOLDER_SEES = (
    "number",
    "service_name",
    "service_name_en",
    "state",
    "people_ahead",
    "wait",
    "counter",
    "counter_number",
    "counter_name",
    "calls",
    "issued_at",
    "called_at",
    "ended_at",
)


def ticket_json(
    ticket: Ticket,
    service: Service | None,
    counter: Counter | None,
    people_ahead: int | None,
    wait: Expected | None = None,
) -> Json:
    """The ticket of the API. ``status_path`` is made a full link by whoever knows the host."""
    return {
        "id": ticket.id,
        "number": ticket.number,
        "service": ticket.service,
        "service_name": service.name if service else ticket.service,
        "service_name_en": service.name_en if service else ticket.service,
        "state": ticket.state.value,
        "priority": ticket.priority,
        "language": ticket.language,
        "procedure": ticket.procedure,
        "people_ahead": people_ahead,
        "expected_before": None,
        "lane": ticket.lane.value,
        "for_counter": ticket.for_counter,
        "then": list(ticket.plan),
        "park": None
        if ticket.park_reason is None
        else {"reason": ticket.park_reason, "until": when(ticket.park_until)},
        "note": ticket.note,
        "appointment_at": when(ticket.due_from),
        "wait": wait_json(wait),
        "counter": ticket.counter,
        "counter_name": counter.name if counter else None,
        "counter_number": counter.number if counter else None,
        "calls": ticket.calls,
        "issued_at": when(ticket.issued_at),
        "called_at": when(ticket.called_at),
        "started_at": when(ticket.started_at),
        "ended_at": when(ticket.ended_at),
    }


def describe(look: Snapshot, ticket: Ticket) -> Json:
    """``ticket_json`` with everything looked up."""
    service = services.get(look.session, ticket.centre, ticket.service)
    counter = counters.get(look.session, ticket.centre, ticket.counter) if ticket.counter else None
    return ticket_json(ticket, service, counter, _ahead(look, ticket), expected(look, ticket))


def expected(look: Snapshot, ticket: Ticket) -> Expected | None:
    """What is left of a ticket's wait; None without evidence, and once it waits no more."""
    if ticket.state is not TicketState.WAITING:
        return None
    return look.forecasts.of_ticket(look.centre.id, ticket.id, look.now)


def holder_view(look: Snapshot, ticket: Ticket) -> Json:
    """What the holder's phone shows: nothing about anybody else."""
    full = describe(look, ticket)
    counter = counters.get(look.session, ticket.centre, ticket.counter) if ticket.counter else None
    away = ticket.state is TicketState.AWAY
    late = events.happened(look.session, ticket.id, LATE)
    return {
        "centre": centre_json(look.centre),
        "ticket": {name: full[name] for name in HOLDER_SEES}
        | {
            "counter_name_en": counter.name_en if counter else None,
            "expected_before": None if late else when(_promise(look, ticket)),
            "park_until": when(ticket.park_until),
            # What to correct was written for the citizen; other notes are between officers.
            "to_correct": ticket.note if away else None,
            "late_places": 0 if late else _late_places(look, ticket),
            "counter_open": _counter_open(look, ticket),
            "notify_ahead": look.settings.phone.notify_ahead,
        },
        **rating_asked(look, ticket),
        "now": when(look.now),
    }


def moved(view: Json, ahead: int, wait: Expected | None, now: int) -> Json:
    """A waiting holder's view once others of the line have moved: nothing else has changed.

    ``now`` is epoch ms; what was promised for a time that is over is promised no more.
    """
    ticket, moment = view["ticket"], when(now)
    promised = ticket["expected_before"]
    if promised is not None and promised <= moment:
        promised = None
    return {
        **view,
        "ticket": {
            **ticket,
            "people_ahead": ahead,
            "wait": wait_json(wait),
            "expected_before": promised,
            # A line that moves may have got its counter since.
            "counter_open": ticket["counter_open"] or None,
        },
        "now": moment,
    }


def _ahead(look: Snapshot, ticket: Ticket) -> int | None:
    if ticket.state is not TicketState.WAITING:
        return None
    return queue.ahead(look.session, ticket)


def _promise(look: Snapshot, ticket: Ticket) -> int | None:
    """By when the ticket was to be called, while it stands in its first line and that holds."""
    if ticket.state is not TicketState.WAITING or ticket.waiting_since != ticket.issued_at:
        return None
    first = events.first_of_ticket(look.session, ticket.id)
    promised = None if first is None else json.loads(first["data"]).get("expected_before")
    return promised if promised is not None and promised > look.now else None


def _counter_open(look: Snapshot, ticket: Ticket) -> bool | None:
    """Whether a counter is open for the line it waits in; None where it does not wait."""
    if ticket.state is not TicketState.WAITING:
        return None
    return ticket.service in services.open_counters(look.session, look.centre.id)


def _late_places(look: Snapshot, ticket: Ticket) -> int:
    """How many the holder may let go first; 0 where there is no such swap."""
    if ticket.state is not TicketState.WAITING or ticket.lane not in LANES:
        return 0
    return look.settings.phone.late_places
