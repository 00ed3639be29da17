"""Which scheduled backups are kept: the last of each of the latest days, weeks and months."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class BackupRules:
    """``at`` is the centre's local time ("HH:MM") of the daily backup; ``daily``, ``weekly`` and
    ``monthly`` are how many days, weeks and months keep their last one. No days: none is made."""

    at: str = "01:30"
    daily: int = 7
    weekly: int = 4
    monthly: int = 6


def kept(made: Iterable[datetime], rules: BackupRules) -> dict[datetime, list[str]]:
    """Those of ``made`` (local times) that are kept, and by which rules; the newest always is."""
    newest_first = sorted(made, reverse=True)
    keep: dict[datetime, list[str]] = {at: ["newest"] for at in newest_first[:1]}
    spans: tuple[tuple[str, int, Callable[[datetime], object]], ...] = (
        ("daily", rules.daily, lambda at: at.date()),
        ("weekly", rules.weekly, lambda at: at.isocalendar()[:2]),
        ("monthly", rules.monthly, lambda at: (at.year, at.month)),
    )
    for rule, many, span_of in spans:
        seen: set[object] = set()
        for at in newest_first:
            span = span_of(at)
            if span not in seen and len(seen) < many:
                seen.add(span)
                keep.setdefault(at, []).append(rule)
    return keep


def last_due(now: datetime, rules: BackupRules) -> datetime | None:
    """The latest moment at or before ``now`` (local) a backup was due at; None where none ever is.

    An hour that the clocks skip or repeat is the first moment that is called so.
    """
    if rules.daily < 1:
        return None
    today = datetime.combine(now.date(), time.fromisoformat(rules.at), now.tzinfo)
    # Compared as moments, not as wall clocks, which go back once a year.
    return today if today.timestamp() <= now.timestamp() else today - timedelta(days=1)


def next_due(now: datetime, rules: BackupRules) -> datetime | None:
    """The first moment after ``now`` (local) a backup is due at; None where none ever is."""
    last = last_due(now, rules)
    return None if last is None else last + timedelta(days=1)
