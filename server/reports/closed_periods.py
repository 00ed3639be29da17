"""Closed periods as they are told: the figures that were counted, and dated corrections since."""

import json
from collections import defaultdict
from collections.abc import Mapping

from ..core.errors import Invalid, NotFound
from ..queries.snapshot import Json, Snapshot, when
from ..store import closed_periods, people
from ..store.base import Row
from ..store.closed_periods import COMPARED
from .dossier_counts import counts_json
from .dossier_standing import Standing, standing
from .dossiers import closing_told, named_actor
from .period import Period, period

SEPARATOR = ".."
TIMES = frozenset({"resolved_at", "recorded_at"})
MADE_OF = ("received", "resolved", "early", "on_time", "late", "pending", "carried_over")


def period_id(first: str, last: str) -> str:
    return f"{first}{SEPARATOR}{last}"


def read_id(id: str) -> Period:
    """The period an id names. Raises ``NotFound``."""
    first, dots, last = id.partition(SEPARATOR)
    try:
        if not (first and dots and last):
            raise NotFound(field="id")
        return period(first, last, last)
    except Invalid:
        raise NotFound(field="id") from None


def closed_list(look: Snapshot, cursor: str, limit: int) -> Json:
    """Closed periods, the latest first, with what was counted."""
    known = people.names(look.session, look.centre.id)
    rows = closed_periods.all_of(look.session, look.centre.id, cursor, limit + 1)
    shown = rows[:limit]
    more = f"{shown[-1]['last_day']}~{shown[-1]['first_day']}" if len(rows) > limit else None
    return {"items": [_line(row, known) for row in shown], "next": more}


def closed_one(look: Snapshot, id: str) -> Json:
    """One closed period, with how many corrections there are since. Raises ``NotFound``."""
    stands = _stands(look, id)
    assert stands.closed is not None
    known = people.names(look.session, look.centre.id)
    told = closing_told(look, stands) or {}
    return {**_line(stands.closed, known), "corrections": told["corrections"]}


def corrections(look: Snapshot, id: str, cursor: str, limit: int) -> Json:
    """The dossiers of which something else is told now than at the closing, by code: what changed,
    when it was recorded, by whom, and by how much each figure would differ. Raises ``NotFound``."""
    stands = _stands(look, id)
    row, centre, session = stands.closed, look.centre.id, look.session
    assert row is not None
    codes = closed_periods.differing(session, row, centre, cursor, limit + 1)
    shown = codes[:limit]
    before = closed_periods.kept(session, row, centre, shown) if shown else {}
    now = closed_periods.seen(session, row, centre, shown) if shown else {}
    told = _told(look, row, shown)
    items = [
        _correction(stands, code, before.get(code), now.get(code), told.get(code)) for code in shown
    ]
    return {"items": items, "next": shown[-1] if len(codes) > limit else None}


def _stands(look: Snapshot, id: str) -> Standing:
    stands = standing(look, read_id(id))
    if stands.closed is None:
        raise NotFound(field="id")
    return stands


def _line(row: Row, known: Mapping[str, str]) -> Json:
    return {
        "id": period_id(row["first_day"], row["last_day"]),
        "from": row["first_day"],
        "to": row["last_day"],
        "closed_at": when(row["closed_at"]),
        "closed_by": named_actor(row["closed_by"], known),
        "figures": counts_json(json.loads(row["figures"])),
    }


def _told(look: Snapshot, row: Row, codes: list[str]) -> dict[str, Json]:
    """Who told the latest of each dossier, when and how."""
    if not codes:
        return {}
    known = people.names(look.session, look.centre.id)
    found: dict[str, Json] = {}
    for one in closed_periods.told_since(look.session, row, look.centre.id, codes):
        by_message = one["kind"] == "message"
        found[one["code"]] = {
            "recorded_at": when(one["recorded_at"]),
            "kind": one["kind"],
            "department": one["who"] if by_message else None,
            "person": None if by_message else named_actor(one["who"], known),
        }
    return found


NOBODY: Json = {"recorded_at": None, "kind": None, "department": None, "person": None}


def _correction(
    stands: Standing, code: str, before: Row | None, now: Row | None, told: Json | None
) -> Json:
    names = [n for n in COMPARED if before is None or now is None or before[n] != now[n]]
    return {
        "code": code,
        **(told or NOBODY),
        "changes": [
            {"what": name, "before": _value(before, name), "now": _value(now, name)}
            for name in names
            if _value(before, name) != _value(now, name)
        ],
        "figures": _differences(stands, before, now),
    }


def _value(row: Row | None, name: str) -> str | None:
    if row is None:
        return None
    return when(row[name]) if name in TIMES else row[name]


def _differences(stands: Standing, before: Row | None, now: Row | None) -> dict[str, int]:
    """By how much each figure would differ, those that would; a dossier that goes from one group
    to another leaves the whole as it is."""
    sums: defaultdict[str, int] = defaultdict(int)
    for row, sign in ((before, -1), (now, 1)):
        for name in _counted_as(stands.period, row):
            sums[name] += sign
    return {name: sums[name] for name in MADE_OF if sums[name]}


def _counted_as(asked: Period, row: Row | None) -> list[str]:
    """The figures of a period that one dossier is part of."""
    if row is None or row["received_day"] > asked.last:
        return []
    if row["received_day"] < asked.first:
        moved = row["resolved_day"] is None or row["resolved_day"] >= asked.first
        return ["carried_over"] if moved else []
    if row["resolved_at"] is None:
        return ["received", "pending"]
    return ["received", "resolved", *([row["verdict"]] if row["verdict"] else [])]
