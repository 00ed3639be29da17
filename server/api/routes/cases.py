"""Cases made of citizens' reasons, and what people wrote."""

from collections.abc import Callable
from datetime import date

from ...core.cases import Said, Step
from ...core.errors import Invalid
from ...queries.snapshot import Snapshot, within
from ...reports.cases import case_ids, case_json, cases_report
from ...reports.comments import comments_report
from ...usecases.cases import NewCase, open_case, take_step
from ...usecases.change import Change
from ..case_models import CaseBody, CaseList, CommentList, FeedbackCaseOut, PlanBody, StepBody
from ..endpoint import PAGE, Answer, Json, Request
from .paging import page_of
from .registry import endpoint
from .reports import PERIOD, REPORTED, asked

MANAGERS = REPORTED
STEPS: tuple[tuple[str, Step, str], ...] = (
    ("seen", Step.SEE, "Somebody has looked at it."),
    ("plan", Step.PLAN, "Something is planned; may be planned anew."),
    ("done", Step.DO, "It is done: from the next day on ratings show whether it helped."),
    ("decline", Step.DECLINE, "It will not be done; the note says why."),
    ("reopen", Step.REOPEN, "A closed case is looked at again."),
    ("reword", Step.REWORD, "Mend the public words of the step before; empty ones hide them."),
)


@endpoint(
    "GET",
    "/cases",
    summary="Cases made of citizens' reasons, the last changed first, and what deserves one.",
    roles=MANAGERS,
    answers={200: CaseList},
    parameters=PAGE,
)
def listing(request: Request) -> Answer:
    def query(look: Snapshot) -> Json:
        page = page_of(request, case_ids(look))
        found = cases_report(look, {item["id"] for item in page["items"]})
        return {**found, "next": page["next"]}

    return 200, request.engine.look(request.centre, query)


@endpoint(
    "POST",
    "/cases",
    summary="Make a case of a reason, for the centre, a service or a counter.",
    roles=MANAGERS,
    body=CaseBody,
    answers={201: FeedbackCaseOut},
    keyed=True,
    problems=(404, 409, 422),
)
def make(request: Request) -> Answer:
    body: CaseBody = request.body
    wanted = NewCase(body.reason, body.service, body.counter, _said(body))

    def act(change: Change) -> tuple[Json, bool]:
        id, repeated = open_case(change, wanted, request.key)
        return case_json(within(change), id), repeated

    described, request.repeated = request.engine.change(request.who, act)
    return 201, described


@endpoint(
    "GET",
    "/reports/comments",
    summary="What people wrote beside their ratings, newest first: no ticket, no officer.",
    roles=REPORTED,
    answers={200: CommentList},
    parameters=(*PERIOD, *PAGE),
)
def comments(request: Request) -> Answer:
    cursor, limit = request.page()
    if cursor and not (cursor.isdecimal() and cursor.isascii() and len(cursor) < 8):
        raise Invalid(field="cursor")
    start = int(cursor or 0)

    def query(look: Snapshot) -> Json:
        return comments_report(look, asked(request, look), start, limit)

    return 200, request.engine.look(request.centre, query)


def _taking(step: Step) -> Callable[[Request], Answer]:
    def handler(request: Request) -> Answer:
        id, said = request.path["id"], _said(request.body or StepBody())

        def act(change: Change) -> Json:
            take_step(change, id, step, said)
            return case_json(within(change), id)

        return 200, request.engine.change(request.who, act)

    handler.__name__ = f"case_{step.name.lower()}"
    return handler


for _path, _step, _summary in STEPS:
    endpoint(
        "POST",
        f"/cases/{{id}}/{_path}",
        summary=f"{_summary} The last step sent again changes nothing.",
        roles=MANAGERS,
        body=PlanBody if _step is Step.PLAN else StepBody,
        answers={200: FeedbackCaseOut},
        problems=(404, 409, 422),
        body_optional=True,
    )(_taking(_step))


def _said(body: StepBody) -> Said:
    due = body.due if isinstance(body, PlanBody) else None
    return Said(body.note, body.words, body.words_en, None if due is None else _day(due))


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Invalid(field="due") from None
