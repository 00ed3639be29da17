"""Figures over a period."""

from ...core.errors import Invalid
from ...queries.snapshot import Snapshot
from ...reports.own_satisfaction import own_satisfaction
from ...reports.period import Period, period
from ...reports.satisfaction import BY, satisfaction_report
from ..endpoint import Answer, Parameter, Request
from ..report_models import OwnSatisfactionOut, SatisfactionOut
from .registry import endpoint

REPORTED = {"manager", "admin"}
PERIOD = (
    Parameter("from", {"type": "string", "format": "date"}),
    Parameter("to", {"type": "string", "format": "date"}),
)


@endpoint(
    "GET",
    "/reports/satisfaction",
    summary="Share satisfied with its base, its 95 % interval and its coverage, by service, field,"
    " counter, officer, hour, day or reason; the last thirty days where no period is given.",
    roles=REPORTED,
    answers={200: SatisfactionOut},
    parameters=(*PERIOD, Parameter("by", {"type": "string", "enum": list(BY)})),
)
def satisfaction(request: Request) -> Answer:
    by = request.query.get("by", "service")
    if by not in BY:
        raise Invalid(field="by")
    return 200, request.engine.look(
        request.centre, lambda look: satisfaction_report(look, asked(request, look), by)
    )


@endpoint(
    "GET",
    "/reports/satisfaction/own",
    summary="An officer's own sums: of whole weeks that are closed and have enough ratings each, so"
    " that no single one can be told apart.",
    roles={"staff", "manager", "admin"},
    answers={200: OwnSatisfactionOut},
    parameters=PERIOD,
)
def own(request: Request) -> Answer:
    officer = request.who.person or ""
    return 200, request.engine.look(
        request.centre, lambda look: own_satisfaction(look, asked(request, look), officer)
    )


def asked(request: Request, look: Snapshot) -> Period:
    return period(request.query.get("from"), request.query.get("to"), look.day)
