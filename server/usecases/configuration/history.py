"""Every change of the configuration: kept as it happens, told, and taken back in one step."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from ...core.errors import ChangedSince, NotFound
from ...store import configuration_changes
from .. import audit
from ..change import Change
from .kinds import all_pieces, difference, make
from .piece import Json

T = TypeVar("T")
Changed = dict[str, Json | None]
"""Pieces by name, None where there is none."""
OF_SETTINGS = ("settings", "rating_words", "evaluation")
"""The kinds of changes that touch the settings and nothing else."""


def recorded(kind: str, usecase: Callable[[Change], T]) -> Callable[[Change], T]:
    """The same use case, its changes of the configuration kept under ``kind``.

    Reads the whole configuration before and after: a few dozen rows, in the writer's lane, which
    an administrator's press may cost and a citizen's may not.
    """

    def job(change: Change) -> T:
        return kept(change, kind, usecase)[0]

    return job


def kept(change: Change, kind: str, usecase: Callable[[Change], T]) -> tuple[T, Changed, Changed]:
    """Run a use case and keep its changes of the configuration under ``kind``: its value, and the
    pieces that changed as they were and as they became."""
    before = all_pieces(change.session, change.centre.id)
    value = usecase(change)
    was, became = difference(before, all_pieces(change.session, change.centre.id))
    if was:
        configuration_changes.add(
            change.session,
            change.centre.id,
            change.now,
            change.actor.label,
            kind,
            _dump(was),
            _dump(became),
        )
    return value, was, became


def undo(change: Change, id: int) -> None:
    """Take a change back: each of its pieces as it was before. Doing so again changes nothing.

    Raises ``NotFound``; ``ChangedSince`` where a later change set the same values; ``InUse`` where
    what was added is used by now.
    """
    row = configuration_changes.get(change.session, change.centre.id, id)
    if row is None:
        raise NotFound(field="id")
    if row["undone_at"] is not None:
        return
    before, after = json.loads(row["before"]), json.loads(row["after"])
    now = all_pieces(change.session, change.centre.id)
    wanted = {name: _back(name, now.get(name), before[name], after[name]) for name in after}
    recorded("undo", lambda made: make(made, wanted))(change)
    configuration_changes.undone(change.session, id, change.now)


def undo_settings(change: Change) -> None:
    """Take back the last change of the settings alone that holds. Raises as ``undo``."""
    last = configuration_changes.last_holding(change.session, change.centre.id, OF_SETTINGS)
    if last is None:
        raise NotFound(field="settings")
    undo(change, last["id"])
    audit.record(change, "settings_undone", str(last["id"]))


def _back(name: str, now: Json | None, before: Json | None, after: Json | None) -> Json | None:
    """A piece with what a change did to it taken back; what else became of it stays.

    Raises ``ChangedSince`` where a value that is to go back is not what the change made it.
    """
    if now is None or before is None or after is None:
        if _lasting(now) != _lasting(after):
            raise ChangedSince(piece=name)
        return before
    changed = [n for n in {**before, **after} if before.get(n) != after.get(n)]
    if any(now.get(n) != after.get(n) for n in changed):
        raise ChangedSince(piece=name)
    kept = {n: value for n, value in now.items() if n not in changed}
    return kept | {n: before[n] for n in changed if n in before}


def _lasting(piece: Json | None) -> Json | None:
    """Without what a working day changes: managers open and close services."""
    return None if piece is None else {n: v for n, v in piece.items() if n != "open"}


def _dump(pieces: Any) -> str:
    return json.dumps(pieces, ensure_ascii=False)
