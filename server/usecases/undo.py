"""Take back a wrong call: the ticket regains its exact place."""

from ..core.errors import TooLate
from ..core.lifecycle import Action
from ..core.model import Ticket, TicketState
from ..store import calls, lines, tallies, tickets
from . import rooms
from .change import Change
from .moving import decide, find, free_counter, own, record
from .once import once


def undo_call(change: Change, ticket_id: str, key: str | None) -> Ticket:
    """Undo the first call of a ticket within the centre's seconds.

    Raises ``TooLate`` after them, ``WrongState`` once service has begun.
    """
    once(change, key, f"undo-call|{ticket_id}", lambda: _undo(change, ticket_id))
    return find(change, ticket_id)


def _undo(change: Change, ticket_id: str) -> str:
    ticket = own(change, ticket_id)
    made = decide(ticket, Action.UNDO_CALL)
    bound_ms = change.settings.calling.undo_s * 1000
    if ticket.called_at is None or change.now - ticket.called_at > bound_ms:
        raise TooLate(seconds=change.settings.calling.undo_s)
    free_counter(change, ticket)
    tickets.update(
        change.session,
        ticket.id,
        state=TicketState.WAITING.value,
        counter=None,
        officer=None,
        calls=0,
        called_at=None,
    )
    # Lane and place were never touched, so the ticket stands where it stood.
    lines.stand(change.session, change.centre.id, ticket.service, ticket.day, ticket.lane)
    calls.undo(change.session, ticket.id, change.now)
    tallies.add(
        change.session,
        change.centre.id,
        change.day,
        "called",
        ticket.service,
        ticket.counter or "",
        -1,
    )
    record(change, ticket, made, {"place": ticket.place})
    change.touch(rooms.service(ticket.service), rooms.line(ticket.service), rooms.KIOSK)
    return ticket.id
