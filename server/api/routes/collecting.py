"""Collecting results: the line for it, and whether there is one to be fetched."""

from ...core.errors import NotFound
from ...queries.collecting import readiness
from ...queries.services import services_list
from ...usecases.administer import set_kind
from ..answers import ServiceOut
from ..collecting_models import KindBody, ReadyOut
from ..endpoint import Answer, Request
from .registry import endpoint


@endpoint(
    "PUT",
    "/services/{id}/kind",
    summary="What a service is for: the usual, or handing results over, which the kiosk offers"
    " apart and which goes faster at counters that serve others too.",
    roles={"admin"},
    body=KindBody,
    answers={200: ServiceOut},
    problems=(404, 422),
)
def change_kind(request: Request) -> Answer:
    id, body = request.path["id"], request.body
    request.configure("service_kind", lambda change: set_kind(change, id, body.kind))
    listed = request.engine.look(request.centre, services_list)
    return 200, next(s for s in listed if s["id"] == id)


@endpoint(
    "GET",
    "/dossiers/{code}/ready",
    summary="Whether a dossier has an answer to be fetched: what a kiosk says before it gives a"
    " ticket for it. Says nothing about the person.",
    roles={"kiosk", "staff", "manager", "admin"},
    answers={200: ReadyOut},
    problems=(404,),
)
def ready(request: Request) -> Answer:
    code = request.path["code"]
    if len(code) > 64:
        raise NotFound(field="code")
    return 200, request.engine.look(request.centre, lambda look: readiness(look, code))
