"""A press becomes a ticket: the server's, or one of the numbers held for when it is away.

A citizen waits for the server once, for at most two seconds; while it is known to be away, not at
all. The id of the ticket follows from the press and goes with every order, so that a ticket whose
answer was lost and the offline ticket of the same press are one to the server.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from kiosk.central import Central
from kiosk.clock import Clock, in_words
from kiosk.errors import KioskError, ServerRefused
from kiosk.leasing import Leasing
from kiosk.offline_store import NoNumbers, NumbersGone, OfflineStore, OfflineTicket, Order
from kiosk.press import TICKETS, Press
from kiosk.press_memory import PressMemory
from kiosk.reach import Reach
from kiosk.ticket_ids import status_url, ticket_id

ONLINE_DEADLINE_S = 2.0
ONLINE_ATTEMPTS = 3
_NEEDED = ("id", "number", "status_url", "issued_at")

log = logging.getLogger(__name__)


class Issuing:
    """Gets the ticket of a press. Safe to use from several threads.

    ``personal`` is what an order says of whose it is: only on its way to the server, kept nowhere.
    ``services`` gives the centre's services as last known, by id; ``on_offline`` is called after an
    offline ticket was drawn, and when the server was found silent.
    """

    def __init__(
        self,
        central: Central,
        reach: Reach,
        leasing: Leasing,
        store: OfflineStore,
        memory: PressMemory,
        clock: Clock,
        personal: Callable[[Press], Mapping[str, str]],
        services: Callable[[], Mapping[str, Mapping[str, Any]]],
        on_offline: Callable[[], None],
    ) -> None:
        self._central, self._reach, self._leasing = central, reach, leasing
        self._store, self._memory, self._clock = store, memory, clock
        self._personal, self._services, self._on_offline = personal, services, on_offline
        self._turns = _Turns()

    def issue(self, press: Press) -> Mapping[str, Any]:
        """The press's ticket in the server's words, ``offline`` added; the same press gets the
        same one.

        Raises ServerRefused, or KioskError: ``server_unreachable``, ``offline_numbers_gone``,
        ``service_closed``, ``check_in_needs_server``.
        """
        with self._turns.turn(press.id):
            known = self.known(press.id)
            if known is not None:
                return known
            ticket = self._online(press)
            return self._offline(press) if ticket is None else ticket

    def known(self, press_id: str) -> Mapping[str, Any] | None:
        """The ticket this press got before."""
        online = self._memory.find(press_id)
        if online is not None:
            return online
        offline = self._store.by_press(press_id)
        return None if offline is None else self._shown(offline)

    def expected_url(self, press: Press) -> str:
        """The link the press's ticket will have; empty before the first lease."""
        lease = self._leasing.lease
        return "" if lease is None else status_url(lease.status_url, self._id(press))

    def _online(self, press: Press) -> Mapping[str, Any] | None:
        """None when the server does not answer, or cannot issue."""
        if self._reach.down:
            return None
        try:
            ticket = self._ask(press)
        except KioskError:
            self._reach.silent()
            self._on_offline()
            return None
        self._reach.heard()
        shown = {**ticket, "offline": False}
        self._memory.keep(press.id, shown, self._clock.now_ms())
        return shown

    def _ask(self, press: Press) -> Mapping[str, Any]:
        order: dict[str, Any] = {**press.order, **self._personal(press)}
        if press.path == TICKETS:
            order["id"] = self._id(press)
        try:
            ticket = self._central.ask(
                "POST",
                press.path,
                ONLINE_DEADLINE_S,
                201,
                json=order,
                key=press.id,
                attempts=ONLINE_ATTEMPTS,
            )
        except ServerRefused as error:
            if error.status >= 500:
                raise KioskError("server_unreachable") from error
            raise
        if isinstance(ticket, Mapping) and all(ticket.get(name) for name in _NEEDED):
            return ticket
        log.error("the server's ticket lacks something")
        raise KioskError("server_unreachable")

    def _offline(self, press: Press) -> Mapping[str, Any]:
        if press.path != TICKETS:
            raise KioskError("check_in_needs_server")
        if self._services().get(press.order["service"], {}).get("open") is False:
            raise KioskError("service_closed", "service")
        try:
            ticket = self._store.draw(self._order(press))
        except NumbersGone:
            raise KioskError("offline_numbers_gone", "service") from None
        except NoNumbers:
            raise KioskError("server_unreachable") from None
        self._leasing.used()
        self._on_offline()
        return self._shown(ticket)

    def _order(self, press: Press) -> Order:
        # Nothing personal is kept for later: an identity card's number is left out here.
        return Order(
            id=self._id(press),
            press=press.id,
            service=press.order["service"],
            day=self._leasing.today(),
            procedure=press.order.get("procedure"),
            priority=press.order.get("priority", "none"),
            language=press.language,
            issued_at=self._clock.now_ms(),
            uptime=self._clock.uptime_ms(),
            boot=self._clock.boot,
        )

    def _id(self, press: Press) -> str:
        return ticket_id(self._store.secret, press.id, self._leasing.today())

    def _shown(self, ticket: OfflineTicket) -> dict[str, Any]:
        lease = self._leasing.lease
        offset = 0 if lease is None else lease.offset_ms
        service = self._services().get(ticket.service, {})
        return {
            "id": ticket.id,
            "number": ticket.number,
            "service": ticket.service,
            "service_name": service.get("name", ticket.service),
            "service_name_en": service.get("name_en", ticket.service),
            "people_ahead": None,
            "wait": None,
            "expected_before": None,
            "appointment_at": None,
            "status_url": status_url("" if lease is None else lease.status_url, ticket.id),
            "issued_at": in_words(ticket.issued_at + offset),
            "offline": True,
        }


class _Turns:
    """One at a time for each press; presses do not wait for each other."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._locks: dict[str, tuple[threading.Lock, int]] = {}

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        with self._guard:
            lock, users = self._locks.get(name, (threading.Lock(), 0))
            self._locks[name] = (lock, users + 1)
        try:
            with lock:
                yield
        finally:
            with self._guard:
                users = self._locks[name][1] - 1
                if users:
                    self._locks[name] = (lock, users)
                else:
                    del self._locks[name]
