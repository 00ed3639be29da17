"""The forecasts of this process's centres, as they were computed last; and which were shown.

Read from any native thread: each centre's forecast is one value that is replaced as a whole.
Without a process that computes them there is nothing here, and nothing is told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..core.errors import NoForecast
from ..core.forecast import NOTHING, Expected, Forecast, PastError

Json = dict[str, Any]
Ask = Callable[[Json], Json]
MOST_GIVEN = 2_000
"""How many estimates of new tickets are kept until a forecast knows them."""
MOST_NOTED = 20_000


@dataclass(frozen=True, slots=True)
class Track:
    """How good a centre's estimates were in the last days: whole, and by service."""

    whole: PastError | None = None
    services: Mapping[str, PastError] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Week:
    """The typical week: by service, weekday (0 is Monday) and hour, the median wait in minutes and
    how many waits that is of."""

    cells: Mapping[str, Mapping[tuple[int, int], tuple[float, int]]] = field(default_factory=dict)
    days: int = 0
    """How many days it was learnt from."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An estimate somebody saw, and when (epoch ms)."""

    centre: str
    ticket: str
    at: int
    expected: Expected


class Forecasts:
    """Kept by the engine; fed by whoever computes (``server.forecast``)."""

    def __init__(self) -> None:
        self._latest: dict[str, Forecast] = {}
        self._tracks: dict[str, Track] = {}
        self._weeks: dict[str, Week] = {}
        self._given: dict[str, tuple[int, Expected]] = {}
        self._noted: dict[tuple[str, str], Shown] = {}
        self.ask: Ask | None = None
        """Asks the computing process something; set while there is one."""

    def of(self, centre: str) -> Forecast:
        """The latest forecast of a centre; an empty one where there is none."""
        return self._latest.get(centre, NOTHING)

    def track(self, centre: str) -> Track:
        return self._tracks.get(centre, Track())

    def week(self, centre: str) -> Week:
        return self._weeks.get(centre, Week())

    def put(self, centre: str, forecast: Forecast) -> None:
        """A new forecast. Returns at once."""
        for id, (at, _) in list(self._given.items()):
            if at < forecast.made_at:
                self._given.pop(id, None)
        self._latest[centre] = forecast

    def put_history(self, centre: str, track: Track, week: Week) -> None:
        self._tracks[centre], self._weeks[centre] = track, week

    def centres(self) -> list[str]:
        return list(self._latest)

    def clear(self) -> Mapping[str, Forecast]:
        """Nobody computes any more, and nothing is told; what was known until now."""
        latest, self._latest = self._latest, {}
        self._given = {}
        return latest

    def given(self, ticket: str, expected: Expected, now: int) -> None:
        """A new ticket was told this, which holds until a forecast knows the ticket."""
        if len(self._given) < MOST_GIVEN:
            self._given[ticket] = (now, expected)

    def of_ticket(self, centre: str, ticket: str, now: int) -> Expected | None:
        """What is left of a waiting ticket's wait at ``now`` (ms); None without evidence."""
        found = self.of(centre).of_ticket(ticket, now)
        if found is None and ticket in self._given:
            return self._given.get(ticket, (0, None))[1]
        return found

    def note(self, centre: str, ticket: str, now: int) -> None:
        """Somebody is shown a ticket's wait: it will be kept with what happens."""
        expected = self.of_ticket(centre, ticket, now)
        if expected is not None and len(self._noted) < MOST_NOTED:
            self._noted[centre, ticket] = Shown(centre, ticket, now, expected)

    def take_noted(self) -> list[Shown]:
        """What was shown since the last time this was asked, the latest of each ticket."""
        noted, self._noted = self._noted, {}
        return list(noted.values())

    def what_if(self, centre: str, question: Json) -> Json:
        """The rest of the day as it would be. Raises ``NoForecast``."""
        return self._ask({"ask": "what_if", "centre": centre, "question": question})

    def history(self, centre: str, first: str, last: str) -> Json:
        """Waits by day and service between two dates. Raises ``NoForecast``."""
        return self._ask({"ask": "history", "centre": centre, "first": first, "last": last})

    def _ask(self, asked: Json) -> Json:
        ask = self.ask
        if ask is None:
            raise NoForecast()
        return ask(asked)
