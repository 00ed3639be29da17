"""An honest order of groups: for each, the places it may have, no closer than chance allows."""

from collections.abc import Mapping

from .satisfaction_figures import Figure


def places(figures: Mapping[str, Figure]) -> dict[str, tuple[int, int] | None]:
    """The best and the worst place each group may have, 1 being the best.

    One group is above another only where their 95 % intervals do not overlap. Groups of too few
    ratings take no part; a group that might have any place has none (None).
    """
    known = {key: f.interval for key, f in figures.items() if f.interval and not f.small}
    found: dict[str, tuple[int, int] | None] = dict.fromkeys(figures)
    for key, (low, high) in known.items():
        better = sum(1 for other in known.values() if other[0] > high)
        worse = sum(1 for other in known.values() if other[1] < low)
        if better or worse:
            found[key] = (1 + better, len(known) - worse)
    return found
