"""Services and the priority classes a ticket may have."""

from ...core.errors import NotFound
from ...queries.services import priorities_list, services_list
from ...usecases.counter_state import set_service_open
from ..answers import PriorityList, ServiceList, ServiceOut
from ..endpoint import PAGE, Answer, Request
from .paging import page_of
from .registry import endpoint

CHIEFS = {"manager", "admin"}


@endpoint("GET", "/services", summary="The services.", answers={200: ServiceList}, parameters=PAGE)
def listing(request: Request) -> Answer:
    return 200, page_of(request, request.engine.look(request.centre, services_list))


@endpoint(
    "GET",
    "/priorities",
    summary="The priority classes.",
    answers={200: PriorityList},
    parameters=PAGE,
)
def priorities(request: Request) -> Answer:
    age = request.engine.look(request.centre, lambda look: look.settings.elderly_age)
    return 200, page_of(request, priorities_list(age))


@endpoint(
    "POST",
    "/services/{id}/open",
    summary="Take tickets for a service again. May be repeated.",
    roles=CHIEFS,
    answers={200: ServiceOut},
    problems=(404,),
)
def open_service(request: Request) -> Answer:
    return _set(request, True)


@endpoint(
    "POST",
    "/services/{id}/close",
    summary="Take no more tickets for a service. May be repeated.",
    roles=CHIEFS,
    answers={200: ServiceOut},
    problems=(404,),
)
def close_service(request: Request) -> Answer:
    return _set(request, False)


def _set(request: Request, open: bool) -> Answer:
    id = request.path["id"]
    if not request.engine.change(request.who, lambda c: set_service_open(c, id, open)):
        raise NotFound(field="id")
    listed = request.engine.look(request.centre, services_list)
    return 200, next(s for s in listed if s["id"] == id)
