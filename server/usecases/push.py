"""A phone asks to be told when its ticket's turn comes."""

from dataclasses import dataclass

from ..core.errors import WrongState
from ..core.model import TicketState
from ..store import push, queue
from .change import Change
from .moving import find

MOST_PHONES = 3
"""Phones of one ticket that are told; the one added first makes way."""
OVER = frozenset({TicketState.FINISHED, TicketState.CANCELLED, TicketState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Phone:
    """Where and how a phone is told: its push service's address and its keys (base64url)."""

    endpoint: str
    p256dh: str
    auth: str
    language: str


def subscribe(change: Change, ticket_id: str, phone: Phone) -> None:
    """Tell this phone from now on. Raises ``WrongState`` once the ticket is over.

    Whoever asks when it is soon already has just read so on the page.
    """
    ticket = find(change, ticket_id)
    if ticket.state in OVER or ticket.day != change.day:
        raise WrongState(state=ticket.state.value, action="subscribe")
    push.add(
        change.session,
        ticket=ticket.id,
        centre=change.centre.id,
        day=ticket.day,
        endpoint=phone.endpoint,
        p256dh=phone.p256dh,
        auth=phone.auth,
        language=phone.language,
        now=change.now,
    )
    push.keep_newest(change.session, ticket.id, MOST_PHONES)
    if ticket.state is TicketState.WAITING:
        soon = queue.ahead(change.session, ticket) <= change.settings.phone.notify_ahead
        if soon:
            push.claim_soon(change.session, ticket.id, phone.endpoint)


def forget_phone(change: Change, ticket_id: str, endpoint: str) -> None:
    """Tell this phone no more. May be repeated."""
    push.remove(change.session, find(change, ticket_id).id, endpoint)


def forget_old_phones(change: Change) -> None:
    """Forget the phones of the days before."""
    push.remove_before(change.session, change.centre.id, change.day)
