"""Before a dossier is received: the documents to tick, and the day the result would be due."""

from ...core.errors import Invalid
from ...queries.dossier_intake import intake_sheet
from ..endpoint import Answer, Parameter, Request
from ..intake_models import IntakeOut
from .registry import endpoint

OFFICE = {"staff", "manager", "admin"}
MOST_DAYS = 3_650


@endpoint(
    "GET",
    "/dossiers/intake",
    summary="A procedure as an officer takes it in: its documents by case, and when the result"
    " would be due were it received now.",
    roles=OFFICE,
    answers={200: IntakeOut},
    parameters=(
        Parameter("procedure", {"type": "string", "maxLength": 64}),
        Parameter("days", {"type": "integer", "minimum": 0, "maximum": MOST_DAYS}),
    ),
    problems=(404, 422),
)
def sheet(request: Request) -> Answer:
    code, days = request.query.get("procedure"), request.query.get("days")
    if not code:
        raise Invalid(field="procedure")
    if days is not None and not (days.isascii() and days.isdigit() and len(days) <= 4):
        raise Invalid(field="days")
    term = None if days is None else int(days)
    if term is not None and term > MOST_DAYS:
        raise Invalid(field="days")
    return 200, request.engine.look(request.centre, lambda look: intake_sheet(look, code, term))
