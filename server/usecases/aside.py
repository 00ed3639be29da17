"""Tickets put aside: parked at the counter, or sent away to correct papers."""

from ..core.errors import Invalid
from ..core.lifecycle import Action, move
from ..core.model import Lane, Ticket
from ..store import counters, tickets
from .change import Change
from .moving import decide, find, free_counter, own, record, stand
from .once import once


def park(change: Change, ticket_id: str, reason: str, minutes: int | None) -> Ticket:
    """Put the visit aside with a reason and, perhaps, a time to come back to mind."""
    ticket = own(change, ticket_id)
    made = move(ticket.state, Action.PARK)
    if made is None:
        return ticket
    until = None if minutes is None else change.now + minutes * 60_000
    free_counter(change, ticket)
    tickets.update(
        change.session, ticket.id, state=made.to.value, park_reason=reason, park_until=until
    )
    record(change, ticket, made, {"reason": reason, "until": until})
    return find(change, ticket_id)


def resume(change: Change, ticket_id: str, key: str | None = None) -> Ticket:
    """Go on with a parked visit at the counter that parked it. The counter must be free."""
    once(change, key, f"resume|{ticket_id}", lambda: _resume(change, ticket_id))
    return find(change, ticket_id)


def _resume(change: Change, ticket_id: str) -> str:
    ticket = own(change, ticket_id)
    made = decide(ticket, Action.RESUME)
    counter = counters.get(change.session, change.centre.id, ticket.counter or "")
    if counter is None or counter.ticket is not None:
        raise Invalid(field="counter")
    counters.set_ticket(change.session, change.centre.id, counter.id, ticket.id)
    tickets.update(
        change.session,
        ticket.id,
        state=made.to.value,
        started_at=ticket.started_at or change.now,
        park_reason=None,
        park_until=None,
    )
    record(change, ticket, made)
    return ticket.id


def send_away(change: Change, ticket_id: str, note: str | None) -> Ticket:
    """Papers to correct: the citizen leaves and keeps the way back to the same officer."""
    ticket = own(change, ticket_id)
    made = move(ticket.state, Action.SEND_AWAY)
    if made is None:
        return ticket
    free_counter(change, ticket)
    tickets.update(change.session, ticket.id, state=made.to.value, note=note)
    record(change, ticket, made, {"note": note} if note else None)
    return find(change, ticket_id)


def come_back(change: Change, ticket_id: str, key: str | None = None) -> Ticket:
    """The citizen is back with corrected papers: next at the same counter, before new tickets."""
    once(change, key, f"return|{ticket_id}", lambda: _come_back(change, ticket_id))
    return find(change, ticket_id)


def _come_back(change: Change, ticket_id: str) -> str:
    ticket = find(change, ticket_id)
    made = decide(ticket, Action.RETURN)
    record(change, ticket, made)
    stand(
        change,
        ticket,
        service=ticket.service,
        lane=Lane.RETURNED,
        place=change.now,
        for_counter=ticket.counter,
        waiting_since=change.now,
        calls=0,
    )
    return ticket.id
