"""A period of service days, as a report is asked for."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..core.errors import Invalid

LONGEST_DAYS = 3660
USUAL_DAYS = 30


@dataclass(frozen=True, slots=True)
class Period:
    """From the service day ``first`` to ``last``, both included (ISO dates)."""

    first: str
    last: str

    @property
    def days(self) -> int:
        return (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days + 1

    def bounds(self, zone: str) -> tuple[int, int]:
        """Its first millisecond and the one after its last, by the centre's clock."""
        return _midnight(self.first, 0, zone), _midnight(self.last, 1, zone)

    def before(self) -> "Period":
        """The period of the same length that ends the day before this one begins."""
        begins = date.fromisoformat(self.first)
        ends = begins - timedelta(days=1)
        return Period((begins - timedelta(days=self.days)).isoformat(), ends.isoformat())


def period(first: str | None, last: str | None, today: str) -> Period:
    """The period asked for; the last thirty days where nothing is said.

    Raises ``Invalid`` naming ``from`` or ``to``.
    """
    until = _day("to", last, today)
    since = _day("from", first, (until - timedelta(days=USUAL_DAYS - 1)).isoformat())
    if since > until or (until - since).days >= LONGEST_DAYS:
        raise Invalid(field="from")
    return Period(since.isoformat(), until.isoformat())


def _day(field: str, text: str | None, usual: str) -> date:
    try:
        day = date.fromisoformat(text or usual)
    except ValueError:
        raise Invalid(field=field) from None
    # Years with four digits only, so that days compare as texts.
    if day.isoformat() != (text or usual) or not 2000 <= day.year <= 2999:
        raise Invalid(field=field)
    return day


def _midnight(day: str, later: int, zone: str) -> int:
    moment = datetime.combine(date.fromisoformat(day) + timedelta(days=later), time.min)
    return int(moment.replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)
