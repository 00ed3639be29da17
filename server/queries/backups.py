"""An installation's backups as its administrator sees them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from ..core.keeping import kept, last_due, next_due
from ..store import audit, centres
from .snapshot import Json, Snapshot, when

CHECKS = 500
LATE_MS = 2 * 3_600_000
"""A backup that is due may take its time, and is tried again after an hour."""


class Lying(Protocol):
    """A backup's file, as ``server.backup.shelf`` tells it."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def size(self) -> int: ...


def backups(look: Snapshot, lying: Sequence[Lying]) -> Json:
    """The rules, when the next is due, and what lies there with the rules that keep it."""
    rules, zone = look.settings.backup, ZoneInfo(look.centre.zone)
    scheduled = [one.at.astimezone(zone) for one in lying if one.kind == "scheduled"]
    why = {at.astimezone(UTC): names for at, names in kept(scheduled, rules).items()}
    checked = _checks(look)
    due = next_due(datetime.fromtimestamp(look.now / 1000, zone), rules)
    return {
        "rules": asdict(rules),
        "next_at": None if due is None else when(_ms(due)),
        "missed": _missed(look, scheduled),
        "items": [
            {
                "name": one.name,
                "kind": one.kind,
                "at": when(_ms(one.at)),
                "size": one.size,
                "kept_by": why.get(one.at, []) if one.kind == "scheduled" else [],
                # Whatever was made here was read again before it got its name.
                "checked_at": checked.get(one.name)
                or (None if one.kind == "other" else when(_ms(one.at))),
            }
            for one in lying
        ],
    }


def _missed(look: Snapshot, made: Sequence[datetime]) -> str | None:
    zone = ZoneInfo(look.centre.zone)
    due = last_due(datetime.fromtimestamp(look.now / 1000, zone), look.settings.backup)
    if due is None or any(at >= due for at in made):
        return None
    begun = centres.created_at(look.session, look.centre.id)
    return when(_ms(due)) if begun < _ms(due) <= look.now - LATE_MS else None


def _checks(look: Snapshot) -> dict[str, str | None]:
    rows = audit.of_kind(look.session, look.centre.id, "backup_checked", CHECKS)
    return {row["subject"]: when(row["at"]) for row in reversed(rows)}


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
