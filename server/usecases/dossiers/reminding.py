"""Telling departments which dossiers are due soon, before they are late.

A department gets one list on a working day, once its hours have begun: all its open dossiers due
within the rules' working days and those overdue, if at least one of them is news. Codes and dates
only; the people are nobody's business there.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from ...core.calendar import WorkCalendar, local_day
from ...core.errors import NotFound
from ...store import alert_outbox, departments, reminders, services
from ...store.base import Row
from .. import rooms
from ..change import Change
from ..ids import new_id
from .rules import Ruled, rules_now

MOST_LISTED = 500
"""Of what is more, a list tells only how many."""


def remind(change: Change) -> int:
    """Make the day's reminders, once; how many departments are told."""
    if not reminders.claim_day(change.session, change.centre.id, change.day, change.now):
        return 0
    ruled = rules_now(change)
    told = 0
    for department, rows in _pressing(change, ruled).items():
        if any(row["reminder"] is None for row in rows):
            _tell(change, ruled.calendar, department, rows, asked_by=None)
            told += 1
    return told


def remind_now(change: Change, department: str) -> int:
    """Remind a department because somebody asks for it; of how many dossiers (nothing is sent for
    none). Raises ``NotFound`` (id)."""
    if department not in _known(change):
        raise NotFound(field="id")
    ruled = rules_now(change)
    rows = _pressing(change, ruled).get(department, [])
    if rows:
        _tell(change, ruled.calendar, department, rows, asked_by=change.actor.label)
    return len(rows)


def begins_at(calendar: WorkCalendar, now: int) -> int | None:
    """From when on (epoch ms) the day's reminders are made; None on a day nobody works."""
    spans = calendar.spans(local_day(now, calendar.zone))
    return spans[0][0] if spans else None


def _known(change: Change) -> set[str]:
    return {row["id"] for row in services.departments(change.session, change.centre.id)}


def _pressing(change: Change, ruled: Ruled) -> dict[str, list[Row]]:
    """By department, what it is to be reminded of."""
    calendar = ruled.calendar
    last = calendar.add(local_day(change.now, change.centre.zone), ruled.rules.remind_days)
    before = calendar.moment(last, "23:59") + 60_000
    known, found = _known(change), defaultdict(list)
    for row in reminders.pressing(change.session, change.centre.id, before):
        if row["department"] in known:
            found[row["department"]].append(row)
    return found


def _tell(
    change: Change,
    calendar: WorkCalendar,
    department: str,
    rows: Sequence[Row],
    asked_by: str | None,
) -> None:
    id = new_id(change.now)
    reminders.add(
        change.session,
        id=id,
        centre=change.centre.id,
        department=department,
        now=change.now,
        asked_by=asked_by,
        dossiers=len(rows),
        fresh=[row for row in rows if row["reminder"] is None],
    )
    today = local_day(change.now, change.centre.zone)
    listed = [_line(calendar, today, row) for row in rows[:MOST_LISTED]]
    told = {"at": change.now, "dossiers": listed, "more": len(rows) - len(listed)}
    _enqueue(change, id, department, told)


def _line(calendar: WorkCalendar, today: Any, row: Row) -> dict[str, Any]:
    due = local_day(row["due_at"], calendar.zone)
    left = calendar.between(today, due) if due >= today else -calendar.between(due, today)
    new = row["reminder"] is None
    return {"code": row["code"], "due_at": row["due_at"], "working_days": left, "new": new}


def _enqueue(change: Change, id: str, department: str, told: dict[str, Any]) -> None:
    contact = departments.contact(change.session, change.centre.id, department)
    if contact is None:
        return
    ways = {"mail": json.loads(contact["emails"]), "webhook": contact["webhook"]}
    for channel in reminders.CHANNELS:
        if ways[channel]:
            alert_outbox.add(
                change.session,
                id=reminders.piece_of(id, channel),
                centre=change.centre.id,
                channel=channel,
                target=department,
                event=reminders.EVENT,
                body=json.dumps(told),
                now=change.now,
            )
    change.touch(rooms.ALERTS)
