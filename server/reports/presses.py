"""Every press that came in a period, also those that count for no visit, and which stand out."""

from collections import defaultdict
from collections.abc import Iterable

from ..core.rating_flags import Flag, burst, early
from ..queries.snapshot import Json, Snapshot
from ..store import satisfaction as stored
from .period import Period

STATUSES = ("counted", "changed", "repeated", "late", "unbound")
"""``late`` came after another answer to the same visit, ``unbound`` belongs to no visit."""


def presses_told(look: Snapshot, period: Period, names: dict[str, Json]) -> Json:
    """How many presses came, by what became of them: all together, and for each counter."""
    counts: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    span = period.bounds(look.centre.zone)
    for row in stored.press_counts(look.session, look.centre.id, *span):
        counts[row["counter"]][row["status"]] += row["n"]
    whole = {status: sum(one[status] for one in counts.values()) for status in STATUSES}
    nameless = {"name": None, "name_en": None}
    return {
        **_summed(whole),
        "by_counter": [
            {"counter": counter, **names.get(counter, nameless), **_summed(counts[counter])}
            for counter in sorted(counts)
        ],
    }


def press_flags(look: Snapshot, period: Period) -> Iterable[tuple[str, Flag]]:
    """Bursts and too quick presses at the desk, by counter."""
    begins, ends = period.bounds(look.centre.zone)
    made: defaultdict[str, list[int]] = defaultdict(list)
    awake: defaultdict[str, list[int]] = defaultdict(list)
    for row in stored.presses(look.session, look.centre.id, begins, ends):
        made[row["counter"]].append(row["pressed_at"])
        if row["awake_ms"] is not None:
            awake[row["counter"]].append(row["awake_ms"])
    for counter, moments in made.items():
        for flag in (burst(moments, begins, min(ends, look.now)), early(awake[counter])):
            if flag is not None:
                yield counter, flag


def _summed(counts: dict[str, int]) -> Json:
    told = {status: counts.get(status, 0) for status in STATUSES}
    return {"all": sum(told.values()), **told}
