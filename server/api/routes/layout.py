"""How the centre is laid out: its own facts, departments, and editing services and counters."""

from ...queries.configuration import centre_facts, departments_list
from ...queries.counters import describe_counter
from ...queries.services import services_list
from ...usecases.configuration.editing import edit, remove
from ..answers import CounterOut, ServiceOut
from ..configuration_models import (
    CentreBody,
    CentreFacts,
    CounterEditBody,
    DepartmentBody,
    DepartmentFacts,
    DepartmentFactsList,
    ServiceEditBody,
)
from ..endpoint import PAGE, Answer, Request
from .paging import page_of
from .registry import endpoint

ADMINS = {"admin"}


@endpoint(
    "GET",
    "/centre",
    summary="What the centre is called, and its time zone.",
    answers={200: CentreFacts},
    roles=ADMINS,
)
def centre(request: Request) -> Answer:
    return 200, request.engine.look(request.centre, centre_facts)


@endpoint(
    "PUT",
    "/centre",
    summary="Set what the centre is called, and its time zone.",
    roles=ADMINS,
    body=CentreBody,
    answers={200: CentreFacts},
)
def set_centre(request: Request) -> Answer:
    values = request.body.model_dump()
    values["name_en"] = values["name_en"] or values["name"]
    request.engine.change(request.who, lambda change: edit(change, "centre", "", values))
    return centre(request)


@endpoint(
    "GET",
    "/departments",
    summary="The departments whose officers sit here.",
    roles=ADMINS,
    answers={200: DepartmentFactsList},
    parameters=PAGE,
)
def departments(request: Request) -> Answer:
    return 200, page_of(request, request.engine.look(request.centre, departments_list))


@endpoint(
    "PUT",
    "/departments/{id}",
    summary="Add a department, or set what it is called and where it stands.",
    roles=ADMINS,
    body=DepartmentBody,
    answers={200: DepartmentFacts},
)
def set_department(request: Request) -> Answer:
    id, values = request.path["id"], request.body.model_dump()
    request.engine.change(
        request.who, lambda change: edit(change, "department", id, values, makes=True)
    )
    listed = request.engine.look(request.centre, departments_list)
    return 200, next(one for one in listed if one["id"] == id)


@endpoint(
    "DELETE",
    "/departments/{id}",
    summary="Remove a department that no service and no dossier belongs to.",
    roles=ADMINS,
    answers={204: None},
    problems=(404, 409),
)
def remove_department(request: Request) -> Answer:
    return _remove(request, "department")


@endpoint(
    "PUT",
    "/services/{id}",
    summary="Set what a service is called, its numbers' prefix and its place on the kiosk.",
    roles=ADMINS,
    body=ServiceEditBody,
    answers={200: ServiceOut},
    problems=(404, 409, 422),
)
def set_service(request: Request) -> Answer:
    id, values = request.path["id"], request.body.model_dump()
    request.engine.change(request.who, lambda change: edit(change, "service", id, values))
    listed = request.engine.look(request.centre, services_list)
    return 200, next(one for one in listed if one["id"] == id)


@endpoint(
    "DELETE",
    "/services/{id}",
    summary="Remove a service that no ticket was ever issued for; others are closed instead.",
    roles=ADMINS,
    answers={204: None},
    problems=(404, 409),
)
def remove_service(request: Request) -> Answer:
    return _remove(request, "service")


@endpoint(
    "PUT",
    "/counters/{id}",
    summary="Set a counter's number and what it is called.",
    roles=ADMINS,
    body=CounterEditBody,
    answers={200: CounterOut},
    problems=(404, 409, 422),
)
def set_counter(request: Request) -> Answer:
    id, values = request.path["id"], request.body.model_dump()
    request.engine.change(request.who, lambda change: edit(change, "counter", id, values))
    return 200, request.engine.look(request.centre, lambda look: describe_counter(look, id))


@endpoint(
    "DELETE",
    "/counters/{id}",
    summary="Remove a counter that was never called to and where no device stands.",
    roles=ADMINS,
    answers={204: None},
    problems=(404, 409),
)
def remove_counter(request: Request) -> Answer:
    return _remove(request, "counter")


def _remove(request: Request, kind: str) -> Answer:
    id = request.path["id"]
    request.engine.change(request.who, lambda change: remove(change, kind, id))
    return 204, None
