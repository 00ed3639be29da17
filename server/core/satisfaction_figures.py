"""Satisfaction in figures: a share with its base, its interval, and how many were asked.

The first centre's sentence, "778 ratings, 95.9 % satisfied", says neither that 778 is a fifth of
those served nor how far chance alone could move 95.9. Every figure here carries both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .proportion import wilson
from .satisfaction import SATISFIED, UNSATISFIED
from .shares import percentage, percentages

SMALL_BASE = 30
"""Below this many ratings a share says little; it is marked as such."""


@dataclass(frozen=True, slots=True)
class Ratings:
    """What was pressed in one group: ``values`` counts by value, ``served`` finished visits."""

    served: int
    values: Mapping[str, int]
    reasons: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """Shares and coverage in percent with one digit; None where there is no base.

    ``satisfied`` + ``neutral`` + ``unsatisfied`` = ``base``, and their shares make 100.0.
    ``coverage`` is ratings per served visit, None when more were rated than served (ratings of a
    period whose visits were not recorded). ``interval`` is Wilson's, 95 %.
    """

    base: int
    served: int
    satisfied: int
    neutral: int
    unsatisfied: int
    share: float | None
    shares: Mapping[str, float]
    interval: tuple[float, float] | None
    coverage: float | None
    small: bool
    reasons: Mapping[str, int]


def figure(ratings: Ratings) -> Figure:
    """The figure of one group."""
    satisfied = sum(n for value, n in ratings.values.items() if value in SATISFIED)
    unsatisfied = sum(n for value, n in ratings.values.items() if value in UNSATISFIED)
    base = sum(ratings.values.values())
    neutral = base - satisfied - unsatisfied
    shares = percentages([satisfied, neutral, unsatisfied])
    found = wilson(satisfied, base)
    return Figure(
        base=base,
        served=ratings.served,
        satisfied=satisfied,
        neutral=neutral,
        unsatisfied=unsatisfied,
        share=shares[0] if base else None,
        shares=dict(zip(("satisfied", "neutral", "unsatisfied"), shares, strict=True)),
        interval=None if found is None else (_percent(found[0]), _percent(found[1])),
        coverage=percentage(base, ratings.served) if base <= ratings.served else None,
        small=base < SMALL_BASE,
        reasons=dict(sorted(ratings.reasons.items(), key=lambda item: (-item[1], item[0]))),
    )


def ranks(figures: Mapping[str, Figure]) -> dict[str, int | None]:
    """The rank of each group whose interval overlaps no other's; None for all the others.

    A rank that chance could turn round is no rank: 1 is the best only if it surely is.
    """
    known = {key: f.interval for key, f in figures.items() if f.interval is not None}
    found: dict[str, int | None] = {}
    for key in figures:
        mine = known.get(key)
        alone = mine is not None and not any(
            _overlap(mine, other) for name, other in known.items() if name != key
        )
        better = sum(1 for other in known.values() if mine is not None and other[0] > mine[1])
        found[key] = better + 1 if alone and len(known) > 1 else None
    return found


def together(groups: Iterable[Ratings]) -> Ratings:
    """All groups as one."""
    values: dict[str, int] = {}
    reasons: dict[str, int] = {}
    served = 0
    for group in groups:
        served += group.served
        for counts, into in ((group.values, values), (group.reasons, reasons)):
            for name, n in counts.items():
                into[name] = into.get(name, 0) + n
    return Ratings(served, values, reasons)


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _percent(share: float) -> float:
    return round(share * 100, 1)
