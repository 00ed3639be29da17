"""Merge the tickets a kiosk has issued without the server into the queue, by time of issue.

The paper exists and is in somebody's hand: a service that has closed or filled up meanwhile changes
nothing. What a kiosk says is checked all the same: its numbers must come from its own lease.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from ..core import numbering, priority
from ..core.lifecycle import Action
from ..core.model import Service, Ticket, TicketState
from ..core.offline import Block, Drawn, drawn_at, skew_of
from ..store import (
    blocks,
    calls,
    demand,
    events,
    lines,
    procedures,
    queue,
    requests,
    services,
    tickets,
)
from . import rooms, ticket_events
from .change import Change
from .issue import IssueTicket
from .moving import decide

LANGUAGES = ("vi", "en")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NUMBER = re.compile(r"([A-Z]{1,3}|[1-9])([0-9]{3,6})")


class Status(StrEnum):
    """What became of an offline ticket; all but ``REJECTED`` are the end of it."""

    STORED = "stored"
    KNOWN = "known"
    RENUMBERED = "renumbered"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class OfflineTicket:
    """A ticket as a kiosk issued it. ``day`` is its number's; ``issued_at`` is epoch ms by the
    kiosk's clock; ``press`` was the Idempotency-Key of its order, if the server ever got that."""

    id: str
    press: str
    number: str
    service: str
    day: str
    procedure: str | None
    priority: str
    language: str
    issued_at: int

    @property
    def order(self) -> IssueTicket:
        """What the kiosk would have sent while it was online."""
        return IssueTicket(self.service, self.procedure, self.priority, self.language, self.press)


@dataclass(frozen=True, slots=True)
class Merged:
    """``reason`` is why a ticket was rejected."""

    id: str
    status: Status
    reason: str | None = None


