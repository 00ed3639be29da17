"""Vietnam's public holidays by year, from the `holidays` library (lunar dates at UTC+7)."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from holidays import country_holidays

COUNTRY = "VN"


def public_holidays(years: Iterable[int]) -> tuple[frozenset[date], frozenset[date]]:
    """Days off and make-up working days of these years, as far as the library knows them.

    A year's decree on swapped days may be newer than the library: the centre's settings win.
    """
    off: set[date] = set()
    worked: set[date] = set()
    for year in years:
        of_year, made_up = _of_year(year)
        off |= of_year
        worked |= made_up
    return frozenset(off), frozenset(worked)


@cache
def _of_year(year: int) -> tuple[frozenset[date], frozenset[date]]:
    found = country_holidays(COUNTRY, years=year)
    made_up = {day for day in found.weekend_workdays if day.year == year}
    return frozenset(found), frozenset(made_up)
