"""Rating a visit from the phone, later and in private."""

from dataclasses import dataclass

from ..core.errors import NotRateable, TicketNotFound
from ..core.model import TicketState
from ..core.satisfaction import PHONE, later_until
from ..store import ratings, tickets
from .change import Change
from .keep_rating import Press, Rated, check, count, keep, seen

MOST_PRESSES = 10
"""Kept of one ticket: whoever has the link may try again, not for ever."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the holder of a ticket's link chose; ``id`` is the client's, the same in a repeat."""

    id: str
    value: str
    scale: int
    reasons: tuple[str, ...] = ()
    comment: str = ""


def rate_later(change: Change, ticket_id: str, answer: Answer) -> Rated:
    """Keep the answer; it counts where nobody has rated this ticket before.

    Open from the end of the visit until the midnight the centre has set. Raises
    ``TicketNotFound``, ``NotRateable``, ``Invalid``.
    """
    ticket = tickets.get(change.session, change.centre.id, ticket_id)
    if ticket is None:
        raise TicketNotFound()
    device = f"{PHONE}:{ticket.id}"
    press = Press(
        ticket=ticket.id,
        value=answer.value,
        scale=answer.scale,
        reasons=answer.reasons,
        age_ms=0,
        device=device,
        boot=answer.id,
        seq=0,
        comment=answer.comment,
        source=PHONE,
    )
    check(change, press)
    before = seen(change, press)
    if before is not None:
        return before
    if ticket.state is not TicketState.FINISHED or ticket.ended_at is None:
        raise NotRateable(field="ticket")
    until = later_until(ticket.ended_at, change.centre.zone, change.settings.rating)
    if change.now >= until or _presses(change, device) >= MOST_PRESSES:
        raise NotRateable(field="ticket")
    status = count(change, ticket, press, change.now)
    keep(change, ticket.counter, press, ticket, status, change.now)
    return Rated(status, ticket.number, answer.value)


def _presses(change: Change, device: str) -> int:
    return ratings.press_count(change.session, change.centre.id, device)
