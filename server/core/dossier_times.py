"""Times as departments and files write them."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1)
EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)
DAY_MS = 86_400_000
NOTHING = timedelta()
LAST_MOMENT = timedelta(days=1) - timedelta(seconds=1)
_VIETNAMESE = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII
)


def read_time(text: str, zone: ZoneInfo, *, end: bool = False) -> int:
    """A moment as epoch milliseconds. Raises ValueError.

    Understood are ISO 8601 (with ``Z``, an offset, or none), ``yyyyMMddHHmmss`` (or without
    seconds, or a date alone) and ``dd/MM/yyyy [HH:mm[:ss]]``. Without an offset it is ``zone``'s
    time; a date alone is its first moment, or its last second with ``end``.
    """
    whole_day = len(text) <= 10
    if len(text) in (12, 14) and text.isdigit() and text.isascii():
        moment = datetime.fromisoformat(f"{text[:8]}T{text[8:]}")
    elif "/" in text:
        moment = _vietnamese(text)
    else:
        moment = datetime.fromisoformat(text)
    if not 2000 <= moment.year <= 2999:
        raise ValueError(text)
    if whole_day and end:
        moment += LAST_MOMENT
    # By hand: a delivery has ten thousands of times, and ``timestamp`` takes thrice as long.
    if moment.tzinfo is None:
        since = moment - EPOCH - (zone.utcoffset(moment) or NOTHING)
    else:
        since = moment - EPOCH_UTC
    return since.days * DAY_MS + since.seconds * 1000 + since.microseconds // 1000


def _vietnamese(text: str) -> datetime:
    found = _VIETNAMESE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
    return datetime(year, month, day, hour, minute, second)
