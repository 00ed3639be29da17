"""Appointments: book, list, cancel, check in."""

from datetime import datetime

from ...clock import now_ms
from ...core.errors import Invalid
from ...core.numbering import service_day
from ...queries.snapshot import Snapshot, when
from ...queries.tickets import ticket_json
from ...store import appointments
from ...store.base import Row
from ...usecases.appointments import Booking, book, cancel_booking, check_in
from ..answers import AppointmentList, AppointmentOut, TicketOut
from ..bodies import AppointmentBody, CheckInBody
from ..endpoint import PAGE, Answer, Json, Parameter, Request
from .paging import page_of
from .registry import endpoint
from .tickets import ISSUERS, with_link

BOOKERS = {"staff", "manager", "admin"}


@endpoint(
    "POST",
    "/appointments",
    summary="Book a window of time for a service; the answer carries the code to check in with.",
    roles=BOOKERS,
    body=AppointmentBody,
    answers={201: AppointmentOut},
    problems=(422,),
)
def make(request: Request) -> Answer:
    body: AppointmentBody = request.body
    booking = Booking(
        body.service,
        body.procedure,
        _moment("begins_at", body.begins_at),
        _moment("ends_at", body.ends_at),
    )
    row = request.engine.change(request.who, lambda change: book(change, booking))
    return 201, _json(row)


@endpoint(
    "GET",
    "/appointments",
    summary="The appointments of a day (today's, if none is named).",
    roles=BOOKERS,
    answers={200: AppointmentList},
    parameters=(Parameter("day", {"type": "string", "format": "date"}), *PAGE),
)
def listing(request: Request) -> Answer:
    wanted = request.query.get("day")

    def query(look: Snapshot) -> list[Json]:
        day = wanted or service_day(now_ms(), look.centre.zone)
        return [_json(r) for r in appointments.listing(look.session, look.centre.id, day)]

    return 200, page_of(request, request.engine.look(request.centre, query))


@endpoint(
    "POST",
    "/appointments/{id}/cancel",
    summary="Cancel an appointment. May be repeated.",
    roles=BOOKERS,
    answers={200: AppointmentOut},
    problems=(404, 409),
)
def cancel(request: Request) -> Answer:
    id = request.path["id"]
    row = request.engine.change(request.who, lambda change: cancel_booking(change, id))
    return 200, _json(row)


@endpoint(
    "POST",
    "/appointments/check-in",
    summary="Turn today's appointment into a ticket; checking in twice gives the same ticket.",
    roles=ISSUERS,
    body=CheckInBody,
    answers={201: TicketOut},
    problems=(404, 409),
)
def arrive(request: Request) -> Answer:
    body: CheckInBody = request.body
    issued = request.engine.change(
        request.who, lambda change: check_in(change, body.code, body.language, request.key)
    )
    ticket = issued.ticket
    described = ticket_json(ticket, issued.service, None, ticket.people_ahead_at_issue)
    described["expected_before"] = when(issued.expected_before)
    return 201, with_link(request, ticket.id, described)


def _moment(field: str, text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(field=field) from None
    if moment.tzinfo is None:
        raise Invalid(field=field)
    return int(moment.timestamp() * 1000)


def _json(row: Row) -> Json:
    return {
        **{k: row[k] for k in ("id", "code", "service", "procedure", "day", "state", "ticket")},
        "begins_at": when(row["begins_at"]),
        "ends_at": when(row["ends_at"]),
    }
