"""Issue a ticket: number, place and event in one transaction."""

import json
from dataclasses import dataclass, replace

from ..core import hours, numbering, priority
from ..core.errors import (
    AlreadyExists,
    AlreadyWaiting,
    DayFull,
    Invalid,
    ServiceClosed,
    TicketNotFound,
    UnknownService,
)
from ..core.forecast import Expected
from ..core.model import Lane, Service, ServiceKind, Ticket, TicketState
from ..core.promise import Load, expected_before
from ..store import collecting, demand, estimates, events, lines, procedures, services, tickets
from ..store.base import Row
from . import rooms
from .change import Change
from .identity import identity_hash
from .ids import new_id
from .once import once

MAX_PLAN = 5


@dataclass(frozen=True, slots=True)
class IssueTicket:
    """What a citizen asked for. ``key`` is one per press; ``then`` are further services of the
    same visit; ``identity`` is a card number, used for a keyed hash only; ``due_from`` is when an
    appointment begins (ms); ``id`` is the ticket's, where a kiosk has chosen it (a UUID); ``wait``
    is what the citizen is told to expect."""

    service: str
    procedure: str | None
    priority: str
    language: str
    key: str | None
    then: tuple[str, ...] = ()
    identity: str | None = None
    due_from: int | None = None
    id: str | None = None
    wait: Expected | None = None
    dossier: str | None = None
    """Whose result is to be collected; heeded by the line that hands results over."""

    @property
    def fingerprint(self) -> str:
        parts = (self.service, self.procedure or "", self.priority, self.language, *self.then)
        return "issue|" + "|".join(parts)


@dataclass(frozen=True, slots=True)
class Issued:
    """``expected_before`` (ms) is the promise; None where the centre has no hours."""

    ticket: Ticket
    service: Service
    expected_before: int | None
    repeated: bool
    wait: Expected | None = None
    """What the citizen was told to expect."""


def issue_ticket(change: Change, command: IssueTicket) -> Issued:
    """Issue a ticket, or return the one this key got before.

    Raises ``UnknownService``, ``ServiceClosed``, ``DayFull``, ``AlreadyWaiting``, ``Invalid``
    (procedure, priority, then, identity), ``AlreadyExists`` (id) or ``KeyReused``.
    """
    service = services.get(change.session, change.centre.id, command.service)
    if service is None:
        raise UnknownService(field="service")
    made: list[tuple[Ticket, int | None]] = []

    def act() -> str:
        made.append(_issue(change, command, service))
        ticket, promised = made[0]
        return json.dumps([ticket.id, promised])

    result, repeated = once(change, command.key, command.fingerprint, act)
    if made:
        return Issued(made[0][0], service, made[0][1], False, command.wait)
    id, promised = json.loads(result or "null")
    ticket = tickets.get(change.session, change.centre.id, id)
    if ticket is None:
        raise TicketNotFound()
    told = estimates.at_issue(change.session, ticket.id)
    return Issued(_as_issued(ticket), service, promised, repeated, told)


def _as_issued(ticket: Ticket) -> Ticket:
    """The ticket as it was when it was new: a repeated command gets the answer of the first."""
    return replace(
        ticket,
        state=TicketState.WAITING,
        counter=None,
        officer=None,
        calls=0,
        called_at=None,
        started_at=None,
        ended_at=None,
    )


def _issue(change: Change, command: IssueTicket, service: Service) -> tuple[Ticket, int | None]:
    _check(change, command, service)
    identity = None
    if command.identity is not None:
        identity = identity_hash(change, command.identity)
        _check_single(change, service, identity)
    lane = _lane(command)
    line = lines.join(change.session, change.centre.id, service.id, change.day, lane)
    ahead = _ahead(line, lane)
    promised = _promise(change, service, line, ahead)
    if promised is not None and command.due_from is not None:
        promised = max(promised, command.due_from)
    ticket = _ticket(change, command, service, lane, line["last_serial"], ahead)
    _add(change, command, ticket, identity)
    if command.dossier is not None and service.kind is ServiceKind.RESULT:
        collecting.add(change.session, change.centre.id, ticket.id, command.dossier)
    demand.asked(change.session, change.centre.id, change.day, ticket.service, ticket.procedure)
    _keep_told(change, ticket, command.wait)
    data: dict[str, object] = {
        "number": ticket.number,
        "service": service.id,
        "ahead": ahead,
    }
    if promised is not None:
        data["expected_before"] = promised
    events.add(
        change.session,
        centre=change.centre.id,
        at=change.now,
        kind="issued",
        ticket=ticket.id,
        actor=change.actor.label,
        data=data,
    )
    change.touch(
        rooms.service(service.id),
        rooms.line(service.id),
        rooms.later(rooms.HALL),
        rooms.KIOSK,
        rooms.MANAGER,
    )
    return ticket, promised


