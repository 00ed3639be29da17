"""Names of what figures are grouped by."""

from collections.abc import Iterable

from ..queries.snapshot import Json, Snapshot
from ..store import counters, people, services

Names = dict[str, Json]


def names(look: Snapshot, by: str) -> Names:
    """``name`` and ``name_en`` of services, counters or officers, by id; empty for all else."""
    session, centre = look.session, look.centre.id
    rows: Iterable[tuple[str, str, str]] = ()
    if by == "service":
        rows = ((r["id"], r["name"], r["name_en"]) for r in services.listing(session, centre, ""))
    elif by == "counter":
        rows = ((c.id, c.name, c.name_en) for c in counters.listing(session, centre))
    elif by == "officer":
        rows = ((id, name, name) for id, name in people.names(session, centre).items())
    return {id: {"name": name, "name_en": name_en} for id, name, name_en in rows}


def named(names: Names, key: str) -> Json:
    """The names of one of them; its key where it has none (any more)."""
    return names.get(key) or {"name": key or None, "name_en": key or None}
