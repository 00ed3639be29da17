"""A citizen who says to be late lets the next few go first, once.

Fair to those behind: nobody but the late one loses a place, and the late one regains none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .model import Lane

LANES = frozenset({Lane.PRIORITY, Lane.NORMAL})
"""Lanes in which who comes next may simply be swapped. In the others an hour was agreed on, or one
officer waits for one citizen."""


@dataclass(frozen=True, slots=True)
class PhoneRules:
    """What phones may ask and are told. ``late_places``: how many a late citizen lets go first, 0
    for nobody; ``notify_ahead``: from how many people ahead a phone is told that it is soon."""

    late_places: int = 3
    notify_ahead: int = 2


def place_behind(behind: Sequence[int], places: int) -> tuple[int, int] | None:
    """The new place of a late ticket, and how many it lets go first.

    ``behind`` are the places (the ordering key of the lane, ms) of those who stand after it, the
    next one first. Those who stand at the very moment of the last one let go first go first too.
    None when nobody stands behind: there is no place to give away.
    """
    if not behind or places < 1:
        return None
    after = behind[:places][-1]
    return after + 1, sum(1 for place in behind if place <= after)
