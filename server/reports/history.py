"""What a period was like: waits, service times, throughput and satisfaction, each with its base."""

from collections.abc import Mapping
from datetime import date

from ..core.durations import RESOLUTION, Durations
from ..core.errors import Invalid
from ..core.history import Cell
from ..core.satisfaction_figures import SMALL_BASE
from ..core.shares import percentage
from ..queries.snapshot import Json, Snapshot, when
from .gathering import Gathered, gather
from .naming import named, names
from .period import Period, period
from .satisfaction import LEAST_OF_OFFICER

BY = ("service", "counter", "officer", "hour", "day", "weekday")
MEASURES = ("wait", "issued", "service")
MOST_DAYS_BY_DAY = 1100
WITHOUT_ISSUES = frozenset({"counter", "officer"})
"""Tickets are drawn for a service, not for a counter."""
_FLOW = ("called", "served", "no_show", "transferred")
_LEFT = ("cancelled", "expired")


def history_report(look: Snapshot, asked: Period, by: str, compared: Period | None) -> Json:
    """Figures of the whole and of each group of ``BY``; beside each, where a period to compare
    with is named, those of ``compared`` (days are compared by their place in the period).

    Quantiles are within ``resolution`` of the exact ones. Raises ``StillCounting``.
    """
    found = gather(look, asked, by)
    before = None if compared is None else gather(look, compared, by)
    if before is not None and compared is not None and by == "day":
        before = _by_place(before, compared, asked)
    return {
        "from": asked.first,
        "to": asked.last,
        "by": by,
        "zone": look.centre.zone,
        "resolution": RESOLUTION,
        "as_of": when(look.now),
        "compare": None if compared is None else {"from": compared.first, "to": compared.last},
        "whole": _both(found.whole, None if before is None else before.whole, "all"),
        "groups": _groups(look, found, before, by),
    }


def heatmap(look: Snapshot, asked: Period, measure: str) -> Json:
    """One measure by weekday and hour: p50 and p90 of waits or service times, or tickets drawn,
    in all and for each such weekday with tickets."""
    # A cell for each hour of the week and month: their durations are most of the work.
    found = gather(look, asked, "heat", [measure] if measure != "issued" else [])
    days = _worked(look, asked) if measure == "issued" else {}
    cells = [
        {"weekday": int(key[0]), "hour": int(key[2:]), **_heat(cell, measure, days.get(key[0], 0))}
        for key, cell in sorted(found.groups.items())
    ]
    return {
        "from": asked.first,
        "to": asked.last,
        "measure": measure,
        "zone": look.centre.zone,
        "resolution": RESOLUTION,
        "as_of": when(look.now),
        "cells": [cell for cell in cells if cell["base"]],
    }


def asked_period(first: str | None, last: str | None, today: str, by: str) -> Period:
    """The period asked for. Raises ``Invalid``, also where a list of its days has no end."""
    found = period(first, last, today)
    if by == "day" and found.days > MOST_DAYS_BY_DAY:
        raise Invalid(field="from")
    return found


def compared_period(text: str | None, asked: Period, today: str, by: str) -> Period | None:
    """What ``compare`` means: ``previous``, or two days with two dots between them."""
    if not text:
        return None
    if text == "previous":
        return asked.before()
    first, dots, last = text.partition("..")
    try:
        if not (first and dots and last):
            raise Invalid(field="compare")
        return asked_period(first, last, today, by)
    except Invalid:
        raise Invalid(field="compare") from None


def _groups(look: Snapshot, found: Gathered, before: Gathered | None, by: str) -> list[Json]:
    known = names(look, by)
    keys = set(found.groups) | (set(before.groups) if before else set())
    none = Cell()
    return [
        {
            "key": key,
            **named(known, key),
            **_both(
                found.groups.get(key, none),
                None if before is None else before.groups.get(key, none),
                by,
            ),
        }
        for key in sorted(keys, key=_order)
    ]


def _order(key: str) -> tuple[int, str]:
    return (len(key), key) if key.isdecimal() else (99, key)


def _both(cell: Cell, before: Cell | None, by: str) -> Json:
    return {**_figures(cell, by), "before": None if before is None else _figures(before, by)}


def _figures(cell: Cell, by: str) -> Json:
    counts = cell.counts
    drawn = dict.fromkeys(("issued", *_LEFT)) if by in WITHOUT_ISSUES else None
    return {
        **(drawn or {name: counts[name] for name in ("issued", *_LEFT)}),
        **{name: counts[name] for name in _FLOW},
        "wait": _times(cell.waits),
        "service_time": _times(cell.services),
        "satisfaction": _satisfaction(counts, by),
    }


def _times(found: Durations) -> Json:
    """Seconds: quantiles within the resolution, an exact mean; and the base."""
    base = found.n
    return {
        "base": base,
        "p50": _seconds(found.quantile_s(0.5)),
        "p90": _seconds(found.quantile_s(0.9)),
        "mean": _seconds(found.mean_s),
        "small": base < SMALL_BASE,
    }


def _seconds(found: float | None) -> float | None:
    return None if found is None else round(found, 1)


def _satisfaction(counts: Mapping[str, int], by: str) -> Json:
    """The share satisfied of those who rated; hidden where an officer's ratings are so few that
    single citizens could be told apart."""
    base, served = counts["rated"], counts["served"]
    hidden = by == "officer" and base < LEAST_OF_OFFICER
    return {
        "base": base,
        "satisfied": None if hidden else counts["satisfied"],
        "unsatisfied": None if hidden else counts["unsatisfied"],
        "share": None if hidden else percentage(counts["satisfied"], base),
        "coverage": percentage(base, served) if base <= served else None,
        "small": base < SMALL_BASE,
        "hidden": hidden,
    }


def _by_place(before: Gathered, compared: Period, asked: Period) -> Gathered:
    """The days of another period under the days of this one."""
    moved = date.fromisoformat(asked.first) - date.fromisoformat(compared.first)
    shifted = {(date.fromisoformat(d) + moved).isoformat(): c for d, c in before.groups.items()}
    kept = {day: cell for day, cell in shifted.items() if day <= asked.last}
    return Gathered(before.whole, kept)


def _heat(cell: Cell, measure: str, days: int) -> Json:
    if measure == "issued":
        n = cell.counts["issued"]
        each = round(n / days, 1) if days else None
        return {"base": n, "p50": None, "p90": None, "days": days, "per_day": each, "small": False}
    times = _times(cell.waits if measure == "wait" else cell.services)
    shown = {name: times[name] for name in ("base", "p50", "p90", "small")}
    return {**shown, "days": None, "per_day": None}


def _worked(look: Snapshot, asked: Period) -> dict[str, int]:
    """How many days with tickets each weekday had."""
    days: dict[str, int] = {}
    for day, cell in gather(look, asked, "day").groups.items():
        if cell.counts["issued"]:
            key = str(date.fromisoformat(day).isoweekday())
            days[key] = days.get(key, 0) + 1
    return days
