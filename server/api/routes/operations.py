"""Everything else an officer does with a ticket, and what its holder may do."""

from collections.abc import Callable

from ...core.errors import NotFound
from ...core.model import Ticket
from ...queries.history import ticket_history
from ...queries.snapshot import Snapshot
from ...store import tickets
from ...usecases import aside, leaving
from ...usecases.call import call_chosen
from ...usecases.change import Actor, Change
from ...usecases.ids import from_code
from ...usecases.transfer import Transfer, transfer
from ...usecases.undo import undo_call
from ..answers import CalledOut, HistoryOut, TicketAnswer
from ..bodies import ChooseBody, NoteBody, ParkBody, TransferBody
from ..endpoint import Answer, Json, Request
from .counters import called_json
from .registry import endpoint
from .tickets import OFFICERS, at_a_counter, described_now


def _do(request: Request, usecase: Callable[[Change, str], Ticket]) -> Answer:
    id = at_a_counter(request)
    request.engine.change(request.who, lambda change: usecase(change, id))
    return 200, {"ticket": described_now(request, id)}


@endpoint(
    "POST",
    "/counters/{id}/call",
    summary="Call a certain waiting ticket; the reason is kept. Officers need the centre's leave.",
    roles=OFFICERS,
    body=ChooseBody,
    answers={200: CalledOut},
    keyed=True,
    problems=(404, 409),
)
def choose(request: Request) -> Answer:
    id, body = request.path["id"], request.body
    called = request.engine.change(
        request.who,
        lambda change: call_chosen(change, id, body.ticket, body.reason, request.key),
    )
    request.repeated = called.repeated
    return 200, request.engine.look(request.centre, lambda look: called_json(request, look, called))


@endpoint(
    "POST",
    "/tickets/{id}/undo-call",
    summary="Take back a wrong call within some seconds: the ticket regains its exact place.",
    roles=OFFICERS,
    answers={200: TicketAnswer},
    keyed=True,
    problems=(404, 409),
)
def undo(request: Request) -> Answer:
    return _do(request, lambda change, id: undo_call(change, id, request.key))


@endpoint(
    "POST",
    "/tickets/{id}/bring-back",
    summary="A no-show turned up: back into the line, at the place the settings say.",
    roles=OFFICERS,
    answers={200: TicketAnswer},
    keyed=True,
    problems=(404, 409),
)
def bring_back(request: Request) -> Answer:
    return _do(request, lambda change, id: leaving.bring_back(change, id, request.key))


@endpoint(
    "POST",
    "/tickets/{id}/park",
    summary="Put a visit aside with a reason and a time to come back to mind. May be repeated.",
    roles=OFFICERS,
    body=ParkBody,
    answers={200: TicketAnswer},
    problems=(404, 409),
)
def park(request: Request) -> Answer:
    body: ParkBody = request.body
    return _do(request, lambda change, id: aside.park(change, id, body.reason, body.minutes))


@endpoint(
    "POST",
    "/tickets/{id}/resume",
    summary="Go on with a parked visit.",
    roles=OFFICERS,
    answers={200: TicketAnswer},
    keyed=True,
    problems=(404, 409),
)
def resume(request: Request) -> Answer:
    return _do(request, lambda change, id: aside.resume(change, id, request.key))


@endpoint(
    "POST",
    "/tickets/{id}/send-away",
    summary="Papers to correct: the citizen comes back to this counter before new tickets."
    " May be repeated.",
    roles=OFFICERS,
    body=NoteBody,
    answers={200: TicketAnswer},
    problems=(404, 409),
)
def send_away(request: Request) -> Answer:
    note = request.body.note
    return _do(request, lambda change, id: aside.send_away(change, id, note))


@endpoint(
    "POST",
    "/tickets/{id}/return",
    summary="The citizen is back with corrected papers.",
    roles=OFFICERS | {"kiosk"},
    answers={200: TicketAnswer},
    keyed=True,
    problems=(404, 409),
)
def come_back(request: Request) -> Answer:
    return _do(request, lambda change, id: aside.come_back(change, id, request.key))


@endpoint(
    "POST",
    "/tickets/{id}/transfer",
    summary="Send a visit on to another service or counter, under the same number.",
    roles=OFFICERS,
    body=TransferBody,
    answers={200: TicketAnswer},
    keyed=True,
    problems=(404, 409),
)
def send_on(request: Request) -> Answer:
    body: TransferBody = request.body
    to = Transfer(body.service, body.counter, body.note, request.key)
    return _do(request, lambda change, id: transfer(change, id, to))


@endpoint(
    "POST",
    "/tickets/{id}/cancel",
    summary="Give up a waiting ticket. May be repeated.",
    roles=OFFICERS | {"kiosk"},
    answers={200: TicketAnswer},
    problems=(404, 409),
)
def cancel(request: Request) -> Answer:
    return _do(request, leaving.cancel)


@endpoint(
    "GET",
    "/tickets/{id}/history",
    summary="A ticket's whole story: every event, why it was called, and who else waited then.",
    roles=OFFICERS,
    answers={200: HistoryOut},
    problems=(404,),
)
def history(request: Request) -> Answer:
    id = request.path["id"]

    def query(look: Snapshot) -> Json:
        found = tickets.get(look.session, look.centre.id, id) or tickets.by_number(
            look.session, look.centre.id, look.day, id
        )
        if found is None:
            raise NotFound(field="id")
        # Who was rated must not read a single rating.
        return ticket_history(look, found, ratings=request.who.role != "staff")

    return 200, request.engine.look(request.centre, query)


@endpoint(
    "POST",
    "/public/tickets/{code}/cancel",
    summary="The holder of the ticket's link gives the place up. May be repeated.",
    answers={204: None},
    problems=(404, 409),
)
def cancel_by_holder(request: Request) -> Answer:
    id = from_code(request.path["code"])
    ticket = None if id is None else request.engine.read(lambda s: tickets.find(s, id))
    if id is None or ticket is None:
        raise NotFound(field="code")
    holder = Actor("holder", ticket.centre, "link")
    request.engine.change(holder, lambda change: leaving.cancel(change, id))
    return 204, None