def _keep_told(change: Change, ticket: Ticket, wait: Expected | None) -> None:
    """What is told with a ticket is held against what happens."""
    if wait is None:
        return
    row = estimates.row_of(
        ticket.id, ticket.centre, ticket.day, ticket.service, change.now, wait, at_issue=True
    )
    estimates.add(change.session, row)


def _add(change: Change, command: IssueTicket, ticket: Ticket, identity: str | None) -> None:
    if command.id is None:
        tickets.add(change.session, ticket, identity)
    elif not tickets.add_chosen(change.session, ticket, identity):
        raise AlreadyExists(field="id")


def _check(change: Change, command: IssueTicket, service: Service) -> None:
    if not service.open or not _in_hours(change, service):
        raise ServiceClosed(field="service", service=service.name, service_en=service.name_en)
    if command.priority not in priority.CLASSES:
        raise Invalid(field="priority")
    if command.procedure is not None and not procedures.exists(
        change.session, change.centre.id, command.procedure
    ):
        raise Invalid(field="procedure")
    if len(command.then) > MAX_PLAN:
        raise Invalid(field="then")
    for following in command.then:
        if services.get(change.session, change.centre.id, following) is None:
            raise UnknownService(field="then")


def _in_hours(change: Change, service: Service) -> bool:
    """Tickets are given while the doors are open, lunch break included."""
    week = service.week if service.week is not None else change.settings.week
    return week is None or hours.work_until(week, change.now, change.centre.zone, 1) is not None


def _check_single(change: Change, service: Service, identity: str) -> None:
    standing = tickets.live_of(change.session, change.centre.id, change.day, identity, service.id)
    if standing is not None:
        raise AlreadyWaiting(field="identity", number=standing.number)


def _lane(command: IssueTicket) -> Lane:
    if command.due_from is not None:
        return Lane.APPOINTMENT
    return priority.lane_of(command.priority)


def _ahead(line: Row, lane: Lane) -> int:
    """How many stand before the ticket that has just joined."""
    if lane is Lane.APPOINTMENT:
        return int(line["waiting_appointment"]) - 1
    standing = int(line["waiting_priority"])
    if lane is Lane.NORMAL:
        standing += int(line["waiting_normal"])
    return standing - 1


def _promise(change: Change, service: Service, line: Row, ahead: int) -> int | None:
    """By when the ticket should be called; None without hours, and where no
    counter could call it. Raises ``DayFull``."""
    week = service.week if service.week is not None else change.settings.week
    full = service.capacity is not None and line["issued"] > service.capacity
    if week is None and not full:
        return None
    load = Load(
        ahead,
        service.nominal_s,
        services.counters_for(change.session, change.centre.id, service.id),
    )
    at = None if full else expected_before(week, change.now, change.centre.zone, load)
    if at is None:
        following = hours.next_day_opening(week, change.now, change.centre.zone)
        raise DayFull(
            field="service",
            service=service.name,
            service_en=service.name_en,
            next=hours.in_words(following, change.centre.zone),
        )
    return at if load.counters else None


def _ticket(
    change: Change,
    command: IssueTicket,
    service: Service,
    lane: Lane,
    serial: int,
    ahead: int,
) -> Ticket:
    return Ticket(
        serial=0,
        id=command.id or new_id(change.now),
        centre=change.centre.id,
        day=change.day,
        service=service.id,
        number=numbering.format_number(service.prefix, serial),
        priority=command.priority,
        place=command.due_from if command.due_from is not None else change.now,
        state=TicketState.WAITING,
        procedure=command.procedure,
        language=command.language,
        counter=None,
        officer=None,
        calls=0,
        people_ahead_at_issue=ahead,
        issued_at=change.now,
        called_at=None,
        started_at=None,
        ended_at=None,
        lane=lane,
        waiting_since=change.now,
        plan=command.then,
        due_from=command.due_from,
    )
