"""What a day was like, counted the long way round: from calls and events alone, list by list."""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from stores import ZONE, Floor

from server.core.durations import Durations
from server.core.history import Cell

Event = dict[str, Any]
WAITS_FROM = ("transferred", "continued", "returned", "brought_back")
ENDS = ("finished", "continued", "transferred", "no_show", "sent_away", "call_undone")
EXCUSED = ("break", "system_outage", "signature", "supplement")


@dataclass
class Group:
    """Exact counts, and every wait and service time in ms."""

    counts: Counter[str] = field(default_factory=Counter)
    waits: list[int] = field(default_factory=list)
    services: list[int] = field(default_factory=list)


Groups = defaultdict[tuple[str, str], Group]


def true_groups(floor: Floor, first: str, last: str) -> Groups:
    """Groups by (grouping, key) of the days from ``first`` to ``last``."""
    found: Groups = defaultdict(Group)
    events = floor.rows("SELECT * FROM event WHERE centre = :c ORDER BY id", c=floor.centre)
    calls = floor.rows(
        "SELECT * FROM call WHERE centre = :c AND attempt = 1 AND undone_at IS NULL ORDER BY id",
        c=floor.centre,
    )
    ratings = {
        row["ticket"]: row["value"]
        for row in floor.rows("SELECT ticket, value FROM rating WHERE centre = :c", c=floor.centre)
    }
    pauses = _pauses(events)
    tickets = floor.rows(
        "SELECT * FROM ticket WHERE centre = :c AND day >= :first AND day <= :last",
        c=floor.centre,
        first=first,
        last=last,
    )
    for ticket in tickets:
        mine = [e for e in events if e["ticket"] == ticket["id"]]
        called = [c for c in calls if c["ticket"] == ticket["id"]]
        _ticket(found, ticket, mine, called, ratings.get(ticket["id"]), pauses)
    return found


def same(cell: Cell, group: Group) -> bool:
    """Whether a cell says just what the lists say."""
    counts = {name: n for name, n in cell.counts.items() if n}
    return counts == {name: n for name, n in group.counts.items() if n} and all(
        (mine.dumps(), mine.total_ms) == (durations(theirs).dumps(), sum(theirs))
        for mine, theirs in ((cell.waits, group.waits), (cell.services, group.services))
    )


def durations(values: list[int]) -> Durations:
    found = Durations()
    for ms in values:
        found.add(ms)
    return found


def _ticket(
    found: Groups,
    ticket: Event,
    mine: list[Event],
    called: list[Event],
    rating: str | None,
    pauses: dict[str, list[tuple[int, int]]],
) -> None:
    day, issued = ticket["day"], ticket["issued_at"]
    (drawn,) = (json.loads(e["data"])["service"] for e in mine if e["kind"] == "issued")
    whole = ("all", ""), ("day", day), ("weekday", _weekday(day))
    for group in (*whole, ("service", drawn), *_hours(day, issued)):
        found[group].counts["issued"] += 1
    if ticket["state"] in ("cancelled", "expired"):
        for group in (*whole, ("service", ticket["service"]), *_hours(day, issued)):
            found[group].counts[ticket["state"]] += 1
    for n, call in enumerate(called):
        (event,) = (e for e in mine if _is_of(e, call["id"]))
        later = [e for e in mine if e["id"] > event["id"]]
        upto = called[n + 1]["called_at"] if n + 1 < len(called) else 2**62
        ends = [e for e in later if e["at"] <= upto and e["kind"] in (*ENDS, "brought_back")]
        officer = ticket["officer"] if n + 1 == len(called) and _holds(ticket, call) else None
        if officer is None:
            officer = event["actor"].partition("person:")[2]
        groups = (*whole, ("service", call["service"]), ("counter", call["counter"]))
        groups = (*groups, ("officer", officer))
        since = max([issued] + [e["at"] for e in mine if _before(e, event)])
        wait = max(0, call["called_at"] - since)
        for group in (*groups, *_hours(day, since)):
            found[group].waits.append(wait)
        at = call["called_at"]
        spans = _worked(event, later)
        for group in (*groups, *_hours(day, at)):
            _call(found[group], ends)
            if rating is not None and n + 1 == len(called):
                _rate(found[group].counts, rating)
            if ends and ends[0]["kind"] in ("finished", "continued"):
                excused = pauses.get(call["counter"], []) if group[0] == "officer" else []
                found[group].services.append(_length(spans, excused))


def _is_of(event: Event, call: int) -> bool:
    return bool(event["kind"] == "called" and json.loads(event["data"])["call"] == call)


def _holds(ticket: Event, call: Event) -> bool:
    return bool(ticket["counter"] == call["counter"])


def _before(event: Event, called: Event) -> bool:
    return event["kind"] in WAITS_FROM and event["id"] < called["id"]


def _call(group: Group, ends: list[Event]) -> None:
    group.counts["called"] += 1
    kinds = [e["kind"] for e in ends]
    if not kinds:
        return
    if kinds[0] in ("finished", "continued"):
        group.counts["served"] += 1
    elif kinds[0] == "transferred":
        group.counts["transferred"] += 1
    elif "no_show" in kinds and "brought_back" not in kinds[kinds.index("no_show") :]:
        group.counts["no_show"] += 1


def _rate(counts: Counter[str], value: str) -> None:
    counts["rated"] += 1
    counts["satisfied"] += value in ("very_satisfied", "satisfied")
    counts["unsatisfied"] += value in ("unsatisfied", "very_unsatisfied")


def _worked(called: Event, later: list[Event]) -> list[tuple[int, int]]:
    """From the start, or the call where nobody pressed start, to the end; not while parked."""
    spans, since = [], called["at"]
    for event in later:
        if event["kind"] in ("started", "resumed"):
            since = event["at"]
        elif event["kind"] in ("parked", *ENDS):
            if since is not None:
                spans.append((since, event["at"]))
            since = None
            if event["kind"] in ENDS:
                break
    return spans


def _length(spans: list[tuple[int, int]], excused: list[tuple[int, int]]) -> int:
    worked = sum(end - begin for begin, end in spans)
    for since, until in excused:
        worked -= sum(max(0, min(e, until) - max(b, since)) for b, e in spans)
    return worked


def _pauses(events: list[Event]) -> dict[str, list[tuple[int, int]]]:
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    counters = [e for e in events if e["kind"].startswith("counter_") and e["ticket"] is None]
    for n, event in enumerate(counters):
        if event["kind"] != "counter_paused":
            continue
        if json.loads(event["data"]).get("reason") not in EXCUSED:
            continue
        after = [e["at"] for e in counters[n + 1 :] if e["counter"] == event["counter"]]
        found[event["counter"]].append((event["at"], after[0] if after else 2**62))
    return found


def _hours(day: str, at: int) -> tuple[tuple[str, str], ...]:
    hour = f"{datetime.fromtimestamp(at / 1000, ZoneInfo(ZONE)).hour:02d}"
    return ("hour", hour), ("heat", f"{_weekday(day)}-{hour}")


def _weekday(day: str) -> str:
    return str(datetime.fromisoformat(day).isoweekday())
