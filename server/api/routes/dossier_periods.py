"""Closing periods of the register, and what was told since."""

from ...queries.snapshot import Json
from ...reports.closed_periods import closed_list, closed_one, corrections, period_id
from ...reports.dossier_standing import offset
from ...reports.period import period
from ...usecases.change import Change
from ...usecases.dossiers.periods import Closing, close_period
from ..closed_period_models import (
    ClosedPeriodList,
    ClosedPeriodOut,
    CorrectionList,
    PeriodBody,
)
from ..endpoint import PAGE, Answer, Request
from .registry import endpoint
from .reports import REPORTED


@endpoint(
    "POST",
    "/reports/dossiers/periods",
    summary="Close a period for good: its figures stay as they are counted now, and what is told"
    " later stands beside them. Closed again it stays as it was (200).",
    roles=REPORTED,
    body=PeriodBody,
    answers={200: ClosedPeriodOut, 201: ClosedPeriodOut},
    problems=(409, 422),
)
def close(request: Request) -> Answer:
    body: PeriodBody = request.body

    def usecase(change: Change) -> Closing:
        wanted = period(body.first, body.last, change.day)
        ahead = offset(change.centre.zone, change.now)
        return close_period(change, wanted.first, wanted.last, ahead)

    done = request.engine.change(request.who, usecase)
    request.repeated = done.repeated
    shown = _one(request, period_id(done.first, done.last))
    return (200 if done.repeated else 201), shown


@endpoint(
    "GET",
    "/reports/dossiers/periods",
    summary="Closed periods, the latest first, with what was counted.",
    roles=REPORTED,
    answers={200: ClosedPeriodList},
    parameters=PAGE,
)
def listing(request: Request) -> Answer:
    cursor, limit = request.page()
    return 200, request.engine.look(request.centre, lambda look: closed_list(look, cursor, limit))


@endpoint(
    "GET",
    "/reports/dossiers/periods/{id}",
    summary="One closed period (`2026-01-01..2026-01-31`), with how many dossiers something else"
    " is told of since. Its whole report is `/reports/dossiers` of the same days.",
    roles=REPORTED,
    answers={200: ClosedPeriodOut},
    problems=(404,),
)
def one(request: Request) -> Answer:
    return 200, _one(request, request.path["id"])


@endpoint(
    "GET",
    "/reports/dossiers/periods/{id}/corrections",
    summary="Dossiers of which something else is told since the closing: what changed, when that"
    " was recorded, by whom, and by how much each figure would differ.",
    roles=REPORTED,
    answers={200: CorrectionList},
    parameters=PAGE,
    problems=(404,),
)
def told_since(request: Request) -> Answer:
    cursor, limit = request.page()
    id = request.path["id"]
    return 200, request.engine.look(
        request.centre, lambda look: corrections(look, id, cursor, limit)
    )


def _one(request: Request, id: str) -> Json:
    return request.engine.look(request.centre, lambda look: closed_one(look, id))
