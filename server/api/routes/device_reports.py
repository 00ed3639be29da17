"""Devices say how they are."""

from ...core.devices import Report
from ...usecases.device_reports import report
from ..device_models import ReportBody
from ..endpoint import Answer, Request
from .registry import endpoint

DEVICES = {"kiosk", "display", "terminal", "staff"}


@endpoint(
    "POST",
    "/devices/me/report",
    summary="How this device is: at every change, and at least every half minute.",
    roles=DEVICES,
    body=ReportBody,
    answers={204: None},
)
def post(request: Request) -> Answer:
    body: ReportBody = request.body
    told = Report(**body.model_dump())
    request.engine.change(request.who, lambda change: report(change, told))
    return 204, None
