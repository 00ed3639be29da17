"""The catalogue of administrative procedures."""

from ...queries.procedures import find_procedures
from ..answers import ProcedureList
from ..endpoint import PAGE, Answer, Parameter, Request, check_text
from .registry import endpoint


@endpoint(
    "GET",
    "/procedures",
    summary="Procedures whose name holds every word of q, with or without diacritics.",
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
    items = request.engine.look(
        request.centre, lambda look: find_procedures(look, query, field, cursor, limit + 1)
    )
    shown = items[:limit]
    return 200, {"items": shown, "next": shown[-1]["code"] if len(items) > limit else None}
