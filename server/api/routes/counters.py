"""Counters: list, open, pause, close, and call the next ticket."""

from ...core.errors import CounterNotFound
from ...core.model import CounterState, PauseReason
from ...queries.counters import counters_list, describe_counter
from ...queries.reasons import reason_json
from ...queries.snapshot import Json, Snapshot, when, within
from ...queries.tickets import describe
from ...usecases.call import Called, call_next
from ...usecases.change import Change
from ...usecases.counter_state import set_counter_state
from ..answers import CalledOut, CounterList, CounterOut
from ..bodies import PauseBody
from ..endpoint import PAGE, Answer, Request
from .paging import page_of
from .registry import endpoint
from .tickets import OFFICERS, with_link


@endpoint("GET", "/counters", summary="The counters.", answers={200: CounterList}, parameters=PAGE)
def listing(request: Request) -> Answer:
    return 200, page_of(request, request.engine.look(request.centre, counters_list))


@endpoint(
    "POST",
    "/counters/{id}/call-next",
    summary="Call whoever is next at this counter, with the reason; 204 when nobody waits."
    " A ticket the counter still holds is finished; a closed counter opens.",
    roles=OFFICERS,
    answers={200: CalledOut, 204: None},
    keyed=True,
    problems=(404, 422),
)
def call(request: Request) -> Answer:
    id = request.path["id"]

    def usecase(change: Change) -> tuple[Json, bool] | None:
        called = call_next(change, id, request.key)
        if called is None:
            return None
        return called_json(request, within(change), called), called.repeated

    answer = request.engine.change(request.who, usecase)
    if answer is None:
        return 204, None
    described, request.repeated = answer
    return 200, described


def called_json(request: Request, look: Snapshot, called: Called) -> Json:
    ticket = called.ticket
    return {
        "ticket": with_link(request, ticket.id, describe(look, ticket)),
        "call": {
            "id": called.call,
            "attempt": called.attempt,
            "called_at": when(called.called_at),
        },
        "reason": reason_json(called.reason),
    }


@endpoint(
    "POST",
    "/counters/{id}/open",
    summary="Open a counter. May be repeated.",
    roles=OFFICERS,
    answers={200: CounterOut},
    problems=(404,),
)
def open_counter(request: Request) -> Answer:
    return _set(request, CounterState.OPEN)


@endpoint(
    "POST",
    "/counters/{id}/pause",
    summary="Pause a counter, with the reason. May be repeated.",
    roles=OFFICERS,
    body=PauseBody,
    body_optional=True,
    answers={200: CounterOut},
    problems=(404,),
)
def pause(request: Request) -> Answer:
    reason = PauseReason.BREAK if request.body is None else request.body.reason
    return _set(request, CounterState.PAUSED, reason)


@endpoint(
    "POST",
    "/counters/{id}/close",
    summary="Close a counter that holds no ticket. May be repeated.",
    roles=OFFICERS,
    answers={200: CounterOut},
    problems=(404, 409),
)
def close(request: Request) -> Answer:
    return _set(request, CounterState.CLOSED)


def _set(request: Request, state: CounterState, reason: PauseReason | None = None) -> Answer:
    id = request.path["id"]
    request.engine.change(request.who, lambda change: set_counter_state(change, id, state, reason))
    described = request.engine.look(request.centre, lambda look: describe_counter(look, id))
    if described is None:
        raise CounterNotFound(counter=id)
    return 200, described
