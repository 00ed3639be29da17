"""The floor as a few dictionaries: what the real one must agree with."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from server.core.calling import Desk, Head, Skill
from server.core.model import Lane

PRIORITIES = ("none", "elderly", "pregnant")
SERVICES = {"ho-tich": "A", "chung-thuc": "B"}
SKILLS: dict[str, dict[str, Skill]] = {
    "1": {"ho-tich": Skill()},
    "2": {"ho-tich": Skill(), "chung-thuc": Skill(weight=2)},
    "3": {"chung-thuc": Skill(), "ho-tich": Skill(helps=True)},
}
COUNTERS = tuple(SKILLS)
AT_WORK = ("called", "serving")
ASIDE = ("parked", "away")
ENDED = ("finished", "no_show", "cancelled", "expired")
LIVE = ("waiting", *AT_WORK, *ASIDE)
# What an officer does to a ticket: from which states, and to which.
MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "recall": (("called",), "called"),
    "serve": (("called",), "serving"),
    "finish": (AT_WORK, "finished"),
    "no_show": (("called", *ASIDE), "no_show"),
    "undo": (("called",), "waiting"),
    "bring_back": (("no_show",), "waiting"),
    "park": (AT_WORK, "parked"),
    "resume": (("parked",), "serving"),
    "send_away": (AT_WORK, "away"),
    "come_back": (("away",), "waiting"),
    "transfer": ((*AT_WORK, "parked"), "waiting"),
    "cancel": (("waiting",), "cancelled"),
}
REPEATED = {
    ("serving", "serve"),
    ("finished", "finish"),
    ("no_show", "no_show"),
    ("parked", "park"),
    ("away", "send_away"),
    ("cancelled", "cancel"),
}


@dataclass
class ModelTicket:
    id: str
    number: str
    day: str
    service: str
    priority: str
    order: int
    place: int
    since: int
    lane: Lane
    state: str = "waiting"
    counter: str | None = None
    for_counter: str | None = None
    calls: int = 0
    called_at: int = 0
    late: bool = False
    plan: tuple[str, ...] = ()
    identity: str | None = None
    due: int | None = None

    @property
    def key(self) -> tuple[int, int]:
        return self.place, self.order

    @property
    def own_lane(self) -> Lane:
        return Lane.NORMAL if self.priority == "none" else Lane.PRIORITY

    def head(self) -> Head:
        due = self.due if self.lane is Lane.APPOINTMENT else None
        return Head(
            self.id, self.number, self.service, self.lane, self.place, self.order, self.since, due
        )


@dataclass
class Model:
    """``tickets`` by id in order of issue; ``closed`` services; ``keys`` and what they did."""

    tickets: dict[str, ModelTicket] = field(default_factory=dict)
    at_counter: dict[str, str | None] = field(default_factory=lambda: dict.fromkeys(COUNTERS))
    counter_state: dict[str, str] = field(default_factory=lambda: dict.fromkeys(COUNTERS, "closed"))
    free_since: dict[str, int | None] = field(default_factory=lambda: dict.fromkeys(COUNTERS))
    closed: set[str] = field(default_factory=set)
    keys: dict[str, tuple[str, str]] = field(default_factory=dict)
    """What each key was used for, and the ticket it was about."""
    turns: dict[str, list[tuple[str, str, Lane]]] = field(
        default_factory=lambda: {counter: [] for counter in COUNTERS}
    )
    """(day, ticket, lane) of each counter's first calls, newest last."""

    def line(self, day: str, service: str, lane: Lane) -> list[ModelTicket]:
        """Who waits in one lane, first first."""
        waits = (t for t in self.waiting(day) if (t.service, t.lane) == (service, lane))
        return sorted(waits, key=lambda t: t.key)

    def waiting(self, day: str) -> Iterable[ModelTicket]:
        return [t for t in self.tickets.values() if t.state == "waiting" and t.day == day]

    def ahead(self, ticket: ModelTicket) -> int:
        """Those before a ticket of one of the open lanes."""
        before = self.line(ticket.day, ticket.service, ticket.lane).index(ticket)
        if ticket.lane is Lane.NORMAL:
            before += len(self.line(ticket.day, ticket.service, Lane.PRIORITY))
        return before

    def heads(self, counter: str, day: str) -> list[Head]:
        """The first of each lane this counter may call."""
        firsts = [
            line[0]
            for service in SKILLS[counter]
            for lane in (Lane.PRIORITY, Lane.NORMAL, Lane.APPOINTMENT)
            if (line := self.line(day, service, lane))
        ]
        for lane in (Lane.RETURNED, Lane.DIRECT):
            sent = [t for t in self.waiting(day) if (t.lane, t.for_counter) == (lane, counter)]
            firsts += sorted(sent, key=lambda t: t.key)[:1]
        return [ticket.head() for ticket in firsts]

    def desk(self, counter: str) -> Desk:
        return Desk(SKILLS[counter], self.free_since[counter])

    def recent(self, counter: str, day: str, many: int) -> list[Lane]:
        """The lanes of a counter's latest calls that the ratio counts, newest first."""
        lanes = [
            lane
            for on, _, lane in reversed(self.turns[counter])
            if on == day and lane in (Lane.PRIORITY, Lane.NORMAL)
        ]
        return lanes[:many]

    def twin(self, ticket: ModelTicket, service: str) -> bool:
        """Whether the ticket's holder has another live one in ``service``."""
        return ticket.identity is not None and any(
            (t.identity, t.service, t.day) == (ticket.identity, service, ticket.day)
            and t.state in LIVE
            and t is not ticket
            for t in self.tickets.values()
        )

    def release(self, id: str, now: int) -> None:
        for counter, held in self.at_counter.items():
            if held == id:
                self.at_counter[counter] = None
                self.free_since[counter] = now

    def call(self, ticket: ModelTicket, counter: str, now: int, day: str) -> None:
        ticket.state, ticket.counter, ticket.calls, ticket.called_at = "called", counter, 1, now
        self.at_counter[counter] = ticket.id
        self.turns[counter].append((day, ticket.id, ticket.lane))

    def undo(self, ticket: ModelTicket, now: int) -> None:
        assert ticket.counter is not None
        self.release(ticket.id, now)
        # The call that is undone is always the last this counter made.
        assert self.turns[ticket.counter].pop()[1] == ticket.id
        ticket.state, ticket.counter, ticket.calls = "waiting", None, 0

    def stand(
        self,
        ticket: ModelTicket,
        service: str,
        lane: Lane,
        place: int,
        since: int,
        for_counter: str | None = None,
    ) -> None:
        ticket.state, ticket.service, ticket.lane = "waiting", service, lane
        ticket.place, ticket.since, ticket.for_counter = place, since, for_counter
        ticket.calls = 0

    def finish(self, ticket: ModelTicket, now: int, day: str) -> None:
        """The visit ends, or goes on at the next service where its holder has no other ticket."""
        self.release(ticket.id, now)
        plan = [s for s in ticket.plan if not self.twin(ticket, s)]
        if not plan or ticket.day != day:
            ticket.state = "finished"
            return
        lane = Lane.PRIORITY if ticket.lane is Lane.PRIORITY else Lane.NORMAL
        ticket.plan = tuple(plan[1:])
        self.stand(ticket, plan[0], lane, now, now)
