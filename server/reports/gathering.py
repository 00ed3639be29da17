"""A period's cells, added up from counted months and days, and from today's raw tickets."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ..core.errors import StillCounting
from ..core.history import Cell, Cells, Dimension
from ..queries.snapshot import Snapshot
from ..store import rollups
from .counting import count_day, weekday
from .period import Period
from .spans import Cover, cover

MOST_LIVE = 7
"""So many days are read from raw tickets; more are being counted, and are waited for."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which cells of a month and of a day make up a group, and the group's key: from the key of
    the cell and the day it is of (None for a month)."""

    monthly: Dimension | None
    daily: Dimension
    key: Callable[[str, str | None], str]


def _own_key(key: str, _day: str | None) -> str:
    return key


def _day_key(_key: str, day: str | None) -> str:
    return day or ""


def _weekday_key(key: str, day: str | None) -> str:
    return key if day is None else weekday(day)


def _heat_key(key: str, day: str | None) -> str:
    return key if day is None else f"{weekday(day)}-{key}"


GROUPINGS = {
    "service": Grouping(Dimension.SERVICE, Dimension.SERVICE, _own_key),
    "counter": Grouping(Dimension.COUNTER, Dimension.COUNTER, _own_key),
    "officer": Grouping(Dimension.OFFICER, Dimension.OFFICER, _own_key),
    "hour": Grouping(Dimension.HOUR, Dimension.HOUR, _own_key),
    "day": Grouping(None, Dimension.WHOLE, _day_key),
    "weekday": Grouping(Dimension.WEEKDAY, Dimension.WHOLE, _weekday_key),
    "heat": Grouping(Dimension.HEAT, Dimension.HOUR, _heat_key),
}
_WHOLE = Grouping(Dimension.WHOLE, Dimension.WHOLE, _own_key)


@dataclass(slots=True)
class Gathered:
    """The whole, and the groups by key."""

    whole: Cell
    groups: dict[str, Cell]


def gather(
    look: Snapshot, period: Period, by: str, durations: Sequence[str] = rollups.BOTH
) -> Gathered:
    """Add a period up by one of ``GROUPINGS``, with at least these ``durations`` (of
    ``rollups.BOTH``). Raises ``StillCounting``."""
    grouping = GROUPINGS[by]
    of = cover(look, period)
    if len(of.live) > MOST_LIVE:
        raise StillCounting(days=len(of.live))
    here = (look.session, look.centre.id, look.centre.zone)
    live = [(day, count_day(*here, day)) for day in of.live]
    one: dict[str, Cell] = {}
    _add_up(look, of, live, _WHOLE, one, durations)
    groups: dict[str, Cell] = {}
    by_day = of if grouping.monthly is not None else cover(look, period, months=False)
    _add_up(look, by_day, live, grouping, groups, durations)
    return Gathered(one.get("", Cell()), groups)


def _add_up(
    look: Snapshot,
    of: Cover,
    live: Iterable[tuple[str, Cells]],
    grouping: Grouping,
    groups: dict[str, Cell],
    durations: Sequence[str],
) -> None:
    session, centre = look.session, look.centre.id
    if grouping.monthly is not None:
        for first, last in of.months:
            spans = (grouping.monthly, first, last, durations)
            for row in rollups.read(session, centre, rollups.MONTH, *spans):
                rollups.add_to(_group(groups, grouping.key(row["key"], None)), row, durations)
    for first, last in of.days:
        spans = (grouping.daily, first, last, durations)
        for row in rollups.read(session, centre, rollups.DAY, *spans):
            rollups.add_to(_group(groups, grouping.key(row["key"], row["span"])), row, durations)
    for day, cells in live:
        for (dimension, key), cell in cells.items():
            if dimension is grouping.daily:
                _add_cell(_group(groups, grouping.key(key, day)), cell)


def _group(groups: dict[str, Cell], key: str) -> Cell:
    found = groups.get(key)
    if found is None:
        found = groups[key] = Cell()
    return found


def _add_cell(to: Cell, cell: Cell) -> None:
    for name, n in cell.counts.items():
        to.counts[name] += n
    for mine, theirs in ((to.waits, cell.waits), (to.services, cell.services)):
        mine.merge(theirs.packed, theirs.total_ms)
