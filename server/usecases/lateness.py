"""The citizen says to be late: the next few go first, once for each ticket."""

from ..core.errors import LateTwice, NobodyBehind, NotAllowedLate
from ..core.lateness import LANES, place_behind
from ..core.lifecycle import Action
from ..core.model import Ticket
from ..store import events, push, queue, tickets
from . import rooms
from .change import Change
from .moving import decide, find, record
from .once import once

SOURCE = "phone"


def be_late(change: Change, ticket_id: str, key: str | None) -> Ticket:
    """Move a waiting ticket behind the next few of its lane; number and wait stay.

    Raises ``WrongState`` unless it waits, ``NotAllowedLate`` where the centre or the lane has no
    such swap, ``LateTwice`` the second time, ``NobodyBehind`` when nobody could go first (this
    does not use the swap up).
    """

    def act() -> str:
        _move(change, find(change, ticket_id))
        return ticket_id

    once(change, key, f"late|{ticket_id}", act)
    return find(change, ticket_id)


def _move(change: Change, ticket: Ticket) -> None:
    made = decide(ticket, Action.LATE)
    rules = change.settings.phone
    if rules.late_places == 0 or ticket.lane not in LANES:
        raise NotAllowedLate()
    if events.happened(change.session, ticket.id, made.event):
        raise LateTwice()
    behind = queue.behind(change.session, ticket, change.settings.phone.late_places)
    found = place_behind(behind, rules.late_places)
    if found is None:
        raise NobodyBehind()
    place, let_first = found
    tickets.update(change.session, ticket.id, place=place)
    push.tell_again(change.session, ticket.id)
    data: dict[str, object] = {
        "by": SOURCE,
        "places": rules.late_places,
        "let_first": let_first,
        "from_place": ticket.place,
        "place": place,
    }
    record(change, ticket, made, data)
    change.touch(rooms.line(ticket.service), rooms.service(ticket.service))
