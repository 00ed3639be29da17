"""Tickets: issue, look, and what an officer does with one."""

from collections.abc import Callable

from ...clock import now_ms
from ...core.errors import Forbidden, Invalid, TicketNotFound
from ...core.forecast import NONE, Expected
from ...core.model import Lane, Ticket
from ...core.priority import lane_of
from ...queries.snapshot import Snapshot, when
from ...queries.tickets import describe, ticket_json
from ...store import tickets
from ...usecases import visit
from ...usecases.change import Change
from ...usecases.ids import to_code
from ...usecases.issue import IssueTicket, issue_ticket
from ..answers import TicketAnswer, TicketOut
from ..bodies import IssueBody
from ..endpoint import Answer, Json, Request
from .registry import endpoint

ISSUERS = {"kiosk", "staff", "manager", "admin"}
OFFICERS = {"staff", "manager", "admin"}
VIEWERS = {"kiosk", "display", "terminal", "staff", "manager", "admin"}


def with_link(request: Request, id: str, ticket: Json) -> Json:
    """Complete a ticket with the link its holder's phone opens."""
    return {**ticket, "status_url": f"{request.root}/t/{to_code(id)}"}


@endpoint(
    "POST",
    "/tickets",
    summary="Issue a ticket. One Idempotency-Key per press: a repeat gets the same ticket.",
    roles=ISSUERS,
    body=IssueBody,
    answers={201: TicketOut},
    keyed=True,
    problems=(409, 422),
)
def issue(request: Request) -> Answer:
    body: IssueBody = request.body
    if body.id is not None and (request.who.role != "kiosk" or request.key is None):
        raise Invalid(field="id")
    command = IssueTicket(
        service=body.service,
        procedure=body.procedure,
        priority=body.priority,
        language=body.language,
        key=request.key,
        then=tuple(body.then),
        identity=body.identity,
        id=body.id,
        wait=_newcomer(request, body.service, body.priority),
        dossier=body.dossier,
    )
    issued = request.engine.change(request.who, lambda change: issue_ticket(change, command))
    request.repeated = issued.repeated
    ticket = issued.ticket
    if issued.wait is not None and not issued.repeated:
        request.engine.forecast.given(ticket.id, issued.wait, ticket.issued_at)
    described = ticket_json(ticket, issued.service, None, ticket.people_ahead_at_issue, issued.wait)
    described["expected_before"] = when(issued.expected_before)
    return 201, with_link(request, ticket.id, described)


def _newcomer(request: Request, service: str, level: str) -> Expected | None:
    """What somebody who draws a ticket now is told to expect; None without evidence."""
    forecast = request.engine.forecast.of(request.who.centre)
    first = lane_of(level) is Lane.PRIORITY
    found = forecast.of_newcomer(service, now_ms(), priority=first)
    return None if found is None or found.basis == NONE else found


@endpoint(
    "GET",
    "/tickets/{id}",
    summary="One ticket.",
    roles=VIEWERS,
    answers={200: TicketOut},
    problems=(404,),
)
def get(request: Request) -> Answer:
    id = request.path["id"]
    described = described_now(request, id)
    if described["wait"] is not None:
        request.engine.forecast.note(request.centre, id, now_ms())
    return 200, described


def described_now(request: Request, id: str) -> Json:
    def query(look: Snapshot) -> Json:
        ticket = tickets.get(look.session, look.centre.id, id)
        if ticket is None:
            raise TicketNotFound()
        return describe(look, ticket)

    return with_link(request, id, request.engine.look(request.centre, query))


def _act(request: Request, usecase: Callable[[Change, str], Ticket]) -> Answer:
    id = at_a_counter(request)
    request.engine.change(request.who, lambda change: usecase(change, id))
    return 200, {"ticket": described_now(request, id)}


def at_a_counter(request: Request) -> str:
    """The ticket of the path, for an actor who sits somewhere. Raises ``Forbidden``."""
    if request.who.role == "staff" and request.who.counter is None:
        raise Forbidden()
    return request.path["id"]


@endpoint(
    "POST",
    "/tickets/{id}/recall",
    summary="Call a called ticket again.",
    roles=OFFICERS,
    answers={200: TicketAnswer},
    keyed=True,
    problems=(404, 409),
)
def recall(request: Request) -> Answer:
    id = at_a_counter(request)
    ticket, request.repeated = request.engine.change(
        request.who, lambda change: visit.recall(change, id, request.key)
    )
    described = request.engine.look(request.centre, lambda look: describe(look, ticket))
    return 200, {"ticket": with_link(request, id, described)}


@endpoint(
    "POST",
    "/tickets/{id}/serve",
    summary="The citizen has come: service begins. May be repeated.",
    roles=OFFICERS,
    answers={200: TicketAnswer},
    problems=(404, 409),
)
def serve(request: Request) -> Answer:
    return _act(request, visit.serve)


@endpoint(
    "POST",
    "/tickets/{id}/finish",
    summary="The visit is over; the rating terminal wakes. May be repeated; where the visit goes on"
    " at another service, with the same Idempotency-Key only.",
    roles=OFFICERS,
    answers={200: TicketAnswer},
    keyed=True,
    problems=(404, 409),
)
def finish(request: Request) -> Answer:
    return _act(request, lambda change, id: visit.finish(change, id, request.key))


@endpoint(
    "POST",
    "/tickets/{id}/no-show",
    summary="Called, and did not come. May be repeated.",
    roles=OFFICERS,
    answers={200: TicketAnswer},
    problems=(404, 409),
)
def no_show(request: Request) -> Answer:
    return _act(request, visit.no_show)
