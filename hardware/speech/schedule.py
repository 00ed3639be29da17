"""How loud the hall is called, by the time of day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

MINUTES_A_DAY: Final = 1440


@dataclass(frozen=True, slots=True)
class Period:
    """From ``minute`` of the day (0 to 1439, centre's time) on: ``volume`` 0.0 (screens only) to
    1.0."""

    minute: int
    volume: float

    def __post_init__(self) -> None:
        if not 0 <= self.minute < MINUTES_A_DAY or not 0.0 <= self.volume <= 1.0:
            raise ValueError(f"not a period of the day: {self}")


class VolumeSchedule:
    """Volumes over the day; each lasts until the next one, the last one over midnight."""

    def __init__(self, periods: Iterable[Period] = ()) -> None:
        """Raises ValueError when two periods begin in the same minute."""
        self._periods = sorted(periods, key=lambda period: period.minute) or [Period(0, 1.0)]
        self._starts = [period.minute for period in self._periods]
        if len(set(self._starts)) < len(self._starts):
            raise ValueError("two volumes for the same minute")

    def at(self, minute: int) -> float:
        """The volume at a minute of the day."""
        return self._periods[bisect_right(self._starts, minute % MINUTES_A_DAY) - 1].volume
