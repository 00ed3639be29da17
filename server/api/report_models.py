"""What reports answer."""

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
    """``rank`` is null where chance could turn the order round."""

    key: str
    name: str | None
    name_en: str | None
    rank: int | None


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


class PressesOut(Out):
    """Every press that came, and those that belong to no visit."""

    all: int
    unbound: int


class OwnSatisfactionOut(FigureOut):
    first: str = Field(alias="from")
    last: str = Field(alias="to")


class SatisfactionOut(OwnSatisfactionOut):
    by: str
    groups: list[GroupOut | ReasonOut]
    presses: PressesOut
    flags: list[FlagOut]
