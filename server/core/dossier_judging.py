"""A dossier's dates put together: when it is due, whether it is resolved, and how that counts."""

from collections.abc import Iterable, Mapping
from typing import Any

from .calendar import Pause, Term, Unit, WorkCalendar, due_at, local_day, verdict_on
from .dossiers import DONE, DossierState

_DONE = frozenset(state.value for state in DONE)
_UNITS = {unit.value: unit for unit in Unit}
Wait = tuple[int, int | None]
"""A supplement; without its second moment it is still awaited."""


def due_of(
    calendar: WorkCalendar, received: int, term: Term | None, waits: Iterable[Wait]
) -> int | None:
    """When a dossier is due (epoch ms); None where no term is known. What is still awaited has
    moved nothing yet."""
    if term is None:
        return None
    ended: list[Pause] = [(asked, brought) for asked, brought in waits if brought is not None]
    return due_at(calendar, received, term, ended)


def judged(row: Mapping[str, Any], zone: str) -> dict[str, Any]:
    """The columns that follow from state, due date and the last answer: resolved_at, resolved_day,
    recorded_at and verdict, all None while the dossier is open."""
    answered = row["answered_at"]
    if answered is None or row["state"] not in _DONE:
        return {"resolved_at": None, "resolved_day": None, "recorded_at": None, "verdict": None}
    day, found = local_day(answered, zone), None
    if row["due_at"] is not None:
        found = verdict_on(day, row["due_at"], answered, zone, _UNITS[row["unit"]]).value
    return {
        "resolved_at": answered,
        "resolved_day": day.isoformat(),
        "recorded_at": row["told_at"],
        "verdict": found,
    }


def told_waits(messages: Iterable[Mapping[str, Any]]) -> list[Wait]:
    """The supplements that a department's messages tell of, in the order of their ranks: each ends
    with the next message that says anything else."""
    waits: list[Wait] = []
    asked: int | None = None
    for message in sorted(messages, key=lambda row: str(row["rank"])):
        if message["state"] == DossierState.SUPPLEMENT.value:
            asked = message["at"] if asked is None else asked
        elif asked is not None:
            waits.append((asked, message["at"]))
            asked = None
    if asked is not None:
        waits.append((asked, None))
    return waits
