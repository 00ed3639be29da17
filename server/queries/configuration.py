"""The configuration as administrators see it: its file, its changes, the centre's own facts."""

import json
from typing import Any

from ..core.errors import Invalid
from ..store import configuration_changes, layout
from ..store.base import Row
from ..usecases.configuration.document import export
from ..usecases.configuration.importing import Difference, Plan
from .snapshot import Json, Snapshot, when


def file_of(look: Snapshot) -> Json:
    """The whole configuration as one file."""
    return export(look.session, look.centre.id)


def centre_facts(look: Snapshot) -> Json:
    return {"name": look.centre.name, "name_en": look.centre.name_en, "zone": look.centre.zone}


def departments_list(look: Snapshot) -> list[Json]:
    return [dict(row) for row in layout.departments(look.session, look.centre.id)]


def changes_list(look: Snapshot, cursor: str, limit: int) -> Json:
    """A page of changes, the latest first. Raises ``Invalid`` (cursor)."""
    if cursor and not cursor.isdecimal():
        raise Invalid(field="cursor")
    before = int(cursor) if cursor else None
    rows = configuration_changes.listing(look.session, look.centre.id, before, limit + 1)
    shown = [_change(row) for row in rows[:limit]]
    return {"items": shown, "next": shown[-1]["id"] if len(rows) > limit else None}


def plan_json(plan: Plan) -> Json:
    return {
        "changes": [difference_json(one) for one in plan.differences],
        "people": [one.model_dump() for one in plan.people],
    }


def difference_json(one: Difference) -> Json:
    what = "added" if one.before is None else "removed" if one.after is None else "changed"
    return {
        "piece": one.piece,
        "what": what,
        "fields": one.fields,
        "before": one.before,
        "after": one.after,
    }


def _change(row: Row) -> Json:
    before: dict[str, Any] = json.loads(row["before"])
    after: dict[str, Any] = json.loads(row["after"])
    return {
        "id": str(row["id"]),
        "at": when(row["at"]),
        "actor": row["actor"],
        "kind": row["kind"],
        "undone": row["undone_at"] is not None,
        "changes": [difference_json(Difference(n, before[n], after[n])) for n in before],
    }
