"""A kiosk that loses its line and finds it again, for the floor machine."""

import uuid
from collections import Counter
from typing import Any

from floor_model import PRIORITIES, SERVICES, Model, ModelTicket
from hypothesis import strategies as st
from hypothesis.stateful import rule
from offline_floor import OfflineKiosk
from stores import Floor

from server.core.model import Lane
from server.core.numbering import format_number
from server.usecases.issue import IssueTicket, issue_ticket
from server.usecases.offline import OfflineTicket, Status

services = st.sampled_from(sorted(SERVICES))
priorities = st.sampled_from(PRIORITIES)
FIRST_SERIAL = 901


class KioskWithoutALine:
    """Rules to mix into the machine: numbers drawn offline, orders whose answer is lost, and what
    becomes of both when they are handed in."""

    floor: Floor
    model: Model
    changed: set[str]
    day: str
    steps: Counter[str]

    @rule(service=services, priority=priorities)
    def a_kiosk_without_a_line_gives_a_number(self, service: str, priority: str) -> None:
        self._draw(service, priority, str(uuid.uuid4()))

    @rule(service=services, priority=priorities)
    def a_kiosk_loses_an_answer(self, service: str, priority: str) -> None:
        if service in self.model.closed:
            return
        id = str(uuid.uuid4())
        command = IssueTicket(service, None, priority, "vi", f"press-{id}", id=id)
        issued = self._kiosk.do(lambda c: issue_ticket(c, command))
        self._joined(id, service, priority, self.floor.now, None)
        assert issued.ticket.number == self.model.tickets[id].number
        self._draw(service, priority, id)

    @rule(twice=st.booleans())
    def the_line_is_back(self, twice: bool) -> None:
        if not self._drawn:
            return
        merged = self._kiosk.hand_in(*self._drawn)
        for ticket, result in zip(self._drawn, merged, strict=True):
            known = ticket.id in self.model.tickets
            assert result.status is (Status.RENUMBERED if known else Status.STORED), result
            self._merge(ticket)
            self.steps["renumbered" if known else "handed in"] += 1
        if twice:
            again = self._kiosk.hand_in(*self._drawn)
            assert {result.status for result in again} == {Status.KNOWN}
        self._drawn.clear()

    def _joined(self, id: str, service: str, priority: str, place: int, due: int | None) -> None:
        raise NotImplementedError

    @property
    def _kiosk(self) -> OfflineKiosk:
        if "kiosk" not in self.__dict__:
            self.__dict__["kiosk"] = OfflineKiosk(self.floor)
        kiosk: OfflineKiosk = self.__dict__["kiosk"]
        return kiosk

    @property
    def _drawn(self) -> list[OfflineTicket]:
        drawn: list[OfflineTicket] = self.__dict__.setdefault("drawn", [])
        return drawn

    def _draw(self, service: str, priority: str, id: str) -> None:
        self._kiosk.lease()
        used: Counter[Any] = self.__dict__.setdefault("used", Counter())
        number = format_number(SERVICES[service], FIRST_SERIAL + used[self.day, service])
        used[self.day, service] += 1
        more = {"id": id, "press": f"press-{id}", "day": self.day, "priority": priority}
        self._drawn.append(self._kiosk.draw(service, number, **more))

    def _merge(self, drawn: OfflineTicket) -> None:
        self.changed.add(drawn.id)
        standing = self.model.tickets.get(drawn.id)
        if standing is not None:
            standing.number = drawn.number
            return
        at = drawn.issued_at
        ticket = ModelTicket(
            drawn.id, drawn.number, drawn.day, drawn.service, drawn.priority,
            len(self.model.tickets), at, at, Lane.NORMAL,
        )  # fmt: skip
        ticket.lane = ticket.own_lane
        ticket.state = "waiting" if drawn.day == self.day else "expired"
        self.model.tickets[drawn.id] = ticket
