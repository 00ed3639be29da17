"""The catalogue of administrative procedures."""

from ...queries.procedures import find_procedures, list_procedures
from ..answers import ProcedureList
from ..endpoint import PAGE, Answer, Json, Parameter, Request, check_text
from .registry import endpoint


@endpoint(
    "GET",
    "/procedures",
    summary="Procedures in people's own words, best first: with or without diacritics, "
    "abbreviations, everyday words, slips. Without q the whole catalogue, by code, in pages.",
    answers={200: ProcedureList},
    parameters=(
        Parameter("q", {"type": "string", "maxLength": 200}),
        Parameter("field", {"type": "string", "maxLength": 200}),
        *PAGE,
    ),
)
def search(request: Request) -> Answer:
    cursor, limit = request.page()
    query = check_text("q", request.query.get("q", ""))
    field = request.query.get("field")
    if query.strip():
        return 200, {"items": _found(request, query, field, limit), "next": None}
    items = request.engine.look(
        request.centre, lambda look: list_procedures(look, field, cursor, limit + 1)
    )
    shown = items[:limit]
    return 200, {"items": shown, "next": shown[-1]["code"] if len(items) > limit else None}


def _found(request: Request, query: str, field: str | None, limit: int) -> list[Json]:
    engine = request.engine
    return engine.find(
        request.centre,
        lambda look, finder: find_procedures(look, engine.finders, finder, query, field, limit),
    )
