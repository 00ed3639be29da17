"""Demanding a second factor of roles: in the centre, or in the whole installation."""

from ...core.second_factor import Demand
from ...queries.snapshot import Json, Snapshot, when
from ...store import second_factor_rules
from ...usecases.second_factor_demand import may_everywhere, rules, set_demand
from ..endpoint import Answer, Request
from ..people_models import DemandBody, DemandsOut
from .registry import endpoint

ADMINS = {"admin"}


@endpoint(
    "GET",
    "/settings/second-factor",
    summary="Which roles must sign in in two steps.",
    roles=ADMINS,
    answers={200: DemandsOut},
)
def get(request: Request) -> Answer:
    person = request.who.person or ""
    return 200, request.engine.look(request.centre, lambda look: _demands(look, person))


@endpoint(
    "PUT",
    "/settings/second-factor",
    summary="Demand two-step sign-in of roles, here or everywhere, after some days of grace.",
    roles=ADMINS,
    body=DemandBody,
    answers={200: DemandsOut},
    problems=(422,),
)
def put(request: Request) -> Answer:
    body: DemandBody = request.body
    request.engine.change(
        request.who, lambda c: set_demand(c, body.roles, body.grace_days, body.everywhere)
    )
    return get(request)


def _demands(look: Snapshot, person: str) -> Json:
    found = rules(look.session, look.centre.id)
    return {
        "here": _demand(found.get(look.centre.id)),
        "everywhere": _demand(found.get(second_factor_rules.EVERYWHERE)),
        "may_everywhere": may_everywhere(look.session, person),
    }


def _demand(one: Demand | None) -> Json:
    if one is None or not one.roles:
        return {"roles": [], "since": None}
    return {"roles": sorted(one.roles), "since": when(one.since)}
