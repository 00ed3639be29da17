"""Departments and what is chased there: contacts, keys, lag, reminders, drafted apologies."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from ..core.calendar import local_day
from ..store import alert_settings, apologies, departments, people, reminders, services
from ..store.base import Row
from ..usecases.dossiers.apologies import missed_before
from ..usecases.dossiers.contacts import key_name
from ..usecases.dossiers.reminding import begins_at
from ..usecases.dossiers.rules import rules_of
from .snapshot import Json, Snapshot, when

LAG_DAYS = 90
"""The recording lag of dossiers received in so many days."""


def departments_page(look: Snapshot) -> Json:
    """Every department with its contact, its software's keys, when it was last heard, and its
    recording lag: the middle one in minutes, of so many dossiers."""
    session, centre = look.session, look.centre.id
    contacts, heard = departments.contacts(session, centre), departments.heard(session, centre)
    since = local_day(look.now, look.centre.zone) - timedelta(days=LAG_DAYS)
    lags: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in departments.lags(session, centre, since.isoformat()):
        lags[row["department"]].append((row["minutes"], row["n"]))
    keys: dict[str, list[Json]] = defaultdict(list)
    for row in departments.keys(session, centre):
        key = {"id": row["id"], "label": row["label"], "created_at": when(row["created_at"])}
        keys[row["department"]].append(key)
    return {
        "items": [
            {
                **{name: row[name] for name in ("id", "name", "name_en")},
                **_contact(look, row["id"], contacts.get(row["id"])),
                "keys": keys[row["id"]],
                "heard": _heard(heard.get(row["id"])),
                "lag": _lag(lags[row["id"]]),
            }
            for row in services.departments(session, centre)
        ]
    }


def reminders_page(look: Snapshot, before: str, limit: int) -> Json:
    """What departments were reminded of, the latest first, and what became of each way there (kept
    for some weeks)."""
    rows = reminders.page(look.session, look.centre.id, before, limit + 1)
    shown = rows[:limit]
    ways = reminders.deliveries(look.session, [row["id"] for row in shown])
    names = people.names(look.session, look.centre.id)
    return {
        "items": [
            {
                **{name: row[name] for name in ("id", "department", "dossiers", "fresh")},
                "made_at": when(row["made_at"]),
                "asked_by": _who(row["asked_by"], names),
                "ways": [_way(way) for way in ways[row["id"]]],
            }
            for row in shown
        ],
        "next": shown[-1]["id"] if len(rows) > limit else None,
    }


def apologies_page(look: Snapshot, after: str, limit: int) -> Json:
    """Drafts that wait for somebody, by the dossiers' codes."""
    rows = apologies.drafted(look.session, look.centre.id, after, limit + 1)
    shown = rows[:limit]
    return {
        "items": [
            {
                **{name: row[name] for name in ("code", "department", "procedure", "why")},
                "reason": row["reason"],
                **{
                    name: when(row[name])
                    for name in ("received_at", "due_at", "missed", "proposed", "made_at")
                },
            }
            for row in shown
        ],
        "next": shown[-1]["code"] if len(rows) > limit else None,
    }


def reminders_are_due(look: Snapshot) -> bool:
    """Whether today's reminders are to be made now."""
    ruled = rules_of(look.session, look.centre.id, look.centre.zone, look.day)
    begins = begins_at(ruled.calendar, look.now)
    if begins is None or look.now < begins:
        return False
    return not reminders.is_done(look.session, look.centre.id, look.day)


def apologies_are_due(look: Snapshot) -> bool:
    """Whether a date is missed for which no apology has been drafted."""
    session, centre = look.session, look.centre.id
    ruled = rules_of(session, centre, look.centre.zone, look.day)
    if apologies.late(session, centre, missed_before(ruled.calendar, look.now), 1):
        return True
    last = {row["code"]: row for row in apologies.expected(session, centre)}
    return any(row["told"] > row["missed"] for row in last.values())


def _contact(look: Snapshot, department: str, row: Row | None) -> Json:
    session, centre = look.session, look.centre.id
    has = row is not None and row["webhook"] is not None
    return {
        "emails": [] if row is None else json.loads(row["emails"]),
        "webhook": None if row is None else row["webhook"],
        "has_webhook_key": has
        and alert_settings.secret(session, centre, key_name(department)) is not None,
        "language": "vi" if row is None else row["language"],
    }


def _heard(row: Row | None) -> Json | None:
    if row is None:
        return None
    told: dict[str, Any] = {name: row[name] for name in ("messages", "malformed")}
    return {"at": when(row["at"]), **told}


def _lag(minutes: Sequence[tuple[int, int]]) -> Json:
    """``minutes``: (lag, how many dossiers), the shortest first."""
    n = sum(count for _, count in minutes)
    left = (n + 1) // 2
    for lag, count in minutes:
        left -= count
        if left <= 0:
            return {"minutes": lag, "dossiers": n}
    return {"minutes": None, "dossiers": 0}


def _way(row: Row) -> Json:
    plain = {name: row[name] for name in ("channel", "state", "tries", "problem")}
    return {**plain, "ended_at": when(row["ended_at"])}


def _who(label: str | None, names: dict[str, str]) -> str | None:
    return None if label is None else names.get(label.removeprefix("person:"), "")
