"""Tickets that leave the line without a visit: cancelled, brought back, expired."""

from ..core.lifecycle import Action, move
from ..core.model import Ticket
from ..core.priority import lane_of
from ..store import queue, tickets
from . import ticket_tallies
from .change import Change
from .moving import decide, find, leave_line, own, record, stand
from .once import once

EXPIRED_AT_ONCE = 200


def cancel(change: Change, ticket_id: str) -> Ticket:
    """The citizen gives the place up."""
    ticket = find(change, ticket_id)
    made = move(ticket.state, Action.CANCEL)
    if made is not None:
        leave_line(change, ticket)
        tickets.ended(change.session, ticket.id, made.to, change.now)
        ticket_tallies.add(change, ticket, "cancelled")
        record(change, ticket, made)
    return find(change, ticket_id)


def bring_back(change: Change, ticket_id: str, key: str | None) -> Ticket:
    """A no-show turned up after all: back into the line, at the centre's place for that."""

    def act() -> str:
        ticket = own(change, ticket_id)
        made = decide(ticket, Action.BRING_BACK)
        rule = change.settings.calling.bring_back
        lane = lane_of(ticket.priority)
        place = queue.place_for(
            change.session, change.centre.id, ticket.day, ticket.service, lane, rule, change.now
        )
        ticket_tallies.add(change, ticket, "no_show", -1)
        record(change, ticket, made, {"rule": rule})
        stand(
            change,
            ticket,
            service=ticket.service,
            lane=lane,
            place=place,
            waiting_since=change.now,
            calls=0,
            ended_at=None,
        )
        return ticket.id

    once(change, key, f"bring-back|{ticket_id}", act)
    return find(change, ticket_id)


def expire_old(change: Change) -> int:
    """End what was left open on days before today, with the reason kept; how many."""
    old = tickets.unfinished_before(change.session, change.centre.id, change.day, EXPIRED_AT_ONCE)
    for ticket in old:
        made = decide(ticket, Action.EXPIRE)
        if ticket.state.value == "waiting":
            leave_line(change, ticket)
        tickets.ended(change.session, ticket.id, made.to, change.now)
        record(change, ticket, made, {"reason": "end_of_day"})
    return len(old)
