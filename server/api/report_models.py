"""What reports answer."""

from typing import Literal

from pydantic import Field

from .answers import Out
from .words import Time


class FigureOut(Out):
    """Shares, interval (Wilson, 95 %) and coverage in percent; null where there is no base, or
    where so few were asked that citizens could be told apart (``hidden``)."""

    base: int
    served: int
    satisfied: int | None
    neutral: int | None
    unsatisfied: int | None
    share: float | None
    shares: dict[str, float] | None
    interval: list[float] | None
    coverage: float | None
    small: bool
    hidden: bool
    reasons: dict[str, int]


class GroupOut(FigureOut):
    """``rank`` is null where chance could turn the order round. ``places``: the best and
    the worst place it may have among the groups of enough ratings; null where it may have any."""

    key: str
    name: str | None
    name_en: str | None
    rank: int | None
    places: tuple[int, int] | None


class ReasonOut(Out):
    """How many of the ``base`` who were not satisfied named the reason."""

    key: str
    n: int
    base: int
    share: float | None


class FlagOut(Out):
    """``seen`` of ``base`` where ``usual`` would be so many; ``p`` is how likely that is by
    chance."""

    counter: str
    name: str | None
    name_en: str | None
    kind: str
    seen: int
    base: int
    usual: float
    p: float
    at: Time | None


class PressCountsOut(Out):
    """Every press that came, and what became of it; the five make ``all``. ``late`` came after
    another answer to the same visit, ``unbound`` belongs to no visit: neither counts."""

    all: int
    counted: int
    changed: int
    repeated: int
    late: int
    unbound: int


class CounterPressesOut(PressCountsOut):
    counter: str
    name: str | None
    name_en: str | None


class PressesOut(PressCountsOut):
    by_counter: list[CounterPressesOut]


class SourceOut(Out):
    """``share`` of the ratings, ``coverage`` of the visits served (percent)."""

    source: Literal["desk", "phone"]
    base: int
    share: float | None
    coverage: float | None


class PeriodFigureOut(FigureOut):
    first: str = Field(alias="from")
    last: str = Field(alias="to")


class OwnSatisfactionOut(PeriodFigureOut):
    """Sums over ``weeks`` whole weeks that are closed and have enough ratings each."""

    weeks: int


class SatisfactionOut(PeriodFigureOut):
    by: str
    groups: list[GroupOut | ReasonOut]
    sources: list[SourceOut]
    presses: PressesOut
    flags: list[FlagOut]
