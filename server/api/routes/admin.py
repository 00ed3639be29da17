"""What an administrator sets up."""

from ...core.calling import Skill
from ...core.errors import CounterNotFound, NotFound
from ...core.model import Service
from ...queries.counters import describe_counter
from ...queries.device_tokens import tokens_list
from ...queries.services import services_list
from ...queries.snapshot import Snapshot
from ...store import counters, services
from ...usecases import administer
from ...usecases.devices import create_token, revoke_token
from ..answers import (
    CounterOut,
    NewTokenOut,
    OfficersOut,
    ServiceOut,
    SkillsOut,
)
from ..bodies import (
    CounterBody,
    OfficersBody,
    ScheduleBody,
    ServiceBody,
    SkillsBody,
    TokenBody,
)
from ..device_models import TokenList
from ..endpoint import PAGE, Answer, Json, Request
from .paging import page_of
from .registry import endpoint

ADMINS = {"admin"}


@endpoint(
    "POST",
    "/services",
    summary="Add a service.",
    roles=ADMINS,
    body=ServiceBody,
    answers={201: ServiceOut},
    problems=(409, 422),
)
def add_service(request: Request) -> Answer:
    body: ServiceBody = request.body
    service = Service(
        id=body.id,
        name=body.name,
        name_en=body.name_en or body.name,
        prefix=body.prefix,
        department=body.department,
        open=True,
        nominal_s=body.nominal_minutes * 60,
    )
    request.configure("service_added", lambda c: administer.add_service(c, service))
    listed = request.engine.look(request.centre, services_list)
    return 201, next(s for s in listed if s["id"] == body.id)


@endpoint(
    "POST",
    "/counters",
    summary="Add a counter.",
    roles=ADMINS,
    body=CounterBody,
    answers={201: CounterOut},
    problems=(409, 422),
)
def add_counter(request: Request) -> Answer:
    body: CounterBody = request.body
    request.configure(
        "counter_added",
        lambda c: administer.add_counter(
            c,
            body.id,
            body.number,
            body.name,
            body.name_en or body.name,
            [(s, Skill()) for s in body.services],
        ),
    )
    return 201, _counter(request, body.id)


@endpoint(
    "GET",
    "/counters/{id}/services",
    summary="Which services a counter handles, with their weights.",
    roles=ADMINS,
    answers={200: SkillsOut},
    problems=(404,),
)
def get_skills(request: Request) -> Answer:
    id = request.path["id"]

    def query(look: Snapshot) -> Json:
        if counters.get(look.session, look.centre.id, id) is None:
            raise CounterNotFound(counter=id)
        found = counters.skills_of(look.session, look.centre.id, id)
        return {
            "services": [
                {"service": service, "weight": skill.weight, "helps": skill.helps}
                for service, skill in found.items()
            ]
        }

    return 200, request.engine.look(request.centre, query)


@endpoint(
    "PUT",
    "/counters/{id}/services",
    summary="Say which services a counter handles.",
    roles=ADMINS,
    body=SkillsBody,
    answers={200: CounterOut},
    problems=(404, 422),
)
def set_skills(request: Request) -> Answer:
    id = request.path["id"]
    skills = [
        (s, Skill()) if isinstance(s, str) else (s.service, Skill(s.weight, s.helps))
        for s in request.body.services
    ]
    request.configure("counter_skills", lambda c: administer.set_skills(c, id, skills))
    return 200, _counter(request, id)


@endpoint(
    "PUT",
    "/services/{id}/schedule",
    summary="A service's own hours (none: the centre's) and how many tickets a day it takes.",
    roles=ADMINS,
    body=ScheduleBody,
    answers={200: ServiceOut},
    problems=(404, 422),
)
def set_schedule(request: Request) -> Answer:
    id, body = request.path["id"], request.body
    week = body.model_dump(mode="json")["hours"]
    request.configure(
        "service_schedule", lambda c: administer.set_schedule(c, id, week, body.capacity)
    )
    listed = request.engine.look(request.centre, services_list)
    return 200, next(s for s in listed if s["id"] == id)


@endpoint(
    "GET",
    "/services/{id}/officers",
    summary="The officers a service is reserved to; nobody named means everybody.",
    roles=ADMINS,
    answers={200: OfficersOut},
    problems=(404,),
)
def get_officers(request: Request) -> Answer:
    id = request.path["id"]

    def query(look: Snapshot) -> Json:
        if services.get(look.session, look.centre.id, id) is None:
            raise NotFound(field="id")
        return {"people": services.officers(look.session, look.centre.id, id)}

    return 200, request.engine.look(request.centre, query)


@endpoint(
    "PUT",
    "/services/{id}/officers",
    summary="Reserve a service to some officers; nobody named means everybody.",
    roles=ADMINS,
    body=OfficersBody,
    answers={200: ServiceOut},
    problems=(404, 422),
)
def set_officers(request: Request) -> Answer:
    id, people = request.path["id"], request.body.people
    request.configure("service_officers", lambda c: administer.reserve(c, id, people))
    listed = request.engine.look(request.centre, services_list)
    return 200, next(s for s in listed if s["id"] == id)


@endpoint(
    "GET",
    "/tokens",
    summary="The devices' tokens, without their secrets.",
    roles=ADMINS,
    answers={200: TokenList},
    parameters=PAGE,
)
def list_tokens(request: Request) -> Answer:
    return 200, page_of(request, request.engine.look(request.centre, tokens_list))


@endpoint(
    "POST",
    "/tokens",
    summary="A token for a device; the secret is shown this once.",
    roles=ADMINS,
    body=TokenBody,
    answers={201: NewTokenOut},
    problems=(404, 422),
)
def add_token(request: Request) -> Answer:
    body: TokenBody = request.body
    id, secret = request.engine.change(
        request.who,
        lambda c: create_token(c, body.role, body.counter, body.label, body.department),
    )
    return 201, {"id": id, "token": secret}


@endpoint(
    "DELETE",
    "/tokens/{id}",
    summary="Revoke a device's token.",
    roles=ADMINS,
    answers={204: None},
    problems=(404,),
)
def end_token(request: Request) -> Answer:
    request.engine.change(request.who, lambda c: revoke_token(c, request.path["id"]))
    request.forgets = True
    return 204, None


def _counter(request: Request, id: str) -> dict[str, object]:
    described = request.engine.look(request.centre, lambda look: describe_counter(look, id))
    if described is None:
        raise NotFound(field="id")
    return described
