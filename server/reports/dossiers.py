"""Dossiers over a period: received, resolved, early, on time, late, pending, and how long results
went unrecorded.

A report is about the dossiers *received* in its period and what has become of them by now, so
that received = resolved + pending holds in every row. Early, on time and late say when the result
was there (``resolved_at``), whenever that was recorded: early is on a day before the due day, on
time on the due day, late after it. Their shares add up to 100.0; their base are the resolved
dossiers that had a due date (``base``), the others are ``undated``.

Of a closed period the report tells what was counted at its closing; what was told since stands
beside it (``closed.corrected``, ``corrected`` of each group).
"""

from collections.abc import Mapping, Sequence
from datetime import date

from ..core.errors import Invalid
from ..core.shares import percentage
from ..queries.snapshot import Json, Snapshot, when
from ..store import closed_periods, dossier_figures, dossier_procedures, people
from ..usecases.dossiers.rules import Phase, rules_of
from .dossier_counts import (
    COUNTED,
    Counts,
    all_lags,
    change,
    counts_by,
    counts_json,
    figure_json,
    lags_by,
    together,
)
from .dossier_standing import Standing, standing
from .period import Period

BY = ("department", "field", "procedure", "channel", "officer", "month", "day", "phase")
IN_TIME_OF_YEAR = ("month", "day", "phase")


def dossier_report(look: Snapshot, period: Period, by: str, before: Period | None = None) -> Json:
    """The whole and its groups; compared with the period ``before``. Raises ``Invalid`` (by)."""
    if by not in BY:
        raise Invalid(field="by")
    phases = phases_of(look)
    stands = standing(look, period)
    counts = counts_by(look.session, stands, by, phases)
    lags = lags_by(look.session, stands, by, phases)
    groups = [
        {"key": key, **figure_json(counts[key], lags.get(key, {}))} for key in _ordered(counts, by)
    ]
    _name(look, by, groups, phases)
    if by in IN_TIME_OF_YEAR:
        _add_growth(groups, period, by, phases)
    whole = together(counts.values())
    return {
        "from": period.first,
        "to": period.last,
        "by": by,
        "as_of": when(stands.now),
        "carried_over": carried_over(look, stands),
        **figure_json(whole, all_lags(lags.values())),
        "compare": _compare(look, before, whole, groups, by, phases),
        "closed": _closed(look, stands, groups, by, phases),
        "groups": groups,
    }


def phases_of(look: Snapshot) -> tuple[Phase, ...]:
    """The times of the centre's life, in order."""
    return rules_of(look.session, look.centre.id, look.centre.zone, look.day).rules.phases


def carried_over(look: Snapshot, stands: Standing) -> int:
    """Dossiers received before the period and not resolved when it began."""
    return dossier_figures.carried_over(look.session, stands.source, stands.period.first)


def closing_told(look: Snapshot, stands: Standing) -> Json | None:
    """When and by whom a period was closed, and how many dossiers were told of differently since;
    None of an open one."""
    if stands.closed is None:
        return None
    known = people.names(look.session, look.centre.id)
    return {
        "closed_at": when(stands.now),
        "closed_by": named_actor(str(stands.closed["closed_by"]), known),
        "corrections": closed_periods.differences(look.session, stands.closed, look.centre.id),
    }


def named_actor(label: str, known: Mapping[str, str]) -> str | None:
    """The name of a person behind a label; None of a device or of somebody who is gone."""
    kind, _, id = label.partition(":")
    return known.get(id) if kind == "person" else None


def _closed(
    look: Snapshot, stands: Standing, groups: list[Json], by: str, phases: Sequence[Phase]
) -> Json | None:
    """What the closing froze, and beside each figure what it would be by what is known now."""
    told = closing_told(look, stands)
    if told is None:
        return None
    if not told["corrections"]:
        return {**told, "corrected": None}
    now = stands.corrected()
    counts = counts_by(look.session, now, by, phases)
    for group in groups:
        found = counts.get(str(group["key"]), dict.fromkeys(COUNTED, 0))
        group["corrected"] = counts_json(found)
    whole = counts_json(together(counts.values()))
    return {**told, "corrected": {**whole, "carried_over": carried_over(look, now)}}


def _compare(
    look: Snapshot,
    before: Period | None,
    whole: Counts,
    groups: list[Json],
    by: str,
    phases: Sequence[Phase],
) -> Json | None:
    """The period before, and by how many percent received and resolved grew since; groups get the
    same but for days, months and phases, which have no counterpart."""
    if before is None:
        return None
    counts = counts_by(look.session, standing(look, before), by, phases)
    if by not in IN_TIME_OF_YEAR:
        for group in groups:
            found = counts.get(str(group["key"]), dict.fromkeys(COUNTED, 0))
            group["before"] = _grown(group, found)
    told = _grown(whole, together(counts.values()))
    return {"from": before.first, "to": before.last, **told}


def _grown(now: Mapping[str, int], before: Counts) -> Json:
    grown = {name: change(now[name], before[name]) for name in ("received", "resolved")}
    return {**counts_json(before), "change": grown}


def _ordered(counts: Mapping[str, Counts], by: str) -> list[str]:
    if by in IN_TIME_OF_YEAR:
        return sorted(counts)
    return sorted(counts, key=lambda key: (-counts[key]["received"], key))


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
        group["growth_resolved"] = percentage(group["resolved"], resolved) if resolved else None
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
