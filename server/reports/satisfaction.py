"""Satisfaction over a period: shares with base, interval and coverage, and what to look at."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from ..core.places import places
from ..core.rating_flags import Flag, departure
from ..core.satisfaction import SOURCES
from ..core.satisfaction_figures import Figure, Ratings, figure, ranks, together
from ..core.shares import percentage, percentages
from ..queries.snapshot import Json, Snapshot, when
from ..store import counters, people, services
from ..store import satisfaction as stored
from .period import Period
from .presses import press_flags, presses_told

BY = ("service", "field", "department", "counter", "officer", "hour", "day", "reason")
LEAST_OF_OFFICER = 10
"""Below this many ratings of one officer, single citizens could be told apart: no figures."""
HISTORY_PERIODS = 6
UNRANKED = frozenset({"hour", "day"})


def satisfaction_report(look: Snapshot, period: Period, by: str) -> Json:
    """Figures of the whole and of each group; with ``by`` "reason" the groups are reasons."""
    grouped = ratings_by(look, period, "all" if by == "reason" else by)
    whole = figure(together(grouped.values()))
    groups = _reasons(whole) if by == "reason" else _groups(look, grouped, by)
    return {
        "from": period.first,
        "to": period.last,
        "by": by,
        **figure_json(whole),
        "groups": groups,
        "sources": _sources(look, period, whole),
        "presses": presses_told(look, period, _names(look, "counter")),
        "flags": _flags(look, period),
    }


def whole_figure(look: Snapshot, period: Period) -> Figure:
    """The figure of the whole centre."""
    return figure(together(ratings_by(look, period, "all").values()))


def ratings_by(look: Snapshot, period: Period, by: str) -> dict[str, Ratings]:
    """What was rated and served, by the key of each group."""
    values: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    reasons: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    served: defaultdict[str, int] = defaultdict(int)
    span = (look.session, look.centre.id, period.first, period.last, by)
    for row in stored.rated(*span):
        key = _key(look, by, row["key"])
        values[key][row["value"]] += row["n"]
        for reason in json.loads(row["reasons"]):
            reasons[key][reason] += row["n"]
    for row in stored.served(*span):
        served[_key(look, by, row["key"])] += row["n"]
    return {
        key: Ratings(served[key], dict(values[key]), dict(reasons[key]))
        for key in sorted(served.keys() | values.keys())
    }


def _key(look: Snapshot, by: str, key: object) -> str:
    if by != "hour":
        return str(key)
    at = datetime.fromtimestamp(int(str(key)) * stored.QUARTER_MS / 1000, UTC)
    return f"{at.astimezone(ZoneInfo(look.centre.zone)).hour:02d}"


def _groups(look: Snapshot, grouped: dict[str, Ratings], by: str) -> list[Json]:
    figures = {key: figure(ratings) for key, ratings in grouped.items()}
    ranked = {} if by in UNRANKED else ranks(figures)
    shared = {} if by in UNRANKED else places(figures)
    names = _names(look, by)
    describe = _of_officer if by == "officer" else figure_json
    return [
        {
            "key": key,
            **names.get(key, _nameless(key)),
            "rank": ranked.get(key),
            "places": shared.get(key),
            **describe(found),
        }
        for key, found in figures.items()
    ]


def _reasons(whole: Figure) -> list[Json]:
    """Of those not satisfied, how many named each reason (one may name several)."""
    return [
        {
            "key": reason,
            "n": n,
            "base": whole.unsatisfied,
            "share": round(100 * n / whole.unsatisfied, 1) if whole.unsatisfied else None,
        }
        for reason, n in whole.reasons.items()
    ]


def figure_json(found: Figure) -> Json:
    """A figure as reports tell it."""
    told = asdict(found)
    told["interval"] = None if found.interval is None else list(found.interval)
    # Zeros would be shares that do not make 100.0.
    told["shares"] = told["shares"] if found.base else None
    return {**told, "hidden": False}


def _of_officer(found: Figure) -> Json:
    """Base and coverage only, while the ratings are few."""
    told = figure_json(found)
    if found.base >= LEAST_OF_OFFICER:
        return told
    few = dict.fromkeys(("satisfied", "neutral", "unsatisfied", "share", "interval"))
    return {**told, **few, "shares": None, "reasons": {}, "hidden": True}


def _names(look: Snapshot, by: str) -> dict[str, Json]:
    session, centre = look.session, look.centre.id
    if by == "service":
        rows: Iterable[tuple[str, str, str]] = (
            (r["id"], r["name"], r["name_en"]) for r in services.listing(session, centre, look.day)
        )
    elif by == "department":
        rows = ((r["id"], r["name"], r["name_en"]) for r in services.departments(session, centre))
    elif by == "counter":
        rows = ((c.id, c.name, c.name_en) for c in counters.listing(session, centre))
    elif by == "officer":
        rows = ((id, name, name) for id, name in people.names(session, centre).items())
    else:
        rows = ()
    return {id: {"name": name, "name_en": name_en} for id, name, name_en in rows}


def _nameless(key: str) -> Json:
    return {"name": key or None, "name_en": key or None}


def _sources(look: Snapshot, period: Period, whole: Figure) -> list[Json]:
    """How many were rated at the desk and on the phone, each with its part of the coverage."""
    rows = stored.by_source(look.session, look.centre.id, period.first, period.last)
    counts = {row["source"]: row["n"] for row in rows}
    bases = [counts.get(source, 0) for source in SOURCES]
    shares = percentages(bases)
    return [
        {
            "source": source,
            "base": base,
            "share": share if whole.base else None,
            "coverage": percentage(base, whole.served) if base <= whole.served else None,
        }
        for source, base, share in zip(SOURCES, bases, shares, strict=True)
    ]


def _flags(look: Snapshot, period: Period) -> list[Json]:
    found = [*press_flags(look, period), *_departures(look, period)]
    names = _names(look, "counter")
    return [
        {"counter": counter, **names.get(counter, _nameless(counter)), **_flag_json(flag)}
        for counter, flag in sorted(found, key=lambda item: item[1].p)
    ]


def _departures(look: Snapshot, period: Period) -> Iterable[tuple[str, Flag]]:
    now, before = _by_counter(look, period), _by_counter(look, _history(period))
    for counter, found in now.items():
        old = before.get(counter)
        if old is None:
            continue
        flag = departure(found.satisfied, found.base, old.satisfied, old.base)
        if flag is not None:
            yield counter, flag


def _by_counter(look: Snapshot, period: Period) -> dict[str, Figure]:
    return {key: figure(r) for key, r in ratings_by(look, period, "counter").items()}


def _history(period: Period) -> Period:
    """The periods of the same length that came before."""
    last = period.before()
    first = last
    for _ in range(HISTORY_PERIODS - 1):
        first = first.before()
    return Period(first.first, last.last)


def _flag_json(flag: Flag) -> Json:
    return {**asdict(flag), "at": when(flag.at), "p": float(f"{flag.p:.3g}")}
