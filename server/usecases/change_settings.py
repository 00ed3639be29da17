"""Changing a centre's settings: checked before they are kept, dated, and undone in one step."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ..core.errors import NotFound
from ..store import centres, counters, setting_changes
from . import audit, rooms
from .change import Change
from .settings import Settings, check, dump, load

KEPT = ("offline", "phone", "paper", "words", "evaluation", "signing_in", "retention", "backup")
"""Parts that stay as they are when they are left out."""


def change_settings(change: Change, raw: Mapping[str, Any]) -> Settings:
    """Set all settings at once: checked, dated, attributed. Raises ``Invalid``.

    The parts in ``KEPT`` stay as they are when they are left out.
    """
    kept = {part: raw.get(part) or asdict(getattr(change.settings, part)) for part in KEPT}
    wanted = check({**raw, **kept})
    _store(change, dump(change.settings), dump(wanted))
    return wanted


def keep_settings(change: Change, wanted: Settings) -> None:
    """Set all settings to what was checked already: dated and attributed like any change."""
    _store(change, dump(change.settings), dump(wanted))


def undo_settings(change: Change) -> Settings:
    """Take back the last change that was not taken back. Raises ``NotFound``."""
    last = setting_changes.last(change.session, change.centre.id)
    if last is None:
        raise NotFound(field="settings")
    setting_changes.undone(change.session, last["id"], change.now)
    centres.set_settings(change.session, change.centre.id, last["before"])
    _note(change, "settings_undone", last["after"], last["before"])
    _touch(change)
    return load(last["before"])


def _store(change: Change, before: str, after: str) -> None:
    setting_changes.add(
        change.session, change.centre.id, change.now, change.actor.label, before, after
    )
    centres.set_settings(change.session, change.centre.id, after)
    _note(change, "settings_changed", before, after)
    _touch(change)


def _note(change: Change, what: str, before: str, after: str) -> None:
    changed = audit.differences(json.loads(before), json.loads(after))
    audit.record(change, what, data=changed)


def _touch(change: Change) -> None:
    change.touch(rooms.KIOSK, rooms.MANAGER, rooms.HALL)
    for counter in counters.listing(change.session, change.centre.id):
        change.touch(rooms.terminal(counter.id))
