"""A ticket's whole story, and whose turn it was each time it was called."""

import json
from typing import Any

from ..core.calling import Reason
from ..core.model import Ticket
from ..core.replaying import heads_of, replay
from ..store import events
from ..store.base import Row
from .reasons import reason_json
from .snapshot import Json, Snapshot, when

RATINGS = frozenset({"rated", "rating_changed", "rated_again"})
"""Events that tell how one citizen rated."""


def ticket_history(look: Snapshot, ticket: Ticket, *, ratings: bool = True) -> Json:
    """Every event of a ticket, oldest first; calls carry their reason and who else waited.

    Without ``ratings`` nothing tells whether, or how, the visit was rated.
    """
    rows = events.of_ticket(look.session, ticket.id)
    rows = [row for row in rows if ratings or row["kind"] not in RATINGS]
    return {
        "id": ticket.id,
        "number": ticket.number,
        "day": ticket.day,
        "state": ticket.state.value,
        "events": [_event(row, ticket) for row in rows],
    }


def _event(row: Row, ticket: Ticket) -> Json:
    data: dict[str, Any] = json.loads(row["data"])
    told: Json = {
        "at": when(row["at"]),
        "kind": row["kind"],
        "counter": row["counter"],
        "actor": row["actor"],
        "data": {k: v for k, v in data.items() if k != "seen" and not isinstance(v, dict)},
        "reason": None,
        "turn": None,
        "replayed": None,
    }
    if isinstance(data.get("reason"), dict):
        told["reason"] = reason_json(Reason(data["reason"]["code"], data["reason"]["params"]))
    if "seen" in data:
        told["turn"] = _turn(data["seen"])
        told["replayed"] = replay(data["seen"], row["at"]) == ticket.id
    return told


def _turn(seen: dict[str, Any]) -> list[Json]:
    """Who stood first in each lane at that moment."""
    return [
        {
            "number": h.number,
            "service": h.service,
            "lane": h.lane.value,
            "waiting_since": when(h.waiting_since),
        }
        for h in heads_of(seen)
    ]
