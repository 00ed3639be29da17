"""The event of a ticket, which may be one of a day that is over."""

from ..core.model import Ticket
from ..store import events
from .change import Change
from .past import past_changed


def append(
    change: Change, ticket: Ticket, kind: str, data: dict[str, object] | None = None
) -> None:
    """Append what happened to ``ticket`` at its counter; what was counted of its day is stale."""
    past_changed(change, ticket.day)
    events.add(
        change.session,
        centre=change.centre.id,
        at=change.now,
        kind=kind,
        ticket=ticket.id,
        counter=ticket.counter,
        actor=change.actor.label,
        data=data,
    )
