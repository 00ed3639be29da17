"""What an officer does to the ticket in front of her: recall, start, finish, no-show."""

import json
from dataclasses import replace

from ..core.errors import TicketNotFound, WrongCounter, WrongState
from ..core.lifecycle import Action, Move, move
from ..core.model import Ticket, TicketState
from ..core.priority import lane_of
from ..store import calls, counters, events, tallies, tickets
from . import rooms
from .change import Change
from .once import once


def recall(change: Change, ticket_id: str, key: str | None) -> tuple[Ticket, bool]:
    """Call a called ticket once more; boards announce it again.

    The ticket as this recall left it, and whether ``key`` had made it before.
    """
    ticket = _own(change, ticket_id)
    attempt, repeated = once(change, key, f"recall|{ticket_id}", lambda: _recall(change, ticket))
    recalled = replace(
        ticket,
        state=TicketState.CALLED,
        calls=int(attempt or ticket.calls),
        started_at=None,
        ended_at=None,
    )
    return recalled, repeated


def serve(change: Change, ticket_id: str) -> Ticket:
    """The citizen has come: service begins."""
    ticket = _own(change, ticket_id)
    made = move(ticket.state, Action.SERVE)
    if made is not None:
        tickets.started(change.session, ticket.id, change.now)
        _record(change, ticket, made, {})
        change.touch(rooms.terminal(ticket.counter or ""))
    return _own(change, ticket_id)


def finish(change: Change, ticket_id: str) -> Ticket:
    """The visit is over; the rating terminal wakes up for it."""
    ticket = _own(change, ticket_id)
    made = move(ticket.state, Action.FINISH)
    if made is not None:
        end(change, ticket, made, {})
    return _own(change, ticket_id)


def no_show(change: Change, ticket_id: str) -> Ticket:
    """Called, and did not come."""
    ticket = _own(change, ticket_id)
    made = move(ticket.state, Action.NO_SHOW)
    if made is not None:
        end(change, ticket, made, {"calls": ticket.calls})
    return _own(change, ticket_id)


def end(change: Change, ticket: Ticket, made: Move, data: dict[str, object]) -> None:
    """Close a visit as ``made`` says, and free its counter."""
    counter = ticket.counter or ""
    tickets.ended(change.session, ticket.id, made.to, change.now)
    holder = counters.get(change.session, change.centre.id, counter)
    if holder is not None and holder.ticket == ticket.id:
        counters.set_ticket(change.session, change.centre.id, counter, None)
    kind = "served" if made.to is TicketState.FINISHED else made.to.value
    tallies.add(change.session, change.centre.id, change.day, kind, ticket.service, counter)
    _record(change, ticket, made, data)
    change.touch(rooms.terminal(counter))


def _recall(change: Change, ticket: Ticket) -> str:
    made = move(ticket.state, Action.RECALL)
    if made is None or ticket.counter is None:
        raise WrongState(state=ticket.state.value, action=Action.RECALL.value)
    attempt = ticket.calls + 1
    tickets.called(change.session, ticket.id, ticket.counter, ticket.officer, attempt, change.now)
    call = calls.add(
        change.session,
        centre=change.centre.id,
        day=change.day,
        ticket=ticket.id,
        number=ticket.number,
        service=ticket.service,
        counter=ticket.counter,
        lane=lane_of(ticket.priority),
        attempt=attempt,
        reason=json.dumps({"code": "recall", "params": {}}),
        now=change.now,
    )
    _record(change, ticket, made, {"attempt": attempt, "call": call})
    return str(attempt)


def _own(change: Change, ticket_id: str) -> Ticket:
    """The ticket, if this actor may act on it: her own counter's, or any for a manager."""
    ticket = tickets.get(change.session, change.centre.id, ticket_id)
    if ticket is None:
        raise TicketNotFound()
    if ticket.counter is None:
        raise WrongState(state=ticket.state.value, action="act")
    if change.actor.role == "staff" and ticket.counter != change.actor.counter:
        raise WrongCounter()
    return ticket


def _record(change: Change, ticket: Ticket, made: Move, data: dict[str, object]) -> None:
    events.add(
        change.session,
        centre=change.centre.id,
        at=change.now,
        kind=made.event,
        ticket=ticket.id,
        counter=ticket.counter,
        actor=change.actor.label,
        data=data,
    )
    counter = ticket.counter or ""
    change.touch(
        rooms.HALL,
        rooms.MANAGER,
        rooms.counter(counter),
        rooms.desk(counter),
        rooms.ticket(ticket.id),
    )
