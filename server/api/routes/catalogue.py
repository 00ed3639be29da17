"""One procedure in full; bringing the catalogue up to date; which service takes which field."""

from typing import cast

from ...clock import now_ms
from ...core.catalogue import Kind
from ...core.errors import Invalid
from ...queries.catalogue import fields_list, preview, procedure_page, service_ids
from ...usecases.catalogue.fields import map_fields
from ...usecases.catalogue.importing import apply_import, find_upload, stage
from ...usecases.catalogue.reading import read_file
from ...usecases.catalogue.tables import MAX_BYTES
from ..catalogue_models import (
    AppliedOut,
    ApplyBody,
    FieldList,
    FieldsBody,
    PreviewOut,
    ProcedurePage,
)
from ..endpoint import PAGE, Answer, Parameter, Request
from .paging import page_of
from .registry import endpoint

ADMINS = {"admin"}
KINDS = ("procedures", "documents")


@endpoint(
    "GET",
    "/procedures/{code}",
    summary="One procedure: what to bring, how long, what it costs, who handles it.",
    answers={200: ProcedurePage},
    problems=(404,),
)
def page(request: Request) -> Answer:
    code = request.path["code"]
    return 200, request.engine.look(request.centre, lambda look: procedure_page(look, code))


@endpoint(
    "POST",
    "/procedures/import",
    summary="Look at a file (CSV or XLSX): what it would add, change and leave out. "
    "Nothing changes until it is applied.",
    roles=ADMINS,
    answers={200: PreviewOut},
    parameters=(Parameter("kind", {"type": "string", "enum": list(KINDS)}),),
    upload=MAX_BYTES,
)
def look_at(request: Request) -> Answer:
    kind = request.query.get("kind")
    if kind is not None and kind not in KINDS:
        raise Invalid(field="kind")
    engine, data = request.engine, request.body
    known = engine.look(request.centre, service_ids)
    file = engine.work(lambda: read_file(data, cast(Kind | None, kind), known))
    shown, counts = engine.look(request.centre, lambda look: preview(look, file))
    if not file.problems_total:
        engine.change(request.who, lambda change: stage(change, file, counts))
    return 200, shown


@endpoint(
    "POST",
    "/procedures/import/{id}/apply",
    summary="Apply a file that was looked at: the whole of it, or nothing. May be repeated.",
    roles=ADMINS,
    body=ApplyBody,
    answers={200: AppliedOut},
    problems=(404, 409),
)
def apply(request: Request) -> Answer:
    id, remove_gone, engine = request.path["id"], request.body.remove_gone, request.engine
    upload = engine.look(
        request.centre, lambda look: find_upload(look.session, look.centre.id, id, now_ms())
    )
    done = engine.change(request.who, lambda change: apply_import(change, upload, remove_gone))
    return 200, {"id": id, "kind": upload.kind, **done}


@endpoint(
    "GET",
    "/fields",
    summary="The catalogue's fields and the services that take their procedures.",
    roles=ADMINS,
    answers={200: FieldList},
    parameters=PAGE,
)
def fields(request: Request) -> Answer:
    return 200, page_of(request, request.engine.look(request.centre, fields_list))


@endpoint(
    "PUT",
    "/fields",
    summary="Say which services take the procedures of these fields; others stay as they are.",
    roles=ADMINS,
    body=FieldsBody,
    answers={200: FieldList},
    parameters=PAGE,
    problems=(422,),
)
def set_fields(request: Request) -> Answer:
    wanted = {one.field: one.service for one in request.body.fields}
    request.configure("fields", lambda change: map_fields(change, wanted))
    return fields(request)
