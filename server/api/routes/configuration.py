"""A centre's whole configuration: its file, its changes, and taking one back."""

from ...core.errors import Invalid
from ...queries.configuration import changes_list, file_of, plan_json
from ...usecases.configuration.history import undo
from ...usecases.configuration.importing import Plan, import_file, rehearse
from ...usecases.rehearsal import Rehearsed
from ..configuration_models import (
    ConfigurationChangeList,
    ConfigurationFile,
    FileBody,
    ImportOut,
)
from ..endpoint import PAGE, Answer, Request
from .registry import endpoint

ADMINS = {"admin"}
LARGEST_FILE = 4 * 1024 * 1024


@endpoint(
    "GET",
    "/configuration",
    summary="The centre's whole configuration as one readable file.",
    roles=ADMINS,
    answers={200: ConfigurationFile},
)
def whole(request: Request) -> Answer:
    return 200, request.engine.look(request.centre, file_of)


@endpoint(
    "POST",
    "/configuration/preview",
    summary="What a configuration file would change; nothing changes.",
    roles=ADMINS,
    body=FileBody,
    answers={200: ImportOut},
    problems=(409, 422),
    roomy=LARGEST_FILE,
)
def preview(request: Request) -> Answer:
    body: FileBody = request.body
    gone = body.remove_missing
    try:
        request.engine.change(
            request.who, lambda c: rehearse(c, body.configuration, remove_missing=gone)
        )
    except Rehearsed as told:
        return 200, plan_json(told.value)
    raise AssertionError("a rehearsal always ends with its plan")


@endpoint(
    "PUT",
    "/configuration",
    summary="Make the centre as a configuration file says, whole or not at all.",
    roles=ADMINS,
    body=FileBody,
    answers={200: ImportOut},
    problems=(409, 422),
    roomy=LARGEST_FILE,
)
def bring_in(request: Request) -> Answer:
    body: FileBody = request.body
    plan: Plan = request.engine.change(
        request.who,
        lambda c: import_file(c, body.configuration, remove_missing=body.remove_missing),
    )
    return 200, plan_json(plan)


@endpoint(
    "GET",
    "/configuration/changes",
    summary="What was changed in the configuration, when and by whom, the latest first.",
    roles=ADMINS,
    answers={200: ConfigurationChangeList},
    parameters=PAGE,
)
def changes(request: Request) -> Answer:
    cursor, limit = request.page()
    return 200, request.engine.look(request.centre, lambda look: changes_list(look, cursor, limit))


@endpoint(
    "POST",
    "/configuration/changes/{id}/undo",
    summary="Take a change back: what it touched is as it was before. Harmless when repeated.",
    roles=ADMINS,
    answers={204: None},
    problems=(404, 409, 422),
)
def take_back(request: Request) -> Answer:
    id = request.path["id"]
    if not id.isdecimal() or len(id) > 15:
        raise Invalid(field="id")
    request.engine.change(request.who, lambda change: undo(change, int(id)))
    return 204, None
