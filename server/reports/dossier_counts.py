"""The figures of a group of dossiers: counts, shares of their base, recording lag."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ..core.shares import percentage, percentages
from ..queries.snapshot import Json
from ..store import dossier_figures
from ..store.base import Session
from ..usecases.dossiers.rules import Phase
from .dossier_standing import Standing

COUNTED = ("received", *dossier_figures.COUNTED)
VERDICTS = ("early", "on_time", "late")

Counts = dict[str, int]
Lags = dict[int, tuple[int, int, int]]
"""By lag in minutes, as fine as the store tells it: how many, the sum of their exact minutes, and
the longest."""
NO_LAG = (0, 0, 0)


def counts_by(
    session: Session, standing: Standing, by: str, phases: Sequence[Phase]
) -> dict[str, Counts]:
    """``COUNTED`` by the key of each group."""
    period = standing.period
    rows = dossier_figures.sums(
        session,
        standing.source,
        period.first,
        period.last,
        by,
        standing.now,
        standing.offset,
        _begun(by, phases),
    )
    return {row["key"]: {name: int(row[name]) for name in COUNTED} for row in rows}


def lags_by(
    session: Session, standing: Standing, by: str, phases: Sequence[Phase]
) -> dict[str, Lags]:
    """How long results went unrecorded, by group."""
    period = standing.period
    rows = dossier_figures.lags(
        session, standing.source, period.first, period.last, by, _begun(by, phases)
    )
    lags: defaultdict[str, Lags] = defaultdict(dict)
    for row in rows:
        told = (int(row["n"]), int(row["total"]), int(row["most"]))
        lags[row["key"]][int(row["minutes"])] = told
    return dict(lags)


def together(groups: Iterable[Counts]) -> Counts:
    total = dict.fromkeys(COUNTED, 0)
    for group in groups:
        for name in COUNTED:
            total[name] += group[name]
    return total


def all_lags(groups: Iterable[Lags]) -> Lags:
    total: Lags = {}
    for group in groups:
        for minutes, told in group.items():
            _add(total, minutes, told)
    return total


def counts_json(counts: Mapping[str, int]) -> Json:
    """Counts with what follows from them; the shares' base are the resolved dossiers that had a
    due date."""
    parts = [counts[name] for name in VERDICTS]
    return {
        **counts,
        "pending": counts["received"] - counts["resolved"],
        "base": sum(parts),
        "undated": counts["resolved"] - sum(parts),
        "late_in_books": counts["late"] + counts["late_only_in_books"],
        "shares": dict(zip(VERDICTS, percentages(parts), strict=True)),
        "resolved_share": percentage(counts["resolved"], counts["received"]),
    }


def figure_json(counts: Mapping[str, int], lags: Lags) -> Json:
    lag = {**_lag(lags), "over_a_day": counts["unrecorded"]}
    return {**counts_json(counts), "recording_lag": lag}


def change(now: int, before: int) -> float | None:
    """By how many percent something grew, one digit; None from nothing."""
    share = percentage(now, before)
    return None if share is None else round(share - 100, 1)


def _begun(by: str, phases: Sequence[Phase]) -> list[str]:
    return sorted(phase.begins for phase in phases) if by == "phase" else []


def _lag(lags: Lags) -> Json:
    """Minutes from the result to its being recorded; ``base`` are the dossiers of which both are
    known."""
    base = sum(n for n, _, _ in lags.values())
    total = sum(minutes for _, minutes, _ in lags.values())
    return {
        "base": base,
        "mean_minutes": round(total / base, 1) if base else None,
        "p50_minutes": _quantile(lags, base, 0.5),
        "p90_minutes": _quantile(lags, base, 0.9),
        "max_minutes": max((most for _, _, most in lags.values()), default=None),
    }


def _add(lags: Lags, minutes: int, told: tuple[int, int, int]) -> None:
    n, total, most = lags.get(minutes, NO_LAG)
    lags[minutes] = (n + told[0], total + told[1], max(most, told[2]))


def _quantile(lags: Lags, base: int, share: float) -> int | None:
    """The smallest lag that at least ``share`` of all do not exceed."""
    seen = 0
    for minutes in sorted(lags):
        seen += lags[minutes][0]
        if seen >= share * base:
            return minutes
    return None
