"""Hours a centre has lived through, written into its store with the times they would have had."""

import heapq
import random
from dataclasses import dataclass, field
from itertools import count

from server.core.model import CounterState
from server.store.base import Session, Store
from server.usecases.call import call_next
from server.usecases.change import Actor, Change, begin
from server.usecases.counter_state import set_counter_state
from server.usecases.issue import IssueTicket, issue_ticket
from server.usecases.visit import finish


@dataclass
class LivedHours:
    """``people`` come evenly over ``seconds`` from ``start`` (epoch ms) for the services in turn;
    a service takes about ``service_s``, and free counters call whoever is next until ``seconds``
    are over. With ``closes`` all are served after that, and the counters close."""

    start: int
    seconds: int
    people: int
    services: tuple[str, ...] = ("ho-tich", "chung-thuc")
    counters: tuple[str, ...] = ("1", "2")
    service_s: float = 240.0
    closes: bool = True
    seed: int = 1
    centre: str = "c1"
    tickets: list[str] = field(default_factory=list)
    """Those drawn, in order."""

    def write(self, store: Store) -> "LivedHours":
        store.write(self._live)
        return self

    def _live(self, session: Session) -> None:
        chance, numbers = random.Random(self.seed), count()
        held: dict[str, str | None] = dict.fromkeys(self.counters)
        todo: list[tuple[int, int, str, str]] = []

        def plan(at: float, what: str, where: str) -> None:
            heapq.heappush(todo, (int(at), next(numbers), what, where))

        def call(at: int, counter: str) -> None:
            called = call_next(self._change(session, at), counter, None)
            held[counter] = called.ticket.id if called else None
            if called:
                plan(at + chance.lognormvariate(0, 0.4) * self.service_s * 1000, "done", counter)

        for counter in self.counters:
            set_counter_state(self._change(session, self.start), counter, CounterState.OPEN)
        for n in range(self.people):
            at = self.start + self.seconds * 1000 * n // self.people
            plan(at, "come", self.services[n % len(self.services)])
        last = self.start + self.seconds * 1000
        while todo:
            at, _, what, where = heapq.heappop(todo)
            if at > last and not self.closes:
                break
            if what == "come":
                command = IssueTicket(where, None, "none", "vi", None)
                issued = issue_ticket(self._change(session, at), command)
                self.tickets.append(issued.ticket.id)
                for counter in [c for c, ticket in held.items() if ticket is None]:
                    call(at, counter)
            else:
                finish(self._change(session, at), held[where] or "")
                call(at, where)
        for counter in self.counters if self.closes else ():
            set_counter_state(self._change(session, max(at, last)), counter, CounterState.CLOSED)

    def _change(self, session: Session, at: int) -> Change:
        return begin(session, Actor("manager", self.centre, "test"), at)
