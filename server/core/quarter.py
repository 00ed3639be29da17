"""A quarter of a year, written ``2026-Q4``."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from .errors import Invalid

_PATTERN = re.compile(r"(2\d{3})-Q([1-4])")


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months from ``first`` to ``last``, both included (ISO dates)."""

    name: str
    first: str
    last: str


def quarter(text: str) -> Quarter:
    """Raises ``Invalid`` (field ``quarter``) unless written like ``2026-Q4``."""
    found = _PATTERN.fullmatch(text)
    if found is None:
        raise Invalid(field="quarter")
    year, part = int(found[1]), int(found[2])
    first = date(year, 3 * part - 2, 1)
    following = date(year + part // 4, 3 * part % 12 + 1, 1)
    return Quarter(text, first.isoformat(), (following - timedelta(days=1)).isoformat())


def quarter_of(day: str) -> str:
    """The quarter of an ISO date: ``2026-11-23`` is in ``2026-Q4``."""
    year, month, _ = day.split("-")
    return f"{year}-Q{(int(month) + 2) // 3}"
