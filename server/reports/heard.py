"""What the public may see: the sentence about satisfaction, and what became of what was said.

Nothing personal: no counter and no officer, no internal note, and no number that fewer than
``LEAST_SHOWN`` people make.
"""

from collections.abc import Callable, Hashable

from ..core.cases import CaseState, Named, Step, Taken, is_public, public_steps
from ..core.numbering import service_day
from ..queries.snapshot import Json, Snapshot, centre_json
from ..store import cases
from ..store.cases import Case
from .cases import Names, change_since, recent_days
from .named import Counts
from .period import Period
from .remembered import Remembered
from .satisfaction import whole_figure

LEAST_SHOWN = 5
"""A number fewer people make could tell who they were."""
MOST_CASES = 100
_STATES = {Step.PLAN: "planned", Step.DO: "done", Step.DECLINE: "not_planned"}


Figures = Callable[[Hashable, Callable[[], Json]], Json]


def heard_report(look: Snapshot, kept: Remembered) -> Json:
    """The centre's sentence, and every case that has words for the public, open ones first."""

    def figures(key: Hashable, make: Callable[[], Json]) -> Json:
        return kept.get((look.centre.id, look.day, key), look.now, make)

    steps = cases.steps(look.session, look.centre.id)
    names = Names(look)
    shown = [c for c in cases.listing(look.session, look.centre.id) if is_public(steps[c.id])]
    shown.sort(key=lambda case: case.state in (CaseState.DONE, CaseState.NOT_PLANNED))
    return {
        "centre": centre_json(look.centre),
        "sentences": [
            _sentence(look, "month", recent_days(look), figures),
            _sentence(look, "quarter", last_quarter(look.day), figures),
        ],
        "least": LEAST_SHOWN,
        "cases": [_case(look, names, case, steps[case.id], figures) for case in shown[:MOST_CASES]],
    }


def last_quarter(today: str) -> Period:
    """The quarter of a year that ended last before ``today`` (ISO date)."""
    year, quarter = int(today[:4]), (int(today[5:7]) - 1) // 3
    year, quarter = (year - 1, 3) if quarter == 0 else (year, quarter - 1)
    ends = ("03-31", "06-30", "09-30", "12-31")[quarter]
    return Period(f"{year}-{quarter * 3 + 1:02d}-01", f"{year}-{ends}")


def _sentence(look: Snapshot, name: str, days: Period, figures: Figures) -> Json:
    told = figures(days, lambda: _whole(look, days))
    return {"period": name, "from": days.first, "to": days.last, **told}


def _whole(look: Snapshot, days: Period) -> Json:
    """The whole centre's figure; only its base while that is small."""
    found = whole_figure(look, days)
    told = {
        "base": found.base if found.base >= LEAST_SHOWN else None,
        "served": found.served,
        "hidden": found.small,
    }
    if found.small or found.interval is None:
        none = dict.fromkeys(("share", "unsatisfied", "interval", "coverage"))
        return {**told, **none}
    return {
        **told,
        "share": found.share,
        "unsatisfied": found.shares["unsatisfied"],
        "interval": list(found.interval),
        "coverage": found.coverage,
    }


def _case(
    look: Snapshot,
    names: Names,
    case: Case,
    steps: list[Taken],
    figures: Figures,
) -> Json:
    service = names.service(case.service)
    key = ("case", case.id, case.done_day)
    return {
        "reason": names.reason(case.reason),
        "service": service,
        "state": case.state.value,
        "due": case.due if case.state is CaseState.PLANNED else None,
        "steps": _steps(look, steps),
        **figures(key, lambda: _figures(look, case)),
    }


def _steps(look: Snapshot, steps: list[Taken]) -> list[Json]:
    """Heard first, then what was planned, done or refused; only the last plan."""
    shown = public_steps(steps)
    last_plan = max((n for n, one in enumerate(shown) if one.step is Step.PLAN), default=-1)
    return [
        {
            "state": "heard" if n == 0 else _STATES.get(taken.step, "seen"),
            "day": service_day(taken.at, look.centre.zone),
            "words": taken.said.words or None,
            "words_en": taken.said.words_en or None,
            "due": taken.said.due,
        }
        for n, taken in enumerate(shown)
        if taken.step is not Step.PLAN or n == last_plan
    ]


def _figures(look: Snapshot, case: Case) -> Json:
    """What was said about it (in the quarter before it was done, else lately) and, where the
    figures carry it, what has changed since."""
    if case.counter is not None:
        # Numbers of one counter are numbers of one officer.
        return {"said": None, "compared": None}
    counts = Counts(look)
    found = change_since(look, counts, case)
    if found is None:
        days = recent_days(look)
        return {"said": _public(counts.named_in(case, days), days), "compared": None}
    said = _public(found.before, found.days_before)
    if found.verdict not in ("fewer", "more"):
        return {"said": said, "compared": None}
    since = _public(found.since, found.days_since)
    return {"said": said, "compared": {**since, "verdict": found.verdict}}


def _public(found: Named, days: Period) -> Json:
    told = {"from": days.first, "to": days.last, "base": found.base, "n": found.n}
    if found.base < LEAST_SHOWN:
        return {**told, "base": None, "n": None, "share": None}
    few = 0 < found.n < LEAST_SHOWN
    return {**told, "n": None if few else found.n, "share": None if few else found.share}
