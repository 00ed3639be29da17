"""How long personal records are kept, and one person's data: told, or erased."""

from dataclasses import asdict

from ...queries.audit import purges
from ...queries.snapshot import Snapshot
from ...usecases import person_data
from ..endpoint import Answer, Json, Request
from ..privacy_models import (
    PersonDataBody,
    PersonDataOut,
    PersonErasedOut,
    PersonErasureBody,
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
    def query(look: Snapshot) -> Json:
        return {"rules": asdict(look.settings.retention), "purges": purges(look)}

    return 200, request.engine.look(request.centre, query)


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
