"""What a rating terminal shows: asleep until the officer finishes."""

from ..core.satisfaction import DESK, is_rateable
from ..store import counters, ratings, services, tickets
from .rating_words import asked, officer_json
from .snapshot import Json, Snapshot, when


def terminal_view(look: Snapshot, id: str) -> Json | None:
    """Awake for the ticket this counter finished last, until the next one is being served."""
    counter = counters.get(look.session, look.centre.id, id)
    if counter is None:
        return None
    ticket = tickets.to_rate(look.session, look.centre.id, id, look.day, look.now)
    rules = look.settings.rating
    awake = ticket is not None and is_rateable(ticket.ended_at, look.now, rules)
    rating = ratings.get(look.session, ticket.id) if ticket is not None and awake else None
    if rating is not None and rating["source"] != DESK:
        # Answered on the phone: nothing is left to ask here, and nothing to tell.
        awake, rating = False, None
    shown = until = rated = officer = None
    if awake and ticket is not None and ticket.ended_at is not None:
        service = services.get(look.session, look.centre.id, ticket.service)
        rated = rating["value"] if rating else None
        until = when(ticket.ended_at + rules.open_s * 1000)
        officer = officer_json(look, ticket.officer)
        shown = {
            "id": ticket.id,
            "number": ticket.number,
            "service_name": service.name if service else ticket.service,
            "service_name_en": service.name_en if service else ticket.service,
        }
    return {
        "counter": {
            "id": counter.id,
            "number": counter.number,
            "name": counter.name,
            "name_en": counter.name_en,
        },
        "awake": awake,
        "ticket": shown,
        "until": until,
        "rated": rated,
        "officer": officer,
        "scale": look.settings.scale,
        "change_s": rules.change_s,
        **asked(look),
        "now": when(look.now),
    }
