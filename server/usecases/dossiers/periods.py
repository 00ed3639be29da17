"""Closing a period: from then on its figures are those that were counted."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...core.errors import PeriodCrosses, PeriodNotOver
from ...store import closed_periods, dossier_figures
from ...store.dossier_source import Source
from ..change import Change


@dataclass(frozen=True, slots=True)
class Closing:
    """``repeated``: it was closed before, and nothing has changed."""

    first: str
    last: str
    repeated: bool


def close_period(change: Change, first: str, last: str, offset: int) -> Closing:
    """Close a period of days, both included, for good; ``offset`` is that of the centre's clock to
    UTC (ms). Closed again it stays as it was.

    Periods may lie within each other (months in their quarter) or apart. Raises ``PeriodNotOver``
    and ``PeriodCrosses``.
    """
    session, centre = change.session, change.centre.id
    if last >= change.day:
        raise PeriodNotOver(field="to", first=first, last=last)
    if closed_periods.get(session, centre, first, last) is not None:
        return Closing(first, last, repeated=True)
    other = closed_periods.crossing(session, centre, first, last)
    if other is not None:
        raise PeriodCrosses(field="from", first=other["first_day"], last=other["last_day"])
    serial = closed_periods.add(session, centre, first, last, change.now, change.actor.label)
    source = Source(centre, serial)
    (sums,) = dossier_figures.sums(session, source, first, last, "all", change.now, offset) or ({},)
    closed_periods.note_figures(session, serial, _plain(sums))
    return Closing(first, last, repeated=False)


def _plain(sums: Mapping[str, int]) -> dict[str, int]:
    names = ("received", *dossier_figures.COUNTED)
    return {name: int(sums[name]) if sums else 0 for name in names}
