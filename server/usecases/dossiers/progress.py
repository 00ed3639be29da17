"""What happens to a dossier at the counter after it was received."""

import json
from collections.abc import Mapping
from typing import Any

from ...core.calendar import Term, Unit
from ...core.dossier_judging import due_of, judged
from ...core.dossiers import ANSWERS, DossierState, after
from ...core.errors import Invalid, NotFound
from ...store import dossiers
from .. import rooms
from ..change import Change
from .forms import issue_after
from .rules import rules_at

CLOCK_MARGIN_MS = 300_000


def act(
    change: Change, code: str, action: str, at: int | None = None, reason: str = ""
) -> DossierState:
    """Do ``action`` (see ``core.dossiers.MOVES``) that happened at ``at`` (ms; now); the new state.

    Raises ``NotFound``, ``WrongState``, and ``Invalid`` (at) for a time before the dossier was
    received or still to come. Done already, at the same time, it changes nothing.
    """
    row = dossiers.get(change.session, change.centre.id, code)
    if row is None:
        raise NotFound(field="code")
    moment = change.now if at is None else at
    if not row["received_at"] <= moment <= change.now + CLOCK_MARGIN_MS:
        raise Invalid(field="at")
    state = after(DossierState(row["state"]), action)
    change.touch(rooms.DOSSIERS)
    dossiers.reckon(change.session, change.centre.id, [_moved(change, row, state, moment)])
    dossiers.tell(
        change.session,
        change.centre.id,
        code,
        at=moment,
        now=change.now,
        kind=action,
        actor=change.actor.label,
        data={"reason": reason} if reason else {},
    )
    issue_after(change, code, action, reason)
    return state


def _moved(change: Change, row: Mapping[str, Any], state: DossierState, at: int) -> dict[str, Any]:
    # Ranked like a department's message, so that what it told before this does not undo it.
    rank = f"{at:014d}{0:010d}{state.value}"
    moved = {**row, "state": state.value, "heard": max(row["heard"], rank)}
    if state in ANSWERS:
        moved |= {"answer_rank": rank, "answered_at": at, "told_at": change.now}
    waits = _waits(json.loads(row["pauses"]), state, at)
    if waits is not None:
        moved["pauses"] = json.dumps(waits)
        moved["due_at"] = _due(change, row, waits)
    chosen = {name: moved[name] for name in ("code", "unit", *dossiers.CLOCK)}
    return {**chosen, **judged(chosen, change.centre.zone)}


def _waits(
    waits: list[list[int | None]], state: DossierState, at: int
) -> list[list[int | None]] | None:
    """The supplements after this; None where nothing changes."""
    if state is DossierState.SUPPLEMENT:
        return [*waits, [at, None]]
    if waits and waits[-1][1] is None:
        return [*waits[:-1], [waits[-1][0], at]]
    return None


def _due(change: Change, row: Mapping[str, Any], waits: list[list[int | None]]) -> int | None:
    if row["term"] is None:
        due: int | None = row["due_at"]
        return due
    ruled = rules_at(change.session, change.centre.id, change.centre.zone, row["rule"])
    all_waits: list[Any] = [*waits, *json.loads(row["told_pauses"])]
    term = Term(row["term"], Unit(row["unit"]))
    return due_of(ruled.calendar, row["received_at"], term, all_waits)
