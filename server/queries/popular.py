"""What people come for most, learnt from the centre's own tickets of the last 30 days."""

from ..store import demand
from ..usecases.demand import first_day
from .snapshot import Json, Snapshot

SHOWN = 6


def popular_services(look: Snapshot, listed: list[Json]) -> list[str]:
    """Ids of the services asked for most, filled up in the order of the list, open ones first."""
    ids = {service["id"] for service in listed}
    # A few more than are shown: some may have been removed since.
    asked = demand.services(look.session, look.centre.id, 2 * SHOWN)
    by_default = sorted(listed, key=lambda service: not service["open"])
    order = [id for id in asked if id in ids] + [service["id"] for service in by_default]
    return list(dict.fromkeys(order))[:SHOWN]


def popular_procedures(look: Snapshot) -> list[Json]:
    """The procedures asked for most: {code, name, service}."""
    return [dict(row) for row in demand.procedures(look.session, look.centre.id, SHOWN)]


def popular_is_old(look: Snapshot) -> bool:
    """Whether days still count that should not: a look that costs less than the change."""
    return demand.has_before(look.session, look.centre.id, first_day(look.day))
