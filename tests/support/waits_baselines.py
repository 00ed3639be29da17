"""What queue products show: people ahead times a mean over counters, or the last wait."""

from dataclasses import dataclass

from waits_day import Event
from waits_town import Town


@dataclass(slots=True)
class _Person:
    service: str
    priority: bool
    since: float
    serial: int


class Baselines:
    """``line``: people ahead in this line × its mean / its open counters; ``centre``: the same over
    the whole centre; ``last``: the wait of the line's last called. Means are of all that was served
    so far (nominal before)."""

    def __init__(self, town: Town) -> None:
        self._waiting: dict[str, _Person] = {}
        self._serving: dict[str, tuple[str, float]] = {}
        self._open: set[str] = set()
        self._last: dict[str, float] = {}
        self._serial = 0
        self._means = {s.id: [1.0, s.nominal_s] for s in town.centre.services}
        self._mean = [1.0, sum(s.nominal_s for s in town.centre.services) / len(self._means)]
        self._skills = {c.id: set(c.skills) for c in town.centre.counters}

    def feed(self, event: Event) -> None:
        match event.kind:
            case "issued":
                self._join(event, event.priority)
            case "called":
                person = self._waiting.pop(event.ticket)
                self._last[person.service] = event.at - person.since
                self._serving[event.ticket] = (person.service, event.at)
            case "served" | "no_show":
                self._done(event)
            case "transferred":
                self._done(event)
                self._join(event, False)
            case "left":
                self._waiting.pop(event.ticket, None)
            case "opened":
                self._open.add(event.counter)
            case "closed":
                self._open.discard(event.counter)

    def _join(self, event: Event, priority: bool) -> None:
        self._serial += 1
        self._waiting[event.ticket] = _Person(event.service, priority, event.at, self._serial)

    def _done(self, event: Event) -> None:
        service, began = self._serving.pop(event.ticket)
        for mean in (self._means[service], self._mean):
            mean[0] += 1
            mean[1] += event.at - began

    def estimate(self, at: float, tickets: list[str]) -> dict[str, dict[str, float]]:
        """Seconds still to wait, by contender and ticket."""
        order = sorted(self._waiting.items(), key=lambda x: (not x[1].priority, x[1].serial))
        asked, lines = set(tickets), dict.fromkeys(self._means, 0)
        counters = {s: max(1, sum(s in self._skills[c] for c in self._open)) for s in self._means}
        found: dict[str, dict[str, float]] = {"line": {}, "centre": {}, "last": {}}
        whole = self._mean[1] / self._mean[0] / max(1, len(self._open))
        for ahead, (ticket, person) in enumerate(order):
            s = person.service
            if ticket in asked:
                n, total = self._means[s]
                found["line"][ticket] = lines[s] * total / n / counters[s]
                found["centre"][ticket] = ahead * whole
                found["last"][ticket] = max(0.0, self._last.get(s, 0.0) - (at - person.since))
            lines[s] += 1
        return found
