"""The nine-index evaluation of departments and officers, quarter by quarter."""

from dataclasses import asdict
from typing import Any

from ...core.errors import Invalid
from ...core.evaluation import EvaluationRules, Index
from ...core.quarter import quarter, quarter_of
from ...queries.snapshot import Snapshot, within
from ...reports.evaluation import evaluation_report
from ...usecases.change import Change
from ...usecases.evaluate import KINDS, MarkEntry, enter_mark, set_rules
from ..endpoint import Answer, Parameter, Request
from ..evaluation_models import (
    EvaluationRulesBody,
    EvaluationRulesOut,
    EvaluationsOut,
    MarkBody,
)
from .registry import endpoint

EVALUATORS = {"manager", "admin"}


@endpoint(
    "GET",
    "/evaluations",
    summary="Nine indices of 0 to 2 points for every department, or every officer, of a quarter:"
    " from stored facts where there are enough, else from marks; this quarter where none is given.",
    roles=EVALUATORS,
    answers={200: EvaluationsOut},
    parameters=(
        Parameter("quarter", {"type": "string", "pattern": r"^2\d{3}-Q[1-4]$"}),
        Parameter("kind", {"type": "string", "enum": list(KINDS)}),
    ),
    problems=(422,),
)
def evaluations(request: Request) -> Answer:
    kind = request.query.get("kind", KINDS[0])
    if kind not in KINDS:
        raise Invalid(field="kind")
    named = request.query.get("quarter")

    def answer(look: Snapshot) -> dict[str, Any]:
        asked = quarter(quarter_of(look.day) if named is None else named)
        return evaluation_report(look, asked, kind)

    return 200, request.engine.look(request.centre, answer)


@endpoint(
    "PUT",
    "/evaluations",
    summary="Enter a mark for an index of a subject, or take it back (points null). What it"
    " replaces stays in the history; the same mark again adds nothing.",
    roles=EVALUATORS,
    body=MarkBody,
    answers={200: EvaluationsOut},
    problems=(404, 409, 422),
)
def enter(request: Request) -> Answer:
    body: MarkBody = request.body
    entry = MarkEntry(
        body.quarter, body.kind, body.subject, body.index, body.points, body.note.strip()
    )

    def mark(change: Change) -> dict[str, Any]:
        enter_mark(change, entry)
        return evaluation_report(within(change), quarter(entry.quarter), entry.kind)

    return 200, request.engine.change(request.who, mark)


@endpoint(
    "GET",
    "/evaluations/rules",
    summary="The centre's nine indices, what measures each, and from which share on it earns 2"
    " points or 1.",
    roles=EVALUATORS,
    answers={200: EvaluationRulesOut},
)
def rules(request: Request) -> Answer:
    return 200, request.engine.look(request.centre, lambda look: asdict(look.settings.evaluation))


@endpoint(
    "PUT",
    "/evaluations/rules",
    summary="Set the nine indices. Dated and attributed like every setting.",
    roles={"admin"},
    body=EvaluationRulesBody,
    answers={200: EvaluationRulesOut},
    problems=(422,),
)
def change_rules(request: Request) -> Answer:
    body: EvaluationRulesBody = request.body
    wanted = EvaluationRules(
        tuple(Index(**one.model_dump()) for one in body.indices), body.wait_target_min
    )
    kept = request.configure("evaluation", lambda change: set_rules(change, wanted))
    return 200, asdict(kept)
