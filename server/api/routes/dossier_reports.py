"""Figures of the register."""

from ...core.errors import Invalid
from ...reports.dossier_progress import progress_report
from ...reports.dossiers import BY, dossier_report
from ..dossier_report_models import DossierReportOut, ProgressReportOut
from ..endpoint import Answer, Parameter, Request
from .registry import endpoint
from .reports import PERIOD, REPORTED, asked


@endpoint(
    "GET",
    "/reports/dossiers",
    summary="Dossiers received in a period and what became of them: early, on time, late (by when"
    " the result was there), pending, shares that add up to 100.0, and how long results went"
    " unrecorded; by department, field, procedure, channel, officer, month, day or phase.",
    roles=REPORTED,
    answers={200: DossierReportOut},
    parameters=(*PERIOD, Parameter("by", {"type": "string", "enum": list(BY)})),
)
def dossiers(request: Request) -> Answer:
    by = request.query.get("by", "department")
    if by not in BY:
        raise Invalid(field="by")
    return 200, request.engine.look(
        request.centre, lambda look: dossier_report(look, asked(request, look), by)
    )


@endpoint(
    "GET",
    "/reports/dossiers/progress",
    summary="Form II.06a by field: received with those carried over, resolved, in progress at the"
    " period's end; received = resolved + in progress on every row.",
    roles=REPORTED,
    answers={200: ProgressReportOut},
    parameters=PERIOD,
)
def progress(request: Request) -> Answer:
    return 200, request.engine.look(
        request.centre, lambda look: progress_report(look, asked(request, look))
    )
