"""A span counted: a day from its raw tickets, a month from its counted days."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ..core.history import Cell, Cells, Dimension, Pauses, Tally
from ..core.model import PauseReason
from ..core.visits import Life, plain_life, replay_life
from ..store import past, rollups
from ..store.base import Row, Session

_FOREVER = 2**62


def count_day(session: Session, centre: str, zone: str, day: str) -> Cells:
    """One day of a centre, from its tickets as they stand."""
    told = past.turned(session, centre, day)
    lives = []
    for row in past.of_day(session, centre, day):
        events = told.get(row["id"])
        life = plain_life(row) if events is None else replay_life(row, events)
        lives.append((life, row["rating"]))
    tally = Tally(Hours(zone), _pauses(session, centre, [life for life, _ in lives]))
    for life, rating in lives:
        tally.add(life, rating)
    return tally.cells


def count_month(session: Session, centre: str, month: str) -> Cells:
    """A month, from its days: also by weekday, and by hour of each weekday."""
    cells: Cells = {}
    first, last = f"{month}-01", f"{month}-31"
    for dimension in (Dimension.SERVICE, Dimension.COUNTER, Dimension.OFFICER):
        for row in rollups.read(session, centre, rollups.DAY, dimension, first, last):
            _add(cells, dimension, row["key"], row)
    for row in rollups.read(session, centre, rollups.DAY, Dimension.WHOLE, first, last):
        _add(cells, Dimension.WHOLE, "", row)
        _add(cells, Dimension.WEEKDAY, weekday(row["span"]), row)
    for row in rollups.read(session, centre, rollups.DAY, Dimension.HOUR, first, last):
        _add(cells, Dimension.HOUR, row["key"], row)
        _add(cells, Dimension.HEAT, f"{weekday(row['span'])}-{row['key']}", row)
    return cells


def weekday(day: str) -> str:
    """ "1" for a Monday to "7" for a Sunday."""
    return str(date.fromisoformat(day).isoweekday())


class Hours:
    """The hour key of a moment (epoch ms) by a zone's clock."""

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._known: dict[int, str] = {}

    def __call__(self, at: int) -> str:
        # Every zone's hours begin at a whole quarter of an hour of UTC.
        quarter = at // 900_000
        found = self._known.get(quarter)
        if found is None:
            moment = datetime.fromtimestamp(quarter * 900, self._zone)
            found = self._known[quarter] = f"{moment.hour:02d}"
        return found


def _add(cells: Cells, dimension: Dimension, key: str, row: Row) -> None:
    cell = cells.get((dimension, key))
    if cell is None:
        cell = cells[dimension, key] = Cell()
    rollups.add_to(cell, row)


def _pauses(session: Session, centre: str, lives: Iterable[Life]) -> Pauses:
    """When each counter stood still for a reason that officers' own figures leave out."""
    runs = [run for life in lives for visit in life.visits for run in visit.runs]
    if not runs:
        return {}
    first, last = min(begun for begun, _ in runs), max(ended for _, ended in runs)
    return _excused(past.counter_events(session, centre, first, last))


def _excused(told: Iterable[Row]) -> Pauses:
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    since: dict[str, int] = {}
    for event in told:
        if not event["kind"].startswith("counter_"):
            continue
        counter, at = event["counter"], event["at"]
        if counter in since:
            found[counter].append((since.pop(counter), at))
        if event["kind"] == "counter_paused":
            reason = json.loads(event["data"]).get("reason")
            if reason not in (None, PauseReason.OTHER.value):
                since[counter] = at
    for counter, at in since.items():
        found[counter].append((at, _FOREVER))
    return found
