"""What the audit trail tells: entries newest first, and the reports of the nightly purge."""

import json

from ..store import audit, people
from .snapshot import Json, Snapshot, when

SHOWN_PURGES = 30
ANY = audit.Asked()


def entries(look: Snapshot, before: int | None, limit: int, asked: audit.Asked = ANY) -> Json:
    """Entries before ``before`` (a seq; None: from the newest on), and where the next page is."""
    start = audit.NEVER if before is None else before
    rows = audit.before(look.session, look.centre.id, start, limit + 1, asked)
    names = people.names(look.session, look.centre.id)
    shown = rows[:limit]
    return {
        "items": [
            {
                "seq": row["seq"],
                "at": when(row["at"]),
                "actor": row["actor"],
                "name": names.get(row["actor"].removeprefix("person:")),
                "what": row["what"],
                "subject": row["subject"],
                "data": json.loads(row["data"]),
                "hash": row["hash"],
            }
            for row in shown
        ],
        "next": str(shown[-1]["seq"]) if len(rows) > limit else None,
    }


def choices(look: Snapshot) -> Json:
    """By what entries can be sought: every kind, and everybody who did something."""
    session, centre = look.session, look.centre.id
    names = people.names(session, centre)
    return {
        "kinds": audit.kinds(session, centre),
        "actors": [
            {"actor": actor, "name": names.get(actor.removeprefix("person:"))}
            for actor in audit.actors(session, centre)
        ],
    }


def purges(look: Snapshot) -> list[Json]:
    """The last nights in which something was purged, newest first."""
    rows = audit.of_kind(look.session, look.centre.id, "purged", SHOWN_PURGES)
    return [
        {"at": when(row["at"]), "day": row["subject"], "counts": json.loads(row["data"])}
        for row in rows
    ]
