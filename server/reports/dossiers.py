"""Dossiers over a period: received, resolved, early, on time, late, pending, and how long results
went unrecorded.

A report is about the dossiers *received* in its period and what has become of them by now, so
that received = resolved + pending holds in every row. Early, on time and late say when the result
was there (``resolved_at``), whenever that was recorded: early is on a day before the due day, on
time on the due day, late after it. Their shares add up to 100.0; their base are the resolved
dossiers that had a due date (``base``), the others are ``undated``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ..core.errors import Invalid
from ..core.shares import percentage, percentages
from ..queries.snapshot import Json, Snapshot
from ..store import dossier_figures, dossier_procedures, people
from ..usecases.dossiers.rules import Phase, rules_of
from .period import Period

BY = ("department", "field", "procedure", "channel", "officer", "month", "day", "phase")
COUNTED = ("received", "resolved", "early", "on_time", "late", "overdue", "late_only_in_books")
VERDICTS = ("early", "on_time", "late")
DAY_MINUTES = 24 * 60
IN_TIME_OF_YEAR = ("month", "day", "phase")

Counts = dict[str, int]
Lags = dict[int, int]


def dossier_report(look: Snapshot, period: Period, by: str) -> Json:
    """The whole and its groups. Raises ``Invalid`` (by)."""
    if by not in BY:
        raise Invalid(field="by")
    phases = rules_of(look.session, look.centre.id, look.centre.zone, look.day).rules.phases
    counts, lags = _counted(look, period, by, phases)
    whole = _figure(_together(counts.values()), _all_lags(lags.values()))
    groups = [
        {"key": key, **_figure(counts[key], lags.get(key, {}))} for key in _ordered(counts, by)
    ]
    _name(look, by, groups, phases)
    if by in IN_TIME_OF_YEAR:
        _add_growth(groups, period, by, phases)
    return {
        "from": period.first,
        "to": period.last,
        "by": by,
        "carried_over": _carried_over(look, period),
        **whole,
        "groups": groups,
    }


def _counted(
    look: Snapshot, period: Period, by: str, phases: Sequence[Phase]
) -> tuple[dict[str, Counts], dict[str, Lags]]:
    """Sums and lags by key of the groups."""
    kept_by = "day" if by == "phase" else by
    span = (look.session, look.centre.id, period.first, period.last, kept_by)
    counts: defaultdict[str, Counts] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
    for row in dossier_figures.sums(*span, look.now):
        group = counts[_key(row["key"], by, phases)]
        for name in COUNTED:
            group[name] += int(row[name])
    lags: defaultdict[str, Lags] = defaultdict(lambda: defaultdict(int))
    for row in dossier_figures.lags(*span):
        # Recorded before it was done is a clock that is wrong, not a gain of time.
        lags[_key(row["key"], by, phases)][max(0, int(row["minutes"]))] += int(row["n"])
    return dict(counts), dict(lags)


def _key(key: str, by: str, phases: Sequence[Phase]) -> str:
    """Of a day in a report by phases: the first day of its phase, "" before the first."""
    if by != "phase":
        return key
    return max((phase.begins for phase in phases if phase.begins <= key), default="")


def _ordered(counts: Mapping[str, Counts], by: str) -> list[str]:
    if by in IN_TIME_OF_YEAR:
        return sorted(counts)
    return sorted(counts, key=lambda key: (-counts[key]["received"], key))


def _together(groups: Iterable[Counts]) -> Counts:
    total = dict.fromkeys(COUNTED, 0)
    for group in groups:
        for name in COUNTED:
            total[name] += group[name]
    return total


def _all_lags(groups: Iterable[Lags]) -> Lags:
    total: Lags = defaultdict(int)
    for group in groups:
        for minutes, n in group.items():
            total[minutes] += n
    return total


def _figure(counts: Counts, lags: Lags) -> Json:
    parts = [counts[name] for name in VERDICTS]
    return {
        **counts,
        "pending": counts["received"] - counts["resolved"],
        "base": sum(parts),
        "undated": counts["resolved"] - sum(parts),
        "shares": dict(zip(VERDICTS, percentages(parts), strict=True)),
        "resolved_share": percentage(counts["resolved"], counts["received"]),
        "recording_lag": _lag(lags),
    }


def _lag(lags: Lags) -> Json:
    """Minutes from the result to its being recorded; ``base`` are the dossiers of which both are
    known, ``over_a_day`` those of them that took longer than that."""
    base = sum(lags.values())
    return {
        "base": base,
        "mean_minutes": round(sum(m * n for m, n in lags.items()) / base, 1) if base else None,
        "p50_minutes": _quantile(lags, base, 0.5),
        "p90_minutes": _quantile(lags, base, 0.9),
        "max_minutes": max(lags, default=None),
        "over_a_day": sum(n for minutes, n in lags.items() if minutes > DAY_MINUTES),
    }


def _quantile(lags: Lags, base: int, share: float) -> int | None:
    """The smallest lag that at least ``share`` of all do not exceed."""
    seen = 0
    for minutes in sorted(lags):
        seen += lags[minutes]
        if seen >= share * base:
            return minutes
    return None


def _name(look: Snapshot, by: str, groups: list[Json], phases: Sequence[Phase]) -> None:
    names = _names(look, by, [str(group["key"]) for group in groups], phases)
    for group in groups:
        key = str(group["key"])
        group["name"], group["name_en"] = names.get(key, (key or None, key or None))


def _names(
    look: Snapshot, by: str, keys: list[str], phases: Sequence[Phase]
) -> Mapping[str, tuple[str, str]]:
    session, centre = look.session, look.centre.id
    if by == "department":
        return dossier_procedures.departments(session, centre)
    if by == "officer":
        return {id: (name, name) for id, name in people.names(session, centre).items()}
    if by == "procedure":
        found = dossier_procedures.procedure_names(session, centre, keys)
        return {code: (name, name) for code, name in found.items()}
    if by == "phase":
        return {phase.begins: (phase.name, phase.name_en) for phase in phases}
    return {}


def _add_growth(groups: list[Json], period: Period, by: str, phases: Sequence[Phase]) -> None:
    """What each group adds to all before it: ``growth`` in percent of those, with the sums so far;
    by phase also how many a day were received."""
    received = resolved = 0
    for group in groups:
        group["growth"] = percentage(group["received"], received) if received else None
        received += group["received"]
        resolved += group["resolved"]
        group["so_far"] = {
            "received": received,
            "resolved": resolved,
            "resolved_share": percentage(resolved, received),
        }
        if by == "phase":
            days = _days_of(str(group["key"]), period, phases)
            group["received_a_day"] = round(group["received"] / days, 1)


def _days_of(key: str, period: Period, phases: Sequence[Phase]) -> int:
    """How many days of the period a phase has."""
    first = max(key, period.first)
    later = [phase.begins for phase in phases if phase.begins > key]
    last = date.fromisoformat(period.last)
    if later and min(later) <= period.last:
        last = date.fromisoformat(min(later))
        return max(1, (last - date.fromisoformat(first)).days)
    return (last - date.fromisoformat(first)).days + 1


def _carried_over(look: Snapshot, period: Period) -> int:
    """Dossiers received before the period and not resolved when it began."""
    begins, ends = period.bounds(look.centre.zone)
    rows = dossier_figures.movements(
        look.session, look.centre.id, period.first, period.last, begins, ends
    )
    return sum(int(row["carried_over"]) for row in rows)
