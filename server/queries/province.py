"""All centres of an installation as somebody over them sees them."""

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict

from ..core.devices import SILENT_S
from ..core.numbering import service_day
from ..core.province import Standing, trouble, waits_of
from ..store import grants
from ..store import province_figures as figures
from ..store.base import Row, Session
from .snapshot import Json, when

FRESH_S = 2.0
"""So old may the figures be: whoever watches, the store is asked once in that time."""
SEERS = frozenset({"manager", "admin", "auditor"})


class ProvinceFigures:
    """Of one server process."""

    def __init__(self) -> None:
        self._until = 0.0
        self._rows: list[Json] = []

    def seen_by(self, session: Session, centre: str, person: str | None, now: int) -> Json:
        """The centres a person may look at, those in trouble first; a device sees its own."""
        seen = visible(session, centre, person)
        rows = [row for row in self._all(session, now) if row["centre"]["id"] in seen]
        return {"centres": rows, "totals": _totals(rows), "now": when(now)}

    def _all(self, session: Session, now: int) -> list[Json]:
        # No lock: native threads may wait for one of gevent's for ever. At worst two ask at once.
        if time.monotonic() >= self._until:
            self._rows = _standings(session, now)
            self._until = time.monotonic() + FRESH_S
        return self._rows


def visible(session: Session, centre: str, person: str | None) -> set[str]:
    """The centres a person may look at: where a grant makes a manager, administrator or auditor of
    them, and the one they are in; of a device (no person) its own."""
    if person is None:
        return {centre}
    listed = {row["id"] for row in grants.centres_of(session, person)}
    wide = grants.of(session, person)
    if not wide:
        return {centre}
    roles = {id: grants.role_in(session, person, id) for id in listed}
    return {id for id, role in roles.items() if role in SEERS or id == centre}


def _standings(session: Session, now: int) -> list[Json]:
    listed = figures.centres(session)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    since: dict[str, list[int]] = defaultdict(list)
    for day in {service_day(now, row["zone"]) for row in listed}:
        of_day = {r["id"] for r in listed if service_day(now, r["zone"]) == day}
        _of_day(session, day, of_day, found, since)
    for row in figures.counters(session):
        one = found[row["centre"]]
        one["counters"] = one.get("counters", 0) + row["n"]
        if row["state"] != "closed":
            one["open_counters"] = one.get("open_counters", 0) + row["n"]
    _count(found, figures.late_dossiers(session, now), "late_dossiers")
    _count(found, figures.silent_devices(session, now - SILENT_S * 1000), "silent_devices")
    for row in figures.alerts(session):
        found[row["centre"]] |= {"alerts": row["n"], "grave_alerts": row["grave"]}
    told = [_told(row, found[row["id"]], since[row["id"]], now) for row in listed]
    return sorted(told, key=lambda one: (-one["trouble"], -one["waiting"], one["centre"]["id"]))


def _of_day(
    session: Session,
    day: str,
    centres: set[str],
    found: dict[str, dict[str, int]],
    since: dict[str, list[int]],
) -> None:
    for row in figures.lines(session, day):
        if row["centre"] in centres:
            found[row["centre"]] |= {"waiting": row["waiting"], "issued": row["issued"]}
    for row in figures.waits(session, day):
        if row["centre"] in centres:
            since[row["centre"]].append(row["waiting_since"])
    for row in figures.tallies(session, day):
        if row["centre"] in centres and row["kind"] in ("served", "rated", "satisfied"):
            found[row["centre"]][row["kind"]] = row["n"]


def _count(found: dict[str, dict[str, int]], rows: Iterable[Row], name: str) -> None:
    for row in rows:
        found[row["centre"]][name] = row["n"]


def _told(row: Row, counted: dict[str, int], since: list[int], now: int) -> Json:
    longest, middle = waits_of(since, now)
    standing = Standing(
        **{name: int(n) for name, n in counted.items()}, longest_s=longest, median_s=middle
    )
    return {
        "centre": {"id": row["id"], "name": row["name"], "name_en": row["name_en"]},
        "district": row["district"] or "",
        "district_en": row["district_en"] or "",
        **asdict(standing),
        "trouble": round(trouble(standing), 1),
    }


def _totals(rows: list[Json]) -> Json:
    summed = (
        *("waiting", "issued", "served", "open_counters", "counters", "rated", "satisfied"),
        *("late_dossiers", "silent_devices", "alerts", "grave_alerts"),
    )
    return {name: sum(row[name] for row in rows) for name in summed} | {
        "centres": len(rows),
        "longest_s": max((row["longest_s"] for row in rows), default=0),
    }
