"""Keep a press on the rating terminal once, and bind it to the ticket it is about."""

from ..core.errors import NotRateable, WrongCounter
from ..core.model import Ticket, TicketState
from ..core.rating_words import WORDS_S
from ..core.satisfaction import is_rateable, replaces
from ..store import ratings, tickets
from .change import Change
from .keep_rating import Press, Rated, check, count, keep, seen

__all__ = ["Press", "Rated", "rate"]


def rate(change: Change, counter_id: str | None, press: Press) -> Rated:
    """Keep ``press``; it counts when its ticket is open to rating.

    A numbered press that belongs to no ticket, or comes after another answer, is kept and reported
    as unbound or late, so that its sender can stop sending it; without a number it raises
    ``NotRateable``.
    """
    check(change, press)
    before = seen(change, press)
    if before is not None:
        return before
    pressed_at = change.now - press.age_ms
    ticket = _ticket(change, counter_id, press, pressed_at)
    status = "unbound" if ticket is None else count(change, ticket, press, pressed_at)
    if press.seq is None and status in ("unbound", "late"):
        raise NotRateable(field="ticket")
    keep(change, counter_id, press, ticket, status, pressed_at)
    return Rated(status, ticket.number if ticket else None, press.value)


def _ticket(change: Change, counter_id: str | None, press: Press, at: int) -> Ticket | None:
    """The ticket the press is about, if that ticket may be rated at the time of the press."""
    if press.undated:
        return None
    if press.ticket is not None:
        return _named(change, counter_id, press, at)
    ticket = _to_rate(change, counter_id, at)
    return ticket if ticket and _is_open(change, ticket, at) else None


def _named(change: Change, counter_id: str | None, press: Press, at: int) -> Ticket | None:
    """The ticket that the press names, unless somebody else stood at the counter by then.

    A terminal whose line is half open still shows the visit before: its key would be pressed by
    the next citizen, and an answer must not be given to another visit. What follows an answer, a
    changed mind or words, is still about that answer.
    """
    ticket = tickets.get(change.session, change.centre.id, press.ticket or "")
    if ticket is None or ticket.state is not TicketState.FINISHED:
        return None
    if counter_id is not None and ticket.counter != counter_id:
        raise WrongCounter()
    if _follows(change, ticket, press, at):
        return ticket
    stands = _to_rate(change, ticket.counter, at)
    if stands is None or stands.id != ticket.id:
        return None
    return ticket if _is_open(change, ticket, at) else None


def _to_rate(change: Change, counter_id: str | None, at: int) -> Ticket | None:
    if counter_id is None:
        return None
    return tickets.to_rate(change.session, change.centre.id, counter_id, change.day, at)


def _is_open(change: Change, ticket: Ticket, at: int) -> bool:
    return is_rateable(ticket.ended_at, at, change.settings.rating)


def _follows(change: Change, ticket: Ticket, press: Press, at: int) -> bool:
    """Whether ``press`` follows the answer given here: another key at once, or words to it."""
    before = ratings.get(change.session, ticket.id)
    if before is None or before["source"] != press.source:
        return False
    first: int = before["first_pressed_at"]
    if press.has_words and before["value"] == press.value:
        return first <= at <= first + WORDS_S * 1000
    return replaces(first, at, change.settings.rating)
