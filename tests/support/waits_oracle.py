"""The oracle: the same playing forward, told the truth of a town instead of learning it."""

import math

from waits_day import Event
from waits_town import Town

from server.core.waiting_room.arrivals import SLOT_S, SLOTS
from server.core.waits import WaitModel


class _Times:
    """True serving times."""

    count, version = 1e9, 0

    def __init__(self, town: Town) -> None:
        self._town = town

    def centre(self, service: str, who: str) -> float:
        s = int(service[1:])
        return math.log(self._town.work[s][int(who[1:])] / self._town.centre.services[s].nominal_s)

    def spread(self, service: str) -> float:
        return self._town.spread[int(service[1:])]

    def lean(self, service: str) -> float:
        return 0.0

    def doubt(self, service: str) -> tuple[float, float]:
        return 0.0, 0.0

    def today(self) -> float:
        return 0.0

    def stale(self) -> bool:
        return False

    def observe(self, *_: object) -> None: ...


class _Chances:
    """True chances."""

    def __init__(self, town: Town) -> None:
        self._town = town

    def no_show(self, service: str) -> float:
        return self._town.no_show

    def transfer(self, service: str) -> float:
        return self._town.transfer * (1 - self._town.no_show)

    def goals(self, service: str) -> list[tuple[str, float]]:
        return [(f"s{self._town.target[int(service[1:])]}", 1.0)]

    def hold(self) -> tuple[float, float]:
        return math.log(self._town.hold), self._town.hold_spread

    def leaving(self) -> float:
        return self._town.walk_off / 1950.0

    def ended(self, *_: object, **__: object) -> None: ...

    def waited(self, *_: object, **__: object) -> None: ...


class _Openings:
    """True habits of counters."""

    def __init__(self, town: Town) -> None:
        self._town = town

    def absent(self, counter: str, earlier: bool | None, so_far: float) -> float:
        town = self._town
        never = town.absent if earlier is None else 0.0 if earlier else 0.9
        if so_far <= 1.0:
            return never
        still = (1 - never) * town.late * math.exp(-so_far / town.lateness)
        return never / (never + still) if never + still > 0 else 0.0

    def late(self) -> float:
        return self._town.late

    def lateness(self) -> float:
        return self._town.lateness

    def pause_rate(self) -> float:
        return self._town.pauses_an_hour / 3600.0

    def pause(self) -> tuple[float, float]:
        return math.log(self._town.pause), self._town.pause_spread

    def gap(self) -> float:
        return self._town.gap

    def overrun(self, leaves_early: bool) -> float:
        return 0.0

    def planned(self, *_: object, **__: object) -> None: ...

    def was_open(self, *_: object) -> None: ...

    def paused(self, *_: object) -> None: ...

    def between(self, *_: object) -> None: ...

    def ended(self, *_: object) -> None: ...


class _Arrivals:
    """True arrivals."""

    def __init__(self, town: Town) -> None:
        self._town = town
        total = sum(w for _, _, w in town.profile)
        raw = []
        for slot in range(SLOTS):
            middle = (slot + 0.5) * SLOT_S
            raw.append(
                sum(w / total / d * math.exp(-(((middle - m) / d) ** 2) / 2)
                    for m, d, w in town.profile)
                if self._first() <= middle <= town.last_ticket
                else 0.0
            )  # fmt: skip
        self._course = [r / sum(raw) / SLOT_S * town.people for r in raw]

    def _first(self) -> float:
        return min(a for windows in self._town.plan for a, _ in windows) - 900

    def course(self, second: float) -> list[float]:
        return self._course

    def shares(self, services: list[str]) -> list[tuple[float, float]]:
        return [(self._town.share[int(s[1:])], self._town.priority) for s in services]

    def came(self, *_: object) -> None: ...


class _Truth:
    """What a model that knew everything would have learnt."""

    def __init__(self, town: Town) -> None:
        self.times, self.chances = _Times(town), _Chances(town)
        self.openings, self.arrivals = _Openings(town), _Arrivals(town)

    def begin_day(self, *_: object) -> None: ...

    def opened(self, *_: object) -> None: ...

    def closed(self, *_: object) -> None: ...

    def plan(self, openings: object, counters: object, sessions: object) -> object:
        return openings


def oracle(town: Town, seed: int = 0) -> WaitModel:
    """A model of ``town`` that knows the truth and has no need of calibration."""
    model = WaitModel(town.centre, seed=seed)
    model._floor.knowledge = _Truth(town)  # type: ignore[assignment]
    model._calibration.frozen = True
    return model


def feed(model: WaitModel, event: Event) -> None:
    """Tell a model what happened."""
    at, kind, ticket, service, counter, officer, priority, until, pause = event
    match kind:
        case "issued":
            model.issued(at, ticket, service, priority=priority)
        case "called":
            model.called(at, ticket, counter, officer=officer)
        case "served":
            model.served(at, ticket)
        case "no_show":
            model.no_show(at, ticket)
        case "left":
            model.left(at, ticket)
        case "transferred":
            model.transferred(at, ticket, service)
        case "opened":
            model.opened(at, counter, officer=officer)
        case "closed":
            model.closed(at, counter, until=until, pause=pause)
