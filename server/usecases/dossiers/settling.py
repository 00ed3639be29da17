"""Bringing dossiers to where their departments' messages say they are."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from ...core.calendar import Term, Unit
from ...core.dossier_judging import due_of, judged, told_waits
from ...core.dossier_messages import Standing
from ...store import dossier_messages, dossiers
from .. import rooms
from ..change import Change
from .rules import Ruled, rules_at

NEEDED = (
    "code, department, due_at, unit, state, heard, answer_rank, answered_at, told_at, told_pauses"
)
CLOCKED = ", ".join(("code", "department", "unit", "received_at", "term", "rule", *dossiers.CLOCK))
Rows = Mapping[str, Mapping[str, Any]]
Told = Mapping[str, Sequence[Mapping[str, Any]]]


def settle(change: Change, codes: Sequence[str]) -> int:
    """Take in every kept message about these dossiers; how many dossiers that moved."""
    told = dossier_messages.of_dossiers(change.session, change.centre.id, codes)
    return hear(change, told, several(change, list(told)))


def several(change: Change, codes: Sequence[str]) -> Rows:
    """The dossiers of these codes, as far as ``hear`` needs them."""
    return dossiers.several(change.session, change.centre.id, codes, NEEDED)


def hear(change: Change, told: Told, known: Rows) -> int:
    """Take messages (by code) into the dossiers that are ``known``; how many changed.

    Messages must have been kept already: supplements are read again from all of them.
    """
    session, centre, zone = change.session, change.centre.id, change.centre.zone
    supplements = dossier_messages.about_supplements(session, centre, list(told))
    changed = []
    for code, messages in told.items():
        row = known.get(code)
        if row is not None and code not in supplements:
            moved = _moved(row, messages, zone)
            if moved is not None:
                changed.append(moved)
    dossiers.progress(session, centre, changed)
    change.touch(rooms.DOSSIERS)
    halted = [code for code in supplements if code in known]
    return len(changed) + _reckon(change, halted, told, supplements)


def _moved(
    row: Mapping[str, Any], messages: Sequence[Mapping[str, Any]], zone: str
) -> dict[str, Any] | None:
    """A dossier's new columns; None where the messages change nothing."""
    standing = Standing(
        row["state"], row["heard"], row["answer_rank"], row["answered_at"], row["told_at"]
    )
    changed = False
    for message in messages:
        if _concerns(row, message) and standing.hear(message):
            changed = True
    if not changed:
        return None
    found = {
        "code": row["code"],
        "unit": row["unit"],
        "due_at": row["due_at"],
        "state": standing.state,
        "heard": standing.rank,
        "answer_rank": standing.answer_rank,
        "answered_at": standing.answered_at,
        "told_at": standing.recorded_at,
    }
    found.update(judged(found, zone))
    return found


def _concerns(row: Mapping[str, Any], message: Mapping[str, Any]) -> bool:
    """A department speaks of its own dossiers only."""
    return row["department"] in ("", message["department"])


def _reckon(change: Change, codes: Sequence[str], told: Told, supplements: Told) -> int:
    """Take messages into dossiers whose clock stands still at times."""
    session, centre, zone = change.session, change.centre.id, change.centre.zone
    rules = cache(partial(rules_at, session, centre, zone))
    changed = []
    for code, row in dossiers.several(session, centre, codes, CLOCKED).items():
        own = [message for message in supplements[code] if _concerns(row, message)]
        waits = json.dumps(told_waits(own))
        moved, same = _moved(row, told[code], zone), waits == row["told_pauses"]
        if moved is None and same:
            continue
        due = row["due_at"] if same else _due(row, waits, rules)
        found = {**row, **(moved or {}), "told_pauses": waits, "due_at": due}
        changed.append({**found, **judged(found, zone)})
    dossiers.reckon(session, centre, changed)
    return len(changed)


def _due(row: Mapping[str, Any], told: str, rules: Callable[[int], Ruled]) -> int | None:
    """The due date with the supplements told, by the rules of the day the dossier came."""
    if row["term"] is None:
        due: int | None = row["due_at"]
        return due
    waits = [*json.loads(row["pauses"]), *json.loads(told)]
    term = Term(row["term"], Unit(row["unit"]))
    return due_of(rules(row["rule"]).calendar, row["received_at"], term, waits)
