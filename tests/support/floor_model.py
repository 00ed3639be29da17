"""The floor as a few dictionaries: what the real one must agree with."""

from dataclasses import dataclass, field

PRIORITIES = ("none", "elderly", "pregnant")
SERVICES = {"ho-tich": "A", "chung-thuc": "B"}
COUNTERS = {"1": ("ho-tich",), "2": ("ho-tich", "chung-thuc"), "3": ("chung-thuc",)}
NEXT = {
    ("called", "serve"): "serving",
    ("called", "finish"): "finished",
    ("called", "no_show"): "no_show",
    ("serving", "finish"): "finished",
}
REPEATED = {("serving", "serve"), ("finished", "finish"), ("no_show", "no_show")}


@dataclass
class ModelTicket:
    number: str
    service: str
    priority: str
    state: str = "waiting"
    counter: str | None = None
    calls: int = 0
    rating: str | None = None
    rated_at: int = 0
    ended_at: int = 0

    @property
    def urgent(self) -> bool:
        return self.priority != "none"


@dataclass
class Model:
    """``tickets`` by id in order of issue; ``closed`` services; ``keys`` and what they did."""

    tickets: dict[str, ModelTicket] = field(default_factory=dict)
    at_counter: dict[str, str | None] = field(default_factory=lambda: dict.fromkeys(COUNTERS))
    counter_state: dict[str, str] = field(default_factory=lambda: dict.fromkeys(COUNTERS, "closed"))
    closed: set[str] = field(default_factory=set)
    issue_keys: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    call_keys: dict[str, tuple[str, str]] = field(default_factory=dict)
    finished_at: dict[str, str] = field(default_factory=dict)
    """The ticket each counter finished last."""

    def line(self, service: str, urgent: bool) -> list[str]:
        """Who waits in one lane, first first."""
        return [
            id
            for id, t in self.tickets.items()
            if t.state == "waiting" and t.service == service and t.urgent == urgent
        ]

    def ahead(self, id: str) -> int:
        ticket = self.tickets[id]
        before = self.line(ticket.service, ticket.urgent).index(id)
        return before + (0 if ticket.urgent else len(self.line(ticket.service, True)))

    def heads(self, counter: str) -> set[str]:
        lanes = [self.line(s, urgent) for s in COUNTERS[counter] for urgent in (True, False)]
        return {lane[0] for lane in lanes if lane}

    def numbers(self, service: str) -> list[str]:
        return [t.number for t in self.tickets.values() if t.service == service]

    def count(self, **wanted: object) -> int:
        return sum(
            all(getattr(t, name) == value for name, value in wanted.items())
            for t in self.tickets.values()
        )

    def end(self, id: str, state: str, now: int) -> None:
        ticket = self.tickets[id]
        ticket.state, ticket.ended_at = state, now
        for counter, held in self.at_counter.items():
            if held == id:
                self.at_counter[counter] = None
        if state == "finished" and ticket.counter is not None:
            self.finished_at[ticket.counter] = id
