"""The rules dossiers are taken in and judged by; each change makes a new version.

A dossier keeps the version it was received under: a decree that moves a holiday later does not
change what the citizen was promised.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from ...core.calendar import USUAL_CUT_OFF, USUAL_WEEK, WorkCalendar
from ...core.dossiers import AGENCY
from ...core.errors import Invalid
from ...core.hours import Week, check_week
from ...store import dossier_rules
from ...store.base import Session
from .. import audit
from ..change import Change
from .holidays import public_holidays

FIRST_YEAR = 2015
YEARS_AHEAD = 3
MOST_DATES = 400
USUAL_AGENCY = "H16.15"


@dataclass(frozen=True, slots=True)
class Phase:
    """A time of the centre's life that reports compare; ``begins`` is its first day."""

    name: str
    name_en: str
    begins: str


@dataclass(frozen=True, slots=True)
class DossierRules:
    """What a centre sets. ``agency`` begins its codes, ``digits`` are those of the serial;
    ``days_off`` and ``make_up`` are ISO dates that win over the public holidays; ``remind_days``
    is how many working days before the due date a department is reminded."""

    week: Week = field(default_factory=lambda: USUAL_WEEK)
    cut_off: str = USUAL_CUT_OFF
    days_off: tuple[str, ...] = ()
    make_up: tuple[str, ...] = ()
    agency: str = USUAL_AGENCY
    digits: int = 4
    remind_days: int = 2
    phases: tuple[Phase, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruled:
    """A version of the rules with its calendar."""

    version: int
    rules: DossierRules
    calendar: WorkCalendar


def rules_now(change: Change) -> Ruled:
    """The rules that hold now; kept as a new version where holidays or settings have changed."""
    row = dossier_rules.latest(change.session, change.centre.id)
    settings = _dump(DossierRules()) if row is None else str(row["settings"])
    return _keep(change, settings, row)


def set_rules(change: Change, raw: Mapping[str, Any]) -> Ruled:
    """Set all rules at once. Raises ``Invalid`` naming the field."""
    row = dossier_rules.latest(change.session, change.centre.id)
    ruled = _keep(change, _dump(_checked(raw)), row)
    audit.record(change, "dossier_rules_changed", data={"version": ruled.version})
    return ruled


def rules_of(session: Session, centre: str, zone: str, day: str) -> Ruled:
    """The latest kept version; before there is one, the usual rules as they are on ``day``."""
    row = dossier_rules.latest(session, centre)
    if row is None:
        usual = DossierRules()
        return _ruled(0, _dump(usual), _dates(usual, int(day[:4])), zone)
    return _ruled(row["version"], row["settings"], row["dates"], zone)


def rules_at(session: Session, centre: str, zone: str, version: int) -> Ruled:
    """The version a dossier was received under."""
    row = dossier_rules.get(session, centre, version)
    if row is None:
        raise LookupError(version)
    return _ruled(version, row["settings"], row["dates"], zone)


def _keep(change: Change, settings: str, row: Mapping[str, Any] | None) -> Ruled:
    dates = _dates(_load(settings), int(change.day[:4]))
    same = row is not None and (row["settings"], row["dates"]) == (settings, dates)
    if row is not None and same:
        return _ruled(row["version"], settings, dates, change.centre.zone)
    version = 1 if row is None else row["version"] + 1
    dossier_rules.add(change.session, change.centre.id, version, settings, dates, change.now)
    return _ruled(version, settings, dates, change.centre.zone)


def _dates(rules: DossierRules, year: int) -> str:
    """The dates off and the dates worked: what the centre set wins over the library."""
    off, worked = public_holidays(range(FIRST_YEAR, year + YEARS_AHEAD + 1))
    days_off = {date.fromisoformat(day) for day in rules.days_off}
    make_up = {date.fromisoformat(day) for day in rules.make_up}
    closed = (off | days_off) - make_up
    opened = (worked - days_off) | make_up
    return json.dumps(
        {"closed": sorted(map(str, closed)), "opened": sorted(map(str, opened))},
        separators=(",", ":"),
    )


@lru_cache(maxsize=256)
def _ruled(version: int, settings: str, dates: str, zone: str) -> Ruled:
    rules, found = _load(settings), json.loads(dates)
    calendar = WorkCalendar(
        week=rules.week,
        closed=frozenset(map(date.fromisoformat, found.get("closed", ()))),
        opened=frozenset(map(date.fromisoformat, found.get("opened", ()))),
        cut_off=rules.cut_off,
        zone=zone,
    )
    return Ruled(version, rules, calendar)


def _dump(rules: DossierRules) -> str:
    return json.dumps(asdict(rules), ensure_ascii=False)


def _load(text: str) -> DossierRules:
    raw = json.loads(text)
    week = {day: tuple((b, e) for b, e in spans) for day, spans in raw["week"].items()}
    phases = tuple(Phase(**phase) for phase in raw["phases"])
    lists = {name: tuple(raw[name]) for name in ("days_off", "make_up")}
    return DossierRules(**{**raw, **lists, "week": week, "phases": phases})


def _checked(raw: Mapping[str, Any]) -> DossierRules:
    check_week(raw["week"])
    if not any(raw["week"].values()):
        raise Invalid(field="week")
    if not AGENCY.fullmatch(raw["agency"]):
        raise Invalid(field="agency")
    rules = _load(json.dumps(raw))
    for name in ("days_off", "make_up"):
        _check_dates(name, getattr(rules, name))
    _check_dates("phases", [phase.begins for phase in rules.phases])
    return rules


def _check_dates(field: str, days: Any) -> None:
    try:
        good = all(date.fromisoformat(day).isoformat() == day for day in days)
    except ValueError:
        good = False
    if not good or len(days) > MOST_DATES or list(days) != sorted(set(days)):
        raise Invalid(field=field)
