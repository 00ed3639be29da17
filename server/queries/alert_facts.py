"""What is looked at to find alerts: a few indexed look-ups, however long the lines are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from ..core import hours, rating_flags
from ..core.alert_signs import (
    BurstFacts,
    DeviceFacts,
    EstimateFacts,
    FloorFacts,
    PausedFacts,
    ServiceFacts,
    signs_of,
)
from ..core.alerts import SOON_MS, Kind, Rules, Sign, Verdict, judge
from ..core.devices import state_of, troubles
from ..core.model import Counter, CounterState
from ..store import alerts, counters, device_reports, satisfaction, services
from ..store.base import Row
from ..usecases.alert_rules import rules_of
from ..usecases.alerts import Names, raised_of
from .alert_words import said
from .snapshot import Snapshot

DAY_MS = 86_400_000
AGAIN_MS = 60_000
"""A look after this time at the latest while people wait: what is foretold moves by itself."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be done, and the names of what it is about."""

    verdict: Verdict
    names: Names
    next_at: int | None
    """When to look again if nothing happens before (epoch ms)."""


def find_alerts(look: Snapshot) -> Finding:
    """Look at the floor and judge it."""
    rules = rules_of(look.session, look.centre.id).rules
    facts, described = _facts(look, rules)
    known = [
        raised_of(row)
        for row in (
            *alerts.ended_since(look.session, look.centre.id, look.now - SOON_MS),
            *alerts.standing(look.session, look.centre.id),
        )
    ]
    verdict = judge(signs_of(facts, look.now), rules, known, look.now, _minute(look))
    wanted = (*verdict.raised, *(sign for _, sign in (*verdict.again, *verdict.worse)))
    names = {sign.key: described(sign) for sign in (*wanted, *(s for _, s in verdict.other))}
    return Finding(verdict, names, _next(look, facts, verdict))


def _facts(look: Snapshot, rules: Rules) -> tuple[FloorFacts, "_Described"]:
    session, centre = look.session, look.centre.id
    listed, lines = counters.listing(session, centre), services.listing(session, centre, look.day)
    reports = device_reports.listing(session, centre)
    facts = FloorFacts(
        services=tuple(_services(look, lines, listed)),
        paused=tuple(
            PausedFacts(c.id, c.state_since) for c in listed if c.state is CounterState.PAUSED
        ),
        devices=tuple(_device(look, row) for row in reports),
        bursts=tuple(_bursts(look, rules[Kind.RATING_BURST].minutes)),
        estimates=_estimates(look),
        counters_open=sum(1 for c in listed if c.state is CounterState.OPEN),
        long_wait=rules[Kind.WAIT_GROWING].minutes,
        attended=hours.is_open(look.settings.week, look.now, look.centre.zone),
    )
    return facts, _Described(lines, listed, reports)


def _services(look: Snapshot, lines: list[Row], listed: list[Counter]) -> list[ServiceFacts]:
    session, centre = look.session, look.centre.id
    oldest = services.oldest_waiting(session, centre, look.day)
    served = services.open_counters(session, centre)
    unserved: dict[str, int] = {}
    states = {one.id: one for one in listed}
    for counter, handled in counters.skills(session, centre).items():
        for service in handled:
            unserved[service] = max(unserved.get(service, 0), states[counter].state_since)
    return [
        ServiceFacts(
            id=row["id"],
            waiting=services.waiting_in(row),
            waiting_since=oldest.get(row["id"]),
            open_counters=served.get(row["id"], 0),
            unserved_since=unserved.get(row["id"]),
            expected=_expected(look, row["id"]),
        )
        for row in lines
    ]


def _expected(look: Snapshot, service: str) -> float | None:
    found = look.forecasts.of(look.centre.id).of_newcomer(service, look.now)
    return None if found is None or found.basis == "none" else found.p50 / 60


def _device(look: Snapshot, row: Row) -> DeviceFacts:
    report, rules = device_reports.from_row(row), look.settings.paper
    return DeviceFacts(
        id=row["device"],
        state=state_of(report, row["reported_at"], look.now, rules),
        reported_at=row["reported_at"],
        troubles=troubles(report, rules),
        tickets_left=report.paper_left_tickets,
    )


def _estimates(look: Snapshot) -> EstimateFacts | None:
    found = look.forecasts.track(look.centre.id).whole
    return None if found is None else EstimateFacts(found.median_minutes, found.n)


def _bursts(look: Snapshot, minutes: int) -> list[BurstFacts]:
    """Bursts of the last minutes. The day's presses are only read where the last ones are many."""
    newest = _pressed(look, look.now - minutes * 60_000)
    many = {c for c, made in newest.items() if len(made) >= rating_flags.LEAST_BURST}
    if not many:
        return []
    begins, found = look.now - DAY_MS // 2, []
    for counter, made in _pressed(look, begins).items():
        flag = rating_flags.burst(made, begins, look.now) if counter in many else None
        if flag is not None and flag.at is not None:
            found.append(BurstFacts(counter, flag.at, flag.seen, flag.usual))
    return found


def _pressed(look: Snapshot, begins: int) -> dict[str, list[int]]:
    made: defaultdict[str, list[int]] = defaultdict(list)
    for row in satisfaction.presses(look.session, look.centre.id, begins, look.now + 1):
        made[row["counter"]].append(row["pressed_at"])
    return made


def _minute(look: Snapshot) -> float:
    """Minutes since local midnight."""
    at = datetime.fromtimestamp(look.now / 1000, UTC).astimezone(ZoneInfo(look.centre.zone))
    return at.hour * 60 + at.minute + at.second / 60 + at.microsecond / 60e6


def _next(look: Snapshot, facts: FloorFacts, verdict: Verdict) -> int | None:
    moments = [] if verdict.next_at is None else [verdict.next_at]
    if any(one.waiting and one.expected is not None for one in facts.services):
        moments.append(look.now + AGAIN_MS)
    week, zone = look.settings.week, look.centre.zone
    if week is not None and (facts.devices or facts.paused):
        edge = hours.open_until(week, look.now, zone) or hours.next_opening(week, look.now, zone)
        if edge is not None:
            moments.append(edge)
    return min(moments, default=None)


class _Described:
    """Names of what signs are about."""

    def __init__(self, lines: list[Row], listed: list[Counter], reports: list[Row]) -> None:
        self._lines, self._listed, self._reports = lines, listed, reports

    def __call__(self, sign: Sign) -> dict[str, str]:
        match sign.kind:
            case Kind.WAIT_GROWING | Kind.SERVICE_WITHOUT_COUNTER:
                rows = (r for r in self._lines if r["id"] == sign.subject)
                return next(({"name": r["name"], "name_en": r["name_en"]} for r in rows), {})
            case Kind.DEVICE_SILENT | Kind.PAPER_LOW:
                labels = (r["label"] for r in self._reports if r["device"] == sign.subject)
                return _labelled(next(labels, ""), sign.subject)
        found = (c for c in self._listed if c.id == sign.subject)
        return next(({"name": c.name, "name_en": c.name_en} for c in found), {})


def _labelled(label: str, device: str) -> dict[str, str]:
    """What somebody called it when it was set up."""
    if label:
        return {"name": label, "name_en": label}
    id = device[-4:]
    return {"name": said("nameless", "vi", id=id), "name_en": said("nameless", "en", id=id)}
