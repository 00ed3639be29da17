"""Appointments: book, cancel, and check in at the kiosk by code."""

import secrets
from dataclasses import dataclass

from ..core.errors import Invalid, NotBooked, NotFound, UnknownService
from ..core.numbering import service_day
from ..store import appointments, services, tickets
from ..store.base import Row
from . import centre_events, rooms
from .change import Change
from .ids import new_id
from .issue import Issued, IssueTicket, issue_ticket

CODE_DIGITS = 6
CODE_TRIES = 20
MAX_WINDOW_MS = 4 * 3_600_000
MAX_AHEAD_MS = 92 * 86_400_000


@dataclass(frozen=True, slots=True)
class Booking:
    """A service and a window of time, epoch milliseconds."""

    service: str
    procedure: str | None
    begins_at: int
    ends_at: int


def book(change: Change, booking: Booking) -> Row:
    """Make an appointment and its code. Raises ``UnknownService`` or ``Invalid``."""
    if services.get(change.session, change.centre.id, booking.service) is None:
        raise UnknownService(field="service")
    if not change.now - 60_000 <= booking.begins_at <= change.now + MAX_AHEAD_MS:
        raise Invalid(field="begins_at")
    if not 0 < booking.ends_at - booking.begins_at <= MAX_WINDOW_MS:
        raise Invalid(field="ends_at")
    id, day = new_id(change.now), service_day(booking.begins_at, change.centre.zone)
    for _ in range(CODE_TRIES):
        code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
        if appointments.add(
            change.session,
            id=id,
            centre=change.centre.id,
            code=code,
            service=booking.service,
            procedure=booking.procedure,
            day=day,
            begins_at=booking.begins_at,
            ends_at=booking.ends_at,
            now=change.now,
        ):
            break
    _tell(change, "appointment_booked", id)
    return _get(change, id)


def cancel_booking(change: Change, id: str) -> Row:
    """Cancel an appointment; a repeat changes nothing. Raises ``NotFound`` or ``NotBooked``."""
    row = _get(change, id)
    if row["state"] == "arrived":
        raise NotBooked()
    if row["state"] == "booked":
        appointments.set_state(change.session, id, "cancelled", None)
        _tell(change, "appointment_cancelled", id)
    return _get(change, id)


def check_in(change: Change, code: str, language: str, key: str | None) -> Issued:
    """Turn today's appointment into a ticket that is called when its window begins.

    Somebody who comes after the window joins the normal lane. Checking in twice gives the same
    ticket. Raises ``NotFound`` for an unknown code, ``NotBooked`` for a cancelled one.
    """
    row = appointments.by_code(change.session, change.centre.id, change.day, code)
    if row is None:
        raise NotFound(field="code")
    if row["state"] == "cancelled":
        raise NotBooked()
    in_time = change.now <= row["ends_at"]
    before = tickets.get(change.session, change.centre.id, row["ticket"] or "")
    command = IssueTicket(
        service=row["service"],
        procedure=row["procedure"],
        priority="none",
        # In whatever language the second time: it is the same command.
        language=language if before is None else before.language,
        # The appointment itself is the key: whoever checks in, and however often, gets one ticket.
        key=f"appointment|{row['id']}",
        due_from=row["begins_at"] if in_time else None,
    )
    issued = issue_ticket(change, command)
    appointments.set_state(change.session, row["id"], "arrived", issued.ticket.id)
    if in_time and row["begins_at"] > change.now:
        change.touch(rooms.service(row["service"]))
    return issued


def _get(change: Change, id: str) -> Row:
    row = appointments.get(change.session, change.centre.id, id)
    if row is None:
        raise NotFound(field="id")
    return row


def _tell(change: Change, kind: str, id: str) -> None:
    centre_events.append(change, kind, {"appointment": id})
