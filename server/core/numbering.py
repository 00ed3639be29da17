"""Ticket numbers: a prefix per service, then a serial that starts at 1 every service day.

"A012" is prefix ``A`` and serial 12. The serial has at least three digits and simply grows past
999, so a busy day never runs out. Numbers stay unique in a centre because no service's prefix may
begin another's (``check_prefixes``).
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from .errors import Invalid

MIN_DIGITS = 3
PREFIX_PATTERN = re.compile(r"[A-Z]{1,3}|[1-9]")


def format_number(prefix: str, serial: int) -> str:
    """The number as shown, printed and called: ``format_number("A", 12) == "A012"``."""
    return f"{prefix}{serial:0{MIN_DIGITS}d}"


def check_prefix(prefix: str, taken: Iterable[str]) -> None:
    """Raise ``Invalid`` (field ``prefix``) unless ``prefix`` is well formed and prefix-free.

    Prefix-free means that neither it nor any prefix in ``taken`` begins the other: with "1" and
    "11" the numbers 1+1001 and 11+001 would be the same.
    """
    if not PREFIX_PATTERN.fullmatch(prefix):
        raise Invalid(field="prefix", value=prefix)
    for other in taken:
        if other.startswith(prefix) or prefix.startswith(other):
            raise Invalid(field="prefix", value=prefix, conflicts_with=other)


def service_day(now: int, zone: str) -> str:
    """The centre's local date at ``now`` (epoch ms) as ``YYYY-MM-DD``."""
    return datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(zone)).date().isoformat()
