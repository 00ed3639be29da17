"""How long records are kept, and what the coming night would take."""

from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..core.retention import BOUNDS, RetentionRules
from ..store import due
from ..usecases.retention import DAY_MS, KINDS, first_kept
from .audit import purges
from .snapshot import Json, Snapshot

MOST = 10_000
"""So many of a kind are counted; a usual night takes far fewer."""


def retention(look: Snapshot) -> Json:
    """The rules with their bounds, the kinds under each, and what the last nights took."""
    return {
        "rules": asdict(look.settings.retention),
        "bounds": {rule: list(bounds) for rule, bounds in BOUNDS.items()},
        "kinds": {
            rule: [name for name, kind in KINDS.items() if kind.rule == rule] for rule in BOUNDS
        },
        "purges": purges(look),
    }


def tonight(look: Snapshot, rules: RetentionRules) -> Json:
    """What the coming night would take by these rules, by kind; ``MOST`` stands for any more."""
    day = date.fromisoformat(look.day) + timedelta(days=1)
    at = int(datetime.combine(day, time(), ZoneInfo(look.centre.zone)).timestamp() * 1000)
    counts = {}
    for name, kind in KINDS.items():
        first_day, first_at = first_kept(rules, kind.rule, day.isoformat(), at)
        counts[name] = due.count(
            look.session,
            kind.due,
            MOST,
            centre=look.centre.id,
            day=first_day,
            at=first_at,
            utc_day=first_at // DAY_MS,
        )
    return {"day": day.isoformat(), "most": MOST, "counts": counts}
