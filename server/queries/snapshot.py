"""One consistent look at a centre."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from ..core.errors import NotFound
from ..core.model import Centre
from ..core.numbering import service_day
from ..store import centres
from ..store.base import Session
from ..usecases import settings as settings_of
from ..usecases.change import Change
from ..usecases.settings import Settings
from .forecasts import Forecasts

T = TypeVar("T")
Json = dict[str, Any]
SECONDS_LONG = len("2026-01-02T03:04:05")
NO_FORECASTS = Forecasts()
"""For looks from where nothing is foretold."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A read transaction with its centre, the centre's version (orders views), and the time."""

    session: Session
    centre: Centre
    settings: Settings
    version: int
    now: int
    day: str
    forecasts: Forecasts = NO_FORECASTS
    _found: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, find: Callable[["Snapshot"], T]) -> T:
        """``find(self)``, found only once in this look: views of one centre show much the same.

        The answer is shared, so nobody may change it. Not for looks from inside a change, whose
        answers may be others a moment later.
        """
        if find not in self._found:
            self._found[find] = find(self)
        found: T = self._found[find]
        return found


def look(session: Session, centre: str, now: int, forecasts: Forecasts = NO_FORECASTS) -> Snapshot:
    """Begin a look at a centre. Raises ``NotFound`` when there is none of that id."""
    row = centres.get(session, centre)
    if row is None:
        raise NotFound(field="centre")
    found = centres.from_row(row)
    return Snapshot(
        session=session,
        centre=found,
        settings=settings_of.load(row["settings"]),
        version=row["version"],
        now=now,
        day=service_day(now, found.zone),
        forecasts=forecasts,
    )


def within(change: Change) -> Snapshot:
    """A look from inside a change, which sees what it has done: for answers that describe it."""
    return Snapshot(
        session=change.session,
        centre=change.centre,
        settings=change.settings,
        version=change.version,
        now=change.now,
        day=change.day,
    )


def when(at: int | None) -> str | None:
    """Epoch milliseconds as RFC 3339 in UTC with milliseconds; None stays None."""
    if at is None:
        return None
    # A view has dozens of moments, and strftime takes five times as long.
    moment = datetime.fromtimestamp(at // 1000, UTC).isoformat()
    return f"{moment[:SECONDS_LONG]}.{at % 1000:03d}Z"


def centre_json(centre: Centre) -> Json:
    return {"id": centre.id, "name": centre.name, "name_en": centre.name_en}
