"""Issue a ticket: number, place and event in one transaction."""

from dataclasses import dataclass, replace

from ..core import numbering, priority
from ..core.errors import Invalid, ServiceClosed, TicketNotFound, UnknownService
from ..core.model import Lane, Service, Ticket, TicketState
from ..store import events, lines, procedures, services, tickets
from . import rooms
from .change import Change
from .ids import new_id
from .once import once


@dataclass(frozen=True, slots=True)
class IssueTicket:
    """What a citizen asked for. ``key`` is one per press."""

    service: str
    procedure: str | None
    priority: str
    language: str
    key: str | None

    @property
    def fingerprint(self) -> str:
        return f"issue|{self.service}|{self.procedure or ''}|{self.priority}|{self.language}"


@dataclass(frozen=True, slots=True)
class Issued:
    ticket: Ticket
    service: Service
    repeated: bool


def issue_ticket(change: Change, command: IssueTicket) -> Issued:
    """Issue a ticket, or return the one this key got before.

    Raises ``UnknownService``, ``ServiceClosed``, ``Invalid`` (procedure, priority) or
    ``KeyReused``.
    """
    service = services.get(change.session, change.centre.id, command.service)
    if service is None:
        raise UnknownService(field="service")
    made: list[Ticket] = []

    def act() -> str:
        made.append(_issue(change, command, service))
        return made[0].id

    result, repeated = once(change, command.key, command.fingerprint, act)
    if made:
        return Issued(made[0], service, False)
    ticket = tickets.get(change.session, change.centre.id, result or "")
    if ticket is None:
        raise TicketNotFound()
    return Issued(_as_issued(ticket), service, repeated)


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


def _issue(change: Change, command: IssueTicket, service: Service) -> Ticket:
    if not service.open:
        raise ServiceClosed(field="service", service=service.name, service_en=service.name_en)
    if command.priority not in priority.CLASSES:
        raise Invalid(field="priority")
    if command.procedure is not None and not procedures.exists(
        change.session, change.centre.id, command.procedure
    ):
        raise Invalid(field="procedure")
    lane = priority.lane_of(command.priority)
    line = lines.join(change.session, change.centre.id, service.id, change.day, lane)
    standing = line["waiting_priority"]
    if lane is Lane.NORMAL:
        standing += line["waiting_normal"]
    ticket = Ticket(
        serial=0,
        id=new_id(change.now),
        centre=change.centre.id,
        day=change.day,
        service=service.id,
        number=numbering.format_number(service.prefix, line["last_serial"]),
        priority=command.priority,
        place=change.now,
        state=TicketState.WAITING,
        procedure=command.procedure,
        language=command.language,
        counter=None,
        officer=None,
        calls=0,
        people_ahead_at_issue=standing - 1,
        issued_at=change.now,
        called_at=None,
        started_at=None,
        ended_at=None,
    )
    tickets.add(change.session, ticket)
    events.add(
        change.session,
        centre=change.centre.id,
        at=change.now,
        kind="issued",
        ticket=ticket.id,
        actor=change.actor.label,
        data={"number": ticket.number, "ahead": ticket.people_ahead_at_issue},
    )
    change.touch(
        rooms.service(service.id),
        rooms.line(service.id),
        rooms.later(rooms.HALL),
        rooms.KIOSK,
        rooms.MANAGER,
    )
    return ticket
