"""Alerts as managers see them: those that stand, trouble first, and all there ever were."""

import json
from typing import Any

from ..core.alerts import Kind
from ..store import alerts, people
from ..store.base import Row
from ..usecases.alert_rules import rules_of
from .alert_words import words
from .snapshot import Json, Snapshot, when

MOST_SHOWN = 100


def standing_view(look: Snapshot) -> list[Json]:
    """What stands: what nobody has seen before what somebody has, the grave first."""
    rows = alerts.standing(look.session, look.centre.id)
    names = people.names(look.session, look.centre.id) if rows else {}
    listed = [alert_json(row, names) for row in rows[:MOST_SHOWN]]
    return sorted(listed, key=lambda one: (not one["grave"], one["seen"] is not None))


def rules_view(look: Snapshot) -> Json:
    """The bounds the page judges by itself, in minutes."""
    found = rules_of(look.session, look.centre.id)
    return {
        "target_minutes": found.target_minutes,
        "long_wait_minutes": found.rules[Kind.WAIT_GROWING].minutes,
    }


def history_page(look: Snapshot, before: str, limit: int) -> Json:
    """Alerts of all times with what happened to them, the latest first."""
    rows = alerts.page(look.session, look.centre.id, before, limit + 1)
    shown = rows[:limit]
    names = people.names(look.session, look.centre.id)
    stories = alerts.histories(look.session, [row["id"] for row in shown])
    return {
        "items": [
            alert_json(row, names) | {"events": [_event(e, names) for e in stories[row["id"]]]}
            for row in shown
        ],
        "next": shown[-1]["id"] if len(rows) > limit else None,
    }


def alert_json(row: Row, names: dict[str, str]) -> Json:
    """``text`` may hold ``{minutes}``: minutes since ``since``, which whoever shows it counts."""
    facts: dict[str, Any] = json.loads(row["facts"])
    return {
        "id": row["id"],
        "kind": row["kind"],
        "subject": row["subject"],
        "code": row["code"],
        "grave": bool(row["grave"]),
        "name": facts.get("name"),
        "name_en": facts.get("name_en"),
        **words(row["code"], facts),
        "since": when(row["since"]),
        "raised_at": when(row["raised_at"]),
        "cleared_at": when(row["cleared_at"]),
        "times": row["times"],
        "seen": _seen(row, names),
    }


def _seen(row: Row, names: dict[str, str]) -> Json | None:
    if row["seen_at"] is None:
        return None
    return {"at": when(row["seen_at"]), "by": _who(row["seen_by"], names)}


def _event(row: Row, names: dict[str, str]) -> Json:
    return {
        "at": when(row["at"]),
        "kind": row["kind"],
        "code": row["code"],
        "by": _who(row["actor"], names),
    }


def _who(label: str, names: dict[str, str]) -> str | None:
    """A person's name; None for what happened by itself or through a device."""
    return names.get(label.removeprefix("person:")) if label.startswith("person:") else None
