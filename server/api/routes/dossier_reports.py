"""Figures of the register."""

from ...core.errors import Invalid
from ...queries.snapshot import Json, Snapshot
from ...reports.behind import KINDS, behind, dossiers_behind
from ...reports.dossier_due import due_report
from ...reports.dossier_progress import progress_report
from ...reports.dossiers import BY, dossier_report
from ...reports.history import compared_period
from ..dossier_report_models import (
    CountedDossiersOut,
    DossierReportOut,
    DueReportOut,
    ProgressReportOut,
)
from ..endpoint import PAGE, Answer, Parameter, Request
from .registry import endpoint
from .reports import PERIOD, REPORTED, asked

FIGURES = (
    *PERIOD,
    Parameter("by", {"type": "string", "enum": list(BY), "default": "department"}),
    Parameter(
        "compare",
        {
            "type": "string",
            "description": "`previous`, or two days: `2026-01-01..2026-01-31`",
            "maxLength": 30,
        },
    ),
)
BEHIND = (
    *PERIOD,
    Parameter("kind", {"type": "string", "enum": list(KINDS), "default": "received"}),
    Parameter("by", {"type": "string", "enum": list(BY)}),
    Parameter("key", {"type": "string", "maxLength": 200}),
)


@endpoint(
    "GET",
    "/reports/dossiers",
    summary="Dossiers received in a period and what became of them: early, on time, late (by when"
    " the result was there), pending, shares that add up to 100.0, and how long results went"
    " unrecorded; by department, field, procedure, channel, officer, month, day or phase; compared"
    " with another period if wanted. A closed period tells what was counted at its closing.",
    roles=REPORTED,
    answers={200: DossierReportOut},
    parameters=FIGURES,
)
def dossiers(request: Request) -> Answer:
    return 200, figures(request)


@endpoint(
    "GET",
    "/reports/dossiers/progress",
    summary="Form II.06a by field: received with those carried over, resolved, in progress at the"
    " period's end. Refused unless received = resolved + in progress on every row.",
    roles=REPORTED,
    answers={200: ProgressReportOut},
    parameters=PERIOD,
    problems=(409,),
)
def progress(request: Request) -> Answer:
    return 200, request.engine.look(
        request.centre, lambda look: progress_report(look, asked(request, look))
    )


@endpoint(
    "GET",
    "/reports/dossiers/list",
    summary="The dossiers behind a figure, in the order they were received; of one group if wanted"
    " (`by` what, `key` which). Of a closed period, as they stood then.",
    roles=REPORTED,
    answers={200: CountedDossiersOut},
    parameters=(*BEHIND, *PAGE),
)
def listed(request: Request) -> Answer:
    cursor, limit = request.page()
    wanted = behind(request.query)
    items, following = request.engine.look(
        request.centre,
        lambda look: dossiers_behind(look, asked(request, look), wanted, cursor, limit),
    )
    return 200, {"items": items, "next": following}


@endpoint(
    "GET",
    "/reports/dossiers/due",
    summary="Open dossiers to be chased: how many are due within the rules' working days and how"
    " many are overdue, and the most pressing of both.",
    roles=REPORTED,
    answers={200: DueReportOut},
)
def due(request: Request) -> Answer:
    return 200, request.engine.look(request.centre, due_report)


def figures(request: Request) -> Json:
    """The report a request asks for. Raises ``Invalid``."""
    by = request.query.get("by") or "department"
    if by not in BY:
        raise Invalid(field="by")
    compare = request.query.get("compare")

    def report(look: Snapshot) -> Json:
        period = asked(request, look)
        return dossier_report(look, period, by, compared_period(compare, period, look.day, by))

    return request.engine.look(request.centre, report)
