"""The typical week of a service, as a table and as advice."""

from collections.abc import Mapping
from dataclasses import dataclass

Cells = Mapping[tuple[int, int], tuple[float, int]]
"""By weekday (0 is Monday) and hour: the median wait in minutes, and of how many."""
LEVELS = (5, 15, 30, 60)
"""Minutes from which a cell has the next stronger colour."""
WORTH_MINUTES = 10
"""Another hour is spoken of where it saves at least so much."""


@dataclass(frozen=True, slots=True)
class Cell:
    """``minutes`` is None where too few came."""

    minutes: int | None
    level: int
    now: bool


@dataclass(frozen=True, slots=True)
class Table:
    weekdays: tuple[int, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    """Each hour, and a cell for each weekday."""


@dataclass(frozen=True, slots=True)
class Advice:
    """``now``: going now is as good as later today; else the ``hour`` that usually is better."""

    now: bool
    hour: int | None = None
    minutes: int | None = None


def table(cells: Cells, weekday: int, hour: int) -> Table | None:
    """The hours from the first to the last anybody came in; None before there is any history."""
    if not cells:
        return None
    hours = [at for _, at in cells]
    weekdays = tuple(sorted({day for day, _ in cells}))
    return Table(
        weekdays,
        tuple(
            (
                at,
                tuple(
                    _cell(cells.get((day, at)), (day, at) == (weekday, hour)) for day in weekdays
                ),
            )
            for at in range(min(hours), max(hours) + 1)
        ),
    )


def advice(cells: Cells, weekday: int, hour: int, likely: int | None) -> Advice | None:
    """Now or later today; None where nothing is known of one or the other.

    ``likely`` is the wait in minutes of who comes now.
    """
    later = {at: told[0] for (day, at), told in cells.items() if day == weekday and at > hour}
    if likely is None or not later:
        return None
    best = min(later, key=lambda at: (later[at], at))
    if likely - later[best] < WORTH_MINUTES:
        return Advice(True)
    return Advice(False, best, max(1, round(later[best])))


def _cell(told: tuple[float, int] | None, now: bool) -> Cell:
    if told is None:
        return Cell(None, 0, now)
    return Cell(round(told[0]), sum(told[0] >= level for level in LEVELS), now)
