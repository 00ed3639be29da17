"""What an officer may see of her own ratings: sums from which none can be told apart.

A sum above a threshold is not enough: two sums over almost the same days differ by one rating, and
so do two looks at a sum before and after somebody rated. Sums are therefore made of whole weeks,
each with enough ratings of its own, and of weeks to which no rating can come any more.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from ..core.satisfaction_figures import Figure, Ratings, figure, together
from ..queries.snapshot import Json, Snapshot
from .period import Period
from .satisfaction import LEAST_OF_OFFICER, figure_json, ratings_by

SETTLED_DAYS = 7
"""A terminal without a network delivers presses that are as old as this; then a week is closed."""


def own_satisfaction(look: Snapshot, period: Period, officer: str) -> Json:
    """An officer's own sums over the closed weeks (Monday to Sunday) that lie in ``period``."""
    shown = [found for found in _weeks(look, period, officer) if _base(found) >= LEAST_OF_OFFICER]
    found = figure(together(shown))
    told = {"from": period.first, "to": period.last, "weeks": len(shown), **figure_json(found)}
    return told if shown else {**told, **_nothing(found)}


def _weeks(look: Snapshot, period: Period, officer: str) -> Iterator[Ratings]:
    settled = max(SETTLED_DAYS, look.settings.rating.later_days)
    last = min(
        date.fromisoformat(period.last), date.fromisoformat(look.day) - timedelta(days=settled + 1)
    )
    monday = date.fromisoformat(period.first)
    monday += timedelta(days=-monday.weekday() % 7)
    while (sunday := monday + timedelta(days=6)) <= last:
        week = Period(monday.isoformat(), sunday.isoformat())
        yield ratings_by(look, week, "officer").get(officer, Ratings(0, {}))
        monday += timedelta(days=7)


def _base(ratings: Ratings) -> int:
    return sum(ratings.values.values())


def _nothing(found: Figure) -> Json:
    few = dict.fromkeys(("satisfied", "neutral", "unsatisfied", "share", "shares", "interval"))
    return {**few, "coverage": None, "reasons": {}, "hidden": True}
