"""Those who may sign in, as administrators see and change them."""

from typing import Any

from ...core.errors import NotFound
from ...queries.people import people_list
from ...usecases import administer
from ...usecases.passwords import new_hash
from ...usecases.people import (
    change_person,
    reset_password,
    set_grants,
    sign_out_everywhere,
)
from ..answers import PersonOut
from ..bodies import PersonBody
from ..endpoint import PAGE, Answer, Request
from ..people_models import (
    GrantsBody,
    PersonChangeBody,
    PersonRowList,
    PersonRowOut,
    ResetBody,
)
from .paging import page_of
from .registry import endpoint

ADMINS = {"admin"}


@endpoint(
    "GET",
    "/users",
    summary="Those who may sign in.",
    roles=ADMINS,
    answers={200: PersonRowList},
    parameters=PAGE,
)
def list_people(request: Request) -> Answer:
    return 200, page_of(request, request.engine.look(request.centre, people_list))


@endpoint(
    "POST",
    "/users",
    summary="Add somebody who may sign in, with a password for the first time.",
    roles=ADMINS,
    body=PersonBody,
    answers={201: PersonOut},
    problems=(409, 422),
)
def add_person(request: Request) -> Answer:
    body: PersonBody = request.body
    new = administer.NewPerson(body.username, body.name, body.role, body.password, temporary=True)
    id = request.engine.change(request.who, lambda c: administer.add_person(c, new))
    return 201, {"id": id, "username": new.username, "name": new.name, "role": new.role}


@endpoint(
    "PUT",
    "/users/{id}",
    summary="Set a person's name, role, and whether they may sign in; who may not is out at once.",
    roles=ADMINS,
    body=PersonChangeBody,
    answers={200: PersonRowOut},
    problems=(404, 409, 422),
)
def put_person(request: Request) -> Answer:
    id, body = request.path["id"], request.body
    request.engine.change(
        request.who,
        lambda c: change_person(c, id, name=body.name, role=body.role, active=body.active),
    )
    return 200, _row(request, id)


@endpoint(
    "PUT",
    "/users/{id}/password",
    summary="Set a password to be changed at the next sign-in.",
    roles=ADMINS,
    body=ResetBody,
    answers={200: PersonRowOut},
    problems=(404, 422),
)
def reset(request: Request) -> Answer:
    id, body = request.path["id"], request.body
    hash = request.engine.read(lambda _session: new_hash(body.password))
    request.engine.change(
        request.who, lambda c: reset_password(c, id, hash, second_off=body.second_off)
    )
    return 200, _row(request, id)


@endpoint(
    "PUT",
    "/users/{id}/grants",
    summary="Set where else a person may work: centres, places of the tree, or everywhere.",
    roles=ADMINS,
    body=GrantsBody,
    answers={200: PersonRowOut},
    problems=(404, 422),
)
def put_grants(request: Request) -> Answer:
    id = request.path["id"]
    wanted = [(grant.scope, grant.role) for grant in request.body.grants]
    request.engine.change(request.who, lambda c: set_grants(c, id, wanted))
    return 200, _row(request, id)


@endpoint(
    "DELETE",
    "/users/{id}/sessions",
    summary="Sign a person out everywhere.",
    roles=ADMINS,
    answers={204: None},
    problems=(404,),
)
def end_all_sessions(request: Request) -> Answer:
    id = request.path["id"]
    request.engine.change(request.who, lambda c: sign_out_everywhere(c, id))
    return 204, None


def _row(request: Request, id: str) -> dict[str, Any]:
    for row in request.engine.look(request.centre, people_list):
        if row["id"] == id:
            return row
    raise NotFound(field="id")
