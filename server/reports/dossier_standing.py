"""From where a period's dossiers are counted: a closed period from the copy that was kept of it,
any other from the register as it is now."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from ..queries.snapshot import Snapshot
from ..store import closed_periods
from ..store.base import Row
from ..store.dossier_source import Source
from .period import Period


@dataclass(frozen=True, slots=True)
class Standing:
    """``now`` (ms) judges what is overdue: the closing of a closed period. ``offset`` is that of
    the centre's clock to UTC then (ms)."""

    period: Period
    source: Source
    now: int
    offset: int
    closed: Row | None = None

    def corrected(self) -> "Standing":
        """The same as the register, looking back to the closing, tells it now."""
        source = Source(self.source.centre, moment=self.now)
        return Standing(self.period, source, self.now, self.offset)


def standing(look: Snapshot, period: Period) -> Standing:
    """The standing of a period: the closed one where exactly these days were closed."""
    centre, zone = look.centre.id, look.centre.zone
    row = closed_periods.get(look.session, centre, period.first, period.last)
    if row is None:
        return Standing(period, Source(centre), look.now, offset(zone, look.now))
    at = int(row["closed_at"])
    return Standing(period, Source(centre, int(row["serial"])), at, offset(zone, at), row)


def offset(zone: str, at: int) -> int:
    """How far a zone's clock is ahead of UTC at a moment, ms."""
    moment = datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(zone))
    ahead = moment.utcoffset()
    return 0 if ahead is None else int(ahead.total_seconds() * 1000)
