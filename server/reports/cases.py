"""Cases for the manager: where each stands, what was said, and whether it has helped."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from ..core.cases import (
    OPEN_STATES,
    CaseState,
    Named,
    Taken,
    compared,
    is_public,
    named,
    possible,
    suggested,
    verdict,
)
from ..core.errors import NotFound
from ..core.numbering import service_day
from ..queries.snapshot import Json, Snapshot, when
from ..store import cases, counters, people, services
from ..store.cases import Case
from .named import Counts
from .period import Period, period

CLOSED = frozenset({CaseState.DONE, CaseState.NOT_PLANNED})


def case_ids(look: Snapshot) -> list[Json]:
    """The ids of every case, the last changed first."""
    return [{"id": case.id} for case in cases.listing(look.session, look.centre.id)]


def cases_report(look: Snapshot, ids: Collection[str]) -> Json:
    """The cases of ``ids``, the reasons that deserve one, and the reasons there are."""
    found = cases.listing(look.session, look.centre.id)
    steps = cases.steps(look.session, look.centre.id)
    names, counts = Names(look), Counts(look)
    return {
        "items": [
            _case_json(look, names, counts, case, steps[case.id])
            for case in found
            if case.id in ids
        ],
        "suggestions": [
            {"reason": names.reason(reason), **asdict(was)}
            for reason, was in suggestions(look, counts, found)
        ],
        "reasons": [
            {"id": r.code, "name": r.name, "name_en": r.name_en, "active": r.active}
            for r in look.settings.words.reasons
        ],
    }


def case_json(look: Snapshot, id: str) -> Json:
    """One case. Raises ``NotFound``."""
    case = cases.get(look.session, look.centre.id, id)
    if case is None:
        raise NotFound(field="id")
    steps = cases.steps(look.session, look.centre.id, id)[id]
    return _case_json(look, Names(look), Counts(look), case, steps)


def suggestions(look: Snapshot, counted: Counts, found: list[Case]) -> list[tuple[str, Named]]:
    """Reasons named often in the last days; what was said before a case about the same reason
    was closed is answered already."""
    open_ones = frozenset(c.reason for c in found if c.state in OPEN_STATES and _whole(c))
    recent = period(None, None, look.day)
    base, counts = counted.of(recent)
    counts = dict(counts)
    closed = [c for c in found if c.state in CLOSED and _whole(c)]
    # The last changed comes first: a later one of the same reason counts.
    answered = {c.reason: _day_after(_closed_day(look, c)) for c in reversed(closed)}
    for reason, day in answered.items():
        if day > recent.first and reason in counts:
            counts[reason] = counted.of(Period(day, look.day))[1].get(reason, 0)
    return [(reason, named(n, base)) for reason, n in suggested(counts, open_ones)]


@dataclass(frozen=True, slots=True)
class Since:
    """How often a reason was named before and since something was done, and what that says."""

    days_before: Period
    days_since: Period
    before: Named
    since: Named
    verdict: str


def change_since(look: Snapshot, counts: Counts, case: Case) -> Since | None:
    """What has changed since the case was done; None where nothing was, or only today."""
    if case.done_day is None:
        return None
    first, then = compared(case.done_day, look.day)
    if then is None:
        return None
    before, since = Period(*first), Period(*then)
    was, is_now = counts.named_in(case, before), counts.named_in(case, since)
    return Since(before, since, was, is_now, verdict(was, is_now))


def recent_days(look: Snapshot) -> Period:
    """The usual period: about a month."""
    return period(None, None, look.day)


class Names:
    """What reasons, services, counters and people are called."""

    def __init__(self, look: Snapshot) -> None:
        session, centre = look.session, look.centre.id
        self._reasons = {r.code: (r.name, r.name_en) for r in look.settings.words.reasons}
        self._services = {
            r["id"]: (r["name"], r["name_en"]) for r in services.listing(session, centre, look.day)
        }
        self._counters = {c.id: (c.name, c.name_en) for c in counters.listing(session, centre)}
        self._people = people.names(session, centre)

    def reason(self, id: str) -> Json:
        return _named(id, self._reasons)

    def service(self, id: str | None) -> Json | None:
        return None if id is None else _named(id, self._services)

    def counter(self, id: str | None) -> Json | None:
        return None if id is None else _named(id, self._counters)

    def person(self, actor: str) -> str | None:
        """A person's name behind an actor's label; None for a device."""
        return self._people.get(actor.removeprefix("person:"))


def _case_json(
    look: Snapshot, names: Names, counts: Counts, case: Case, steps: list[Taken]
) -> Json:
    since = change_since(look, counts, case)
    return {
        "id": case.id,
        "reason": names.reason(case.reason),
        "service": names.service(case.service),
        "counter": names.counter(case.counter),
        "state": case.state.value,
        "due": case.due if case.state is CaseState.PLANNED else None,
        "overdue": case.state is CaseState.PLANNED and (case.due or look.day) < look.day,
        "public": is_public(steps),
        "next": [step.value for step in possible(case.state)],
        "recent": asdict(counts.named_in(case, recent_days(look))),
        "compared": None if since is None else _since_json(since),
        "steps": [_step_json(names, taken) for taken in steps],
    }


def _since_json(found: Since) -> Json:
    return {
        "before": _days_json(found.days_before) | asdict(found.before),
        "since": _days_json(found.days_since) | asdict(found.since),
        "verdict": found.verdict,
    }


def _days_json(days: Period) -> Json:
    return {"from": days.first, "to": days.last}


def _step_json(names: Names, taken: Taken) -> Json:
    return {
        "step": taken.step.value,
        "at": when(taken.at),
        "by": names.person(taken.actor),
        **asdict(taken.said),
    }


def _named(id: str, names: Mapping[str, tuple[str, str]]) -> Json:
    name, name_en = names.get(id, (id, id))
    return {"id": id, "name": name, "name_en": name_en}


def _whole(case: Case) -> bool:
    return case.service is None and case.counter is None


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _closed_day(look: Snapshot, case: Case) -> str:
    return case.done_day or service_day(case.changed_at, look.centre.zone)
