"""Counts past days and months: each night, and when a report asks for days that are not counted.

A span is claimed, read and kept in three steps, so that the long one, reading, holds up nobody's
write; what changes meanwhile is noticed, and the span is counted again.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, repeat
from typing import Protocol, TypeVar

from .core.errors import StillCounting
from .queries.snapshot import Snapshot
from .reports.period import Period
from .reports.spans import Counted, Uncounted, count_span, first_to_last, uncounted
from .store import rollups
from .usecases.change import Actor, Change
from .usecases.past import claim_spans, keep_span

T = TypeVar("T")

REQUEST_S = 8.0
"""How long a request counts before it says that the rest takes a while."""
NIGHTLY_SPANS = 40
"""How many spans one look of the nightly run counts: a centre at work comes first."""


class Hands(Protocol):
    """What counting needs of the engine."""

    def look(self, centre: str, query: Callable[[Snapshot], T]) -> T: ...

    def change(self, actor: Actor, usecase: Callable[[Change], T]) -> T: ...


def prepare(hands: Hands, centre: str, periods: Sequence[Period]) -> None:
    """Count what a report on ``periods`` needs. Raises ``StillCounting`` where that takes long."""
    ends = time.monotonic() + REQUEST_S
    for period in periods:
        for left in count(hands, centre, period):
            if left and time.monotonic() > ends:
                raise StillCounting(days=left)


def catch_up(hands: Hands, centre: str) -> int:
    """Count some of what is not counted yet, the latest days first; how many spans."""
    period = hands.look(centre, first_to_last)
    if period is None:
        return 0
    done = 0
    for _left in count(hands, centre, period):
        done += 1
        if done >= NIGHTLY_SPANS:
            break
    return done


def count(hands: Hands, centre: str, period: Period) -> Iterator[int]:
    """Count a period span by span; after each, how many are left."""

    def missing(look: Snapshot) -> Uncounted:
        return uncounted(look, period)

    found = hands.look(centre, missing)
    actor = Actor("system", centre, "rolling")
    for level, spans in ((rollups.DAY, found.days), (rollups.MONTH, found.months)):
        if spans:
            hands.change(actor, partial(claim_spans, level=level, spans=spans))
    # A month is the sum of its days: they come first, and the latest are asked for most.
    every = chain(
        zip(repeat(rollups.DAY), reversed(found.days)),
        zip(repeat(rollups.MONTH), reversed(found.months)),
    )
    left = len(found.days) + len(found.months)
    for level, span in every:
        _count_one(hands, actor, level, span)
        left -= 1
        yield left


def _count_one(hands: Hands, actor: Actor, level: str, span: str) -> None:
    def read(look: Snapshot) -> Counted | None:
        return count_span(look, level, span)

    counted = hands.look(actor.centre, read)
    if counted is not None:
        kept = partial(keep_span, level=level, span=span, marks=counted.marks, cells=counted.cells)
        hands.change(actor, kept)
