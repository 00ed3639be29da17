"""What a ticket's link asks once the visit is over."""

from ..core.model import Ticket, TicketState
from ..core.numbering import service_day
from ..core.satisfaction import SCALES, later_until
from ..store import ratings
from .rating_words import asked
from .snapshot import Json, Snapshot, when


def is_open(look: Snapshot, ticket: Ticket) -> bool:
    """Whether the visit may still be rated from the phone, rated already or not."""
    return _until(look, ticket) > look.now


def link_lives(look: Snapshot, ticket: Ticket) -> bool:
    """A link shows its ticket on the ticket's day, and while it may be rated."""
    return ticket.day == look.day or is_open(look, ticket)


def question(look: Snapshot) -> Json:
    """What is asked here: the values of the centre's scale, reasons, whether one may write."""
    scale = look.settings.scale
    return {"scale": scale, "values": list(SCALES[scale]), **asked(look)}


def rating_asked(look: Snapshot, ticket: Ticket) -> Json:
    """``rateable``, ``rated`` (whether, never how), and the question with ``until`` and the last
    day (ISO, the centre's) on which it may be answered."""
    open_now = is_open(look, ticket)
    rated = open_now and ratings.get(look.session, ticket.id) is not None
    if not open_now or rated:
        return {"rateable": False, "rated": rated, "rating": None}
    until = _until(look, ticket)
    last_day = service_day(until - 1, look.centre.zone)
    told = {**question(look), "until": when(until), "last_day": last_day}
    return {"rateable": True, "rated": False, "rating": told}


def _until(look: Snapshot, ticket: Ticket) -> int:
    if ticket.state is not TicketState.FINISHED or ticket.ended_at is None:
        return 0
    return later_until(ticket.ended_at, look.centre.zone, look.settings.rating)