class _Rejected(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def merge_offline(change: Change, sent_at: int, given: Sequence[OfflineTicket]) -> list[Merged]:
    """Store what is new, renumber what an unanswered order had made, in the order given.

    ``sent_at`` is the kiosk's clock (epoch ms) when it sent them. May be repeated.
    """
    skew = skew_of(sent_at, change.now)
    return [_merge(change, ticket, skew) for ticket in given]


def _merge(change: Change, given: OfflineTicket, skew: int) -> Merged:
    try:
        return Merged(given.id, _accept(change, given, skew))
    except _Rejected as error:
        return Merged(given.id, Status.REJECTED, error.reason)


def _accept(change: Change, given: OfflineTicket, skew: int) -> Status:
    if not _ID.fullmatch(given.id):
        raise _Rejected("bad_id")
    standing = _standing(change, given)
    if standing is not None and (standing.number, standing.day) == (given.number, given.day):
        return Status.KNOWN
    service = services.get(change.session, change.centre.id, given.service)
    if service is None:
        raise _Rejected("unknown_service")
    block, serial = _leased(change, given)
    if tickets.by_number(change.session, change.centre.id, given.day, given.number) is not None:
        raise _Rejected("number_taken")
    drawn = _drawn(change, given, block, skew)
    if standing is None:
        _store(change, given, service, drawn, skew)
    else:
        _renumber(change, given, standing, drawn, skew)
    blocks.used(change.session, change.centre.id, block.day, block.service, block.first, serial + 1)
    return Status.RENUMBERED if standing is not None else Status.STORED


def _standing(change: Change, given: OfflineTicket) -> Ticket | None:
    """The ticket of the same press, whose answer the kiosk never saw."""
    found = tickets.find(change.session, given.id)
    if found is None:
        made = requests.find(change.session, change.centre.id, given.press, change.now)
        if made is None or not made["fingerprint"].startswith("issue|"):
            return None
        id = json.loads(made["result"])[0]
        found = tickets.get(change.session, change.centre.id, id)
    if found is not None and not _is_own(change, found):
        raise _Rejected("id_taken")
    return found


def _is_own(change: Change, ticket: Ticket) -> bool:
    if ticket.centre != change.centre.id:
        return False
    first = events.first_of_ticket(change.session, ticket.id)
    return first is not None and first["actor"] == change.actor.label


def _leased(change: Change, given: OfflineTicket) -> tuple[Block, int]:
    parts = _NUMBER.fullmatch(given.number)
    if parts is None:
        raise _Rejected("bad_number")
    serial = int(parts[2])
    row = blocks.holding(
        change.session, change.centre.id, change.actor.id, given.day, given.service, serial
    )
    if row is None:
        raise _Rejected("not_leased")
    block = blocks.from_row(row)
    if numbering.format_number(block.prefix, serial) != given.number:
        raise _Rejected("not_leased")
    return block, serial


def _drawn(change: Change, given: OfflineTicket, block: Block, skew: int) -> Drawn:
    opens, closes = _day_bounds(block.day, change.centre.zone)
    earliest = max(block.leased_at, opens)
    return drawn_at(given.issued_at, skew, earliest, max(earliest, min(change.now, closes - 1)))


def _day_bounds(day: str, zone: str) -> tuple[int, int]:
    local = date.fromisoformat(day)
    ends = (datetime.combine(d, time(), ZoneInfo(zone)) for d in (local, local + timedelta(days=1)))
    begin, end = (int(moment.timestamp() * 1000) for moment in ends)
    return begin, end


def _store(change: Change, given: OfflineTicket, service: Service, drawn: Drawn, skew: int) -> None:
    ticket = _ticket(change, given, drawn)
    late = given.day < change.day
    if late:
        made = decide(ticket, Action.EXPIRE)
        ticket = replace(ticket, state=made.to, ended_at=change.now)
    tickets.add(change.session, ticket)
    demand.asked(change.session, change.centre.id, ticket.day, ticket.service, ticket.procedure)
    lines.count_issued(change.session, change.centre.id, service.id, ticket.day)
    said = {"number": ticket.number, "service": service.id, "ahead": ticket.people_ahead_at_issue}
    ticket_events.append(
        change, ticket, "issued", {**said, **_circumstances(given, ticket, drawn, skew)}
    )
    if late:
        ticket_events.append(change, ticket, made.event, {"reason": "came_late"})
    else:
        lines.stand(change.session, change.centre.id, service.id, ticket.day, ticket.lane)
        change.touch(rooms.service(service.id), rooms.line(service.id), rooms.later(rooms.HALL))
    change.touch(rooms.KIOSK, rooms.MANAGER, rooms.ticket(ticket.id))
    _remember_press(change, given)


def _ticket(change: Change, given: OfflineTicket, drawn: Drawn) -> Ticket:
    level = given.priority if given.priority in priority.CLASSES else "none"
    known = given.procedure is not None and procedures.exists(
        change.session, change.centre.id, given.procedure
    )
    ticket = Ticket(
        serial=0,
        id=given.id,
        centre=change.centre.id,
        day=given.day,
        service=given.service,
        number=given.number,
        priority=level,
        place=drawn.at,
        state=TicketState.WAITING,
        procedure=given.procedure if known else None,
        language=given.language if given.language in LANGUAGES else LANGUAGES[0],
        counter=None,
        officer=None,
        calls=0,
        people_ahead_at_issue=0,
        issued_at=drawn.at,
        called_at=None,
        started_at=None,
        ended_at=None,
        lane=priority.lane_of(level),
        waiting_since=drawn.at,
    )
    return replace(ticket, people_ahead_at_issue=queue.ahead(change.session, ticket))


def _circumstances(
    given: OfflineTicket, ticket: Ticket, drawn: Drawn, skew: int
) -> dict[str, object]:
    """What the event says about how the ticket came to be; times are epoch ms."""
    told: dict[str, object] = {
        "offline": True,
        "drawn_at": drawn.at,
        "clock_said": given.issued_at,
        "clock_skew_ms": skew,
        "clamped": drawn.clamped,
    }
    asked = {
        "priority": given.priority,
        "procedure": given.procedure,
        "language": given.language,
    }
    dropped = {name: v for name, v in asked.items() if getattr(ticket, name) != v}
    return {**told, "not_known": dropped} if dropped else told


def _renumber(
    change: Change, given: OfflineTicket, ticket: Ticket, drawn: Drawn, skew: int
) -> None:
    """The citizen holds the offline number: the ticket takes it, wherever it stands now."""
    if ticket.day != given.day:
        raise _Rejected("other_day")
    tickets.update(change.session, ticket.id, number=given.number)
    calls.renumber(change.session, ticket.id, given.number)
    said = {"from": ticket.number, "to": given.number}
    now = replace(ticket, number=given.number)
    ticket_events.append(
        change, now, "renumbered", {**said, **_circumstances(given, ticket, drawn, skew)}
    )
    change.touch(rooms.HALL, rooms.MANAGER, rooms.ticket(ticket.id), rooms.line(ticket.service))
    if ticket.counter is not None:
        change.touch(rooms.counter(ticket.counter), rooms.desk(ticket.counter))
        change.touch(rooms.terminal(ticket.counter))


def _remember_press(change: Change, given: OfflineTicket) -> None:
    """An order that is still on its way, or asked again, finds the ticket that is there."""
    if requests.find(change.session, change.centre.id, given.press, change.now) is None:
        requests.add(
            change.session,
            change.centre.id,
            given.press,
            given.order.fingerprint,
            json.dumps([given.id, None]),
            change.now,
        )
