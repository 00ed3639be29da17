"""Changing a centre's settings: checked before they are kept."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ..store import centres, counters
from . import audit, rooms
from .change import Change
from .settings import Settings, check, dump

KEPT = ("offline", "phone", "paper", "words", "evaluation", "signing_in", "retention", "backup")
"""Parts that stay as they are when they are left out."""


def change_settings(change: Change, raw: Mapping[str, Any]) -> Settings:
    """Set all settings at once: checked, attributed. Raises ``Invalid``.

    The parts in ``KEPT`` stay as they are when they are left out.
    """
    kept = {part: raw.get(part) or asdict(getattr(change.settings, part)) for part in KEPT}
    wanted = check({**raw, **kept})
    keep_settings(change, wanted)
    return wanted


def keep_settings(change: Change, wanted: Settings) -> None:
    """Set all settings to what was checked already: attributed like any change."""
    before, after = dump(change.settings), dump(wanted)
    centres.set_settings(change.session, change.centre.id, after)
    changed = audit.differences(json.loads(before), json.loads(after))
    audit.record(change, "settings_changed", data=changed)
    _touch(change)


def _touch(change: Change) -> None:
    change.touch(rooms.KIOSK, rooms.MANAGER, rooms.HALL)
    for counter in counters.listing(change.session, change.centre.id):
        change.touch(rooms.terminal(counter.id))
