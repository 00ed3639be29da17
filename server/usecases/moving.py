"""The small steps every move of a ticket is made of."""

from ..core.errors import AlreadyWaiting, TicketNotFound, WrongCounter, WrongState
from ..core.lifecycle import Action, Move, move
from ..core.model import Lane, Ticket, TicketState
from ..store import counters, lines, tickets
from . import rooms, ticket_events
from .change import Change


def find(change: Change, ticket_id: str) -> Ticket:
    """Raises ``TicketNotFound``."""
    ticket = tickets.get(change.session, change.centre.id, ticket_id)
    if ticket is None:
        raise TicketNotFound()
    return ticket


def own(change: Change, ticket_id: str) -> Ticket:
    """The ticket, if this actor may act on it: her own counter's, or any for a manager."""
    ticket = find(change, ticket_id)
    if ticket.counter is None:
        raise WrongState(state=ticket.state.value, action="act")
    if change.actor.role == "staff" and ticket.counter != change.actor.counter:
        raise WrongCounter()
    return ticket


def decide(ticket: Ticket, action: Action) -> Move:
    """The move of an action that may not be repeated. Raises ``WrongState``."""
    made = move(ticket.state, action)
    if made is None:
        raise WrongState(state=ticket.state.value, action=action.value)
    return made


def free_counter(change: Change, ticket: Ticket) -> None:
    """The counter no longer holds this ticket."""
    counter = ticket.counter or ""
    holder = counters.get(change.session, change.centre.id, counter)
    if holder is not None and holder.ticket == ticket.id:
        counters.release(change.session, change.centre.id, counter, change.now)


def stand(
    change: Change,
    ticket: Ticket,
    *,
    service: str,
    lane: Lane,
    place: int,
    for_counter: str | None = None,
    **columns: object,
) -> None:
    """Put a ticket into a line (again), keeping its number.

    Raises ``AlreadyWaiting`` when its holder has another ticket there, ``WrongState`` for a ticket
    of another day: nobody would ever call it.
    """
    if ticket.day != change.day:
        raise WrongState(state=TicketState.EXPIRED.value, action="wait")
    other = tickets.twin(change.session, ticket.id, service)
    if other is not None:
        raise AlreadyWaiting(field="service", number=other)
    tickets.update(
        change.session,
        ticket.id,
        state=TicketState.WAITING.value,
        service=service,
        lane=lane.value,
        place=place,
        for_counter=for_counter,
        started_at=None,
        park_reason=None,
        park_until=None,
        **columns,
    )
    lines.stand(change.session, change.centre.id, service, ticket.day, lane)
    change.touch(rooms.service(service), rooms.line(service), rooms.KIOSK, rooms.later(rooms.HALL))
    if for_counter is not None:
        change.touch(rooms.desk(for_counter))


def leave_line(change: Change, ticket: Ticket) -> None:
    """A waiting ticket stops waiting."""
    lines.leave(change.session, change.centre.id, ticket.service, ticket.day, ticket.lane)
    change.touch(
        rooms.service(ticket.service),
        rooms.line(ticket.service),
        rooms.KIOSK,
        rooms.later(rooms.HALL),
    )
    if ticket.for_counter is not None:
        change.touch(rooms.desk(ticket.for_counter))


def record(
    change: Change, ticket: Ticket, made: Move, data: dict[str, object] | None = None
) -> None:
    """Append the event of a move, and touch every room that shows the ticket."""
    ticket_events.append(change, ticket, made.event, data)
    change.touch(rooms.MANAGER, rooms.ticket(ticket.id))
    if ticket.counter is not None:
        change.touch(rooms.HALL, rooms.counter(ticket.counter), rooms.desk(ticket.counter))
