"""What people wrote beside their ratings, for managers."""

import json

from ..queries.snapshot import Json, Snapshot
from ..store import comments
from ..store.base import Row
from .period import Period


def comments_report(look: Snapshot, period: Period, start: int, limit: int) -> Json:
    """``limit`` comments of the period, newest first, from the ``start``-th on."""
    found = comments.listing(
        look.session, look.centre.id, period.first, period.last, start, limit + 1
    )
    names = {r.code: (r.name, r.name_en) for r in look.settings.words.reasons}
    return {
        "items": [_comment(row, names) for row in found[:limit]],
        "next": str(start + limit) if len(found) > limit else None,
    }


def _comment(row: Row, names: dict[str, tuple[str, str]]) -> Json:
    reasons = [(code, *names.get(code, (code, code))) for code in json.loads(row["reasons"])]
    name = row["name"] or row["service"]
    return {
        "day": row["day"],
        "service": {"id": row["service"], "name": name, "name_en": row["name_en"] or name},
        "value": row["value"],
        "reasons": [{"id": code, "name": vi, "name_en": en} for code, vi, en in reasons],
        "comment": row["comment"],
    }
