"""The whole small view of each room."""

from ..core.board import WHOLE
from ..core.errors import NotFound
from ..core.model import TicketState
from ..queries import boards, desk, floor, services, terminal, tickets
from ..queries.later_rating import is_open
from ..queries.snapshot import Json, Snapshot, when
from ..store import tickets as stored

DAY_MS = 86_400_000
TICKET_SHOWN_MS = DAY_MS


def build(look: Snapshot, kind: str, id: str, seen: int | None = None) -> Json:
    """The view of a room. Raises ``NotFound`` when there is nothing of that id.

    ``seen`` is the newest call a board's watchers were told of.
    """
    view = _build(look, kind, id, seen)
    if view is None:
        raise NotFound(field="room")
    return view


def _build(look: Snapshot, kind: str, id: str, seen: int | None) -> Json | None:
    match kind:
        case "hall":
            return boards.hall_view(look, id or WHOLE, seen)
        case "counter":
            return boards.counter_view(look, id)
        case "service":
            return services.service_view(look, id)
        case "kiosk":
            return services.kiosk_view(look)
        case "desk":
            return desk.desk_view(look, id)
        case "terminal":
            return terminal.terminal_view(look, id)
        case "manager":
            return floor.manager_view(look)
        case "province":
            # Who may see which centres differs: whoever hears of a change asks for its own.
            return {"changed_at": when(look.now)}
        case "ticket":
            return ticket_view(look, id)
    return None


def ticket_view(look: Snapshot, id: str) -> Json | None:
    """The holder's view; None once the link has expired."""
    ticket = stored.get(look.session, look.centre.id, id)
    if ticket is None:
        return None
    old = look.now - ticket.issued_at > TICKET_SHOWN_MS
    if old and not is_open(look, ticket):
        return None
    return tickets.holder_view(look, ticket)


def lines_of(look: Snapshot, kind: str, id: str, view: Json) -> frozenset[str]:
    """The services whose lines this view shows places of."""
    if kind == "desk":
        return frozenset(view["counter"]["services"])
    if kind == "ticket" and view["ticket"]["state"] == TicketState.WAITING:
        ticket = stored.get(look.session, look.centre.id, id)
        return frozenset() if ticket is None else frozenset({ticket.service})
    return frozenset()
