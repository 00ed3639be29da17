"""How long personal records are kept, and one person's data: told, or erased."""

from dataclasses import asdict

from ...core.retention import RetentionRules
from ...queries.retention import retention as kept
from ...queries.retention import tonight
from ...usecases import person_data
from ...usecases.retention import set_retention
from ..bodies import RetentionBody
from ..endpoint import Answer, Request
from ..privacy_models import (
    PersonDataBody,
    PersonDataOut,
    PersonErasedOut,
    PersonErasureBody,
    RetentionDueOut,
    RetentionOut,
)
from .registry import endpoint

ADMINS = {"admin"}


@endpoint(
    "GET",
    "/retention",
    summary="How many days each kind of personal record is kept, and what the last nights purged.",
    roles=ADMINS,
    answers={200: RetentionOut},
)
def retention(request: Request) -> Answer:
    return 200, request.engine.look(request.centre, kept)


@endpoint(
    "PUT",
    "/retention",
    summary="Set how many days each kind of personal record is kept.",
    roles=ADMINS,
    body=RetentionBody,
    answers={200: RetentionOut},
)
def set_rules(request: Request) -> Answer:
    rules = RetentionRules(**request.body.model_dump())
    request.configure("retention", lambda change: set_retention(change, rules))
    return retention(request)


# Asked with rules that are not saved yet: they stand in the body.
@endpoint(
    "POST",
    "/retention/preview",
    summary="How many records of each kind the coming night would take by these rules.",
    roles=ADMINS,
    body=RetentionBody,
    answers={200: RetentionDueOut},
)
def preview(request: Request) -> Answer:
    rules = RetentionRules(**request.body.model_dump())
    return 200, request.engine.look(request.centre, lambda look: tonight(look, rules))


# What is asked for stands in the body: a link stays in histories and logs.
@endpoint(
    "POST",
    "/person-data/export",
    summary="Everything kept about one person; that it was asked for is noted.",
    roles=ADMINS,
    body=PersonDataBody,
    answers={200: PersonDataOut},
    problems=(422,),
)
def export(request: Request) -> Answer:
    sought = _sought(request.body)
    return 200, request.engine.change(request.who, lambda c: person_data.export(c, sought))


@endpoint(
    "POST",
    "/person-data/erase",
    summary="Take one person out of every record; figures stay. A repeat erases nothing more.",
    roles=ADMINS,
    body=PersonErasureBody,
    answers={200: PersonErasedOut},
    problems=(422,),
)
def erase(request: Request) -> Answer:
    body: PersonErasureBody = request.body
    done = request.engine.change(
        request.who, lambda c: person_data.erase(c, _sought(body), open_too=body.open_too)
    )
    return 200, {**asdict(done), "left": list(done.left)}


def _sought(body: PersonDataBody) -> person_data.Sought:
    return person_data.Sought(body.by, body.value)
