"""Dossiers at the counter: intake, what happens to them, lists, rules, the citizen's look-up."""

from zoneinfo import ZoneInfo

from ...core.calendar import Term, Unit
from ...core.dossier_times import read_time
from ...core.dossiers import MOVES, DossierState
from ...core.errors import Invalid, NotFound
from ...queries.dossiers import (
    dossier_list,
    dossier_page,
    due_list,
    read_days,
    rules_page,
)
from ...usecases.dossiers.intake import Applicant, Receive, receive
from ...usecases.dossiers.progress import act
from ...usecases.dossiers.rules import set_rules
from ..dossier_models import (
    ActionBody,
    DossierBody,
    DossierList,
    DossierOut,
    DossierRulesBody,
    DossierRulesOut,
    DueList,
    LookUpBody,
    PublicDossierOut,
    ReceivedOut,
)
from ..dossier_tries import tried
from ..endpoint import PAGE, Answer, Parameter, Request
from .registry import endpoint

OFFICE = {"staff", "manager", "admin"}
ADMINS = {"admin"}
DEPARTMENT = Parameter("department", {"type": "string", "maxLength": 64})


@endpoint(
    "POST",
    "/dossiers",
    summary="Receive a dossier: its code, what it lacks, and the day the result is promised for.",
    roles=OFFICE,
    body=DossierBody,
    answers={201: ReceivedOut},
    keyed=True,
    problems=(404, 422),
    roomy=256 * 1024,
)
def add(request: Request) -> Answer:
    body: DossierBody = request.body
    command = Receive(
        procedure=body.procedure,
        ticket=body.ticket,
        department=body.department,
        channel=body.channel,
        applicant=Applicant(**body.applicant.model_dump()),
        case=body.case,
        documents=tuple(body.documents),
        term=None if body.term is None else Term(body.term.n, Unit(body.term.unit)),
        key=request.key,
        outcome=body.outcome,
        reason=body.reason.strip(),
    )
    done = request.engine.change(request.who, lambda change: receive(change, command))
    request.repeated = done.repeated
    shown = request.engine.look(request.centre, lambda look: dossier_page(look, done.code))
    return 201, {**shown, "missing": list(done.missing)}


@endpoint(
    "GET",
    "/dossiers",
    summary="The register by code; of one department, or in one state.",
    roles=OFFICE,
    answers={200: DossierList},
    parameters=(
        *PAGE,
        DEPARTMENT,
        Parameter("state", {"type": "string", "enum": [state.value for state in DossierState]}),
    ),
)
def listing(request: Request) -> Answer:
    state = request.query.get("state")
    if state is not None and state not in set(DossierState):
        raise Invalid(field="state")
    department = request.query.get("department")
    cursor, limit = request.page()
    return 200, request.engine.look(
        request.centre, lambda look: dossier_list(look, department, state, cursor, limit)
    )


@endpoint(
    "GET",
    "/dossiers/due",
    summary="Open dossiers due within some working days (two, unless the rules say otherwise),"
    " and those overdue: what departments are reminded of.",
    roles=OFFICE,
    answers={200: DueList},
    parameters=(DEPARTMENT, Parameter("days", {"type": "integer", "minimum": 0, "maximum": 99})),
)
def due(request: Request) -> Answer:
    department, days = request.query.get("department"), read_days(request.query.get("days"))
    return 200, request.engine.look(request.centre, lambda look: due_list(look, department, days))


@endpoint(
    "GET",
    "/dossiers/rules",
    summary="The working calendar and the form of the codes, with the holidays they come to.",
    roles=OFFICE,
    answers={200: DossierRulesOut},
)
def rules(request: Request) -> Answer:
    return 200, request.engine.look(request.centre, rules_page)


@endpoint(
    "PUT",
    "/dossiers/rules",
    summary="Set the rules for dossiers received from now on; those received keep theirs.",
    roles=ADMINS,
    body=DossierRulesBody,
    answers={200: DossierRulesOut},
    problems=(422,),
)
def change_rules(request: Request) -> Answer:
    raw = request.body.model_dump()
    request.configure("dossier_rules", lambda change: set_rules(change, raw))
    return rules(request)


@endpoint(
    "GET",
    "/dossiers/{code}",
    summary="One dossier with its history and what its department told.",
    roles=OFFICE,
    answers={200: DossierOut},
    problems=(404,),
)
def one(request: Request) -> Answer:
    code = request.path["code"]
    return 200, request.engine.look(request.centre, lambda look: dossier_page(look, code))


@endpoint(
    "POST",
    "/dossiers/{code}/{action}",
    summary=f"What happened to a dossier: {', '.join(MOVES)}.",
    roles=OFFICE,
    body=ActionBody,
    body_optional=True,
    answers={200: DossierOut},
    problems=(404, 409, 422),
)
def happen(request: Request) -> Answer:
    code, action = request.path["code"], request.path["action"]
    if action not in MOVES:
        raise NotFound(field="action")
    body: ActionBody = request.body or ActionBody()
    zone = request.engine.look(request.centre, lambda look: look.centre.zone)
    at = None if body.at is None else moment(body.at, zone, "at")
    request.engine.change(
        request.who, lambda change: act(change, code, action, at, body.reason.strip())
    )
    return one(request)


@endpoint(
    "POST",
    "/public/dossiers/look-up",
    summary="How a dossier stands, for who knows its code and the last four digits of the telephone"
    " or identity number given with it.",
    body=LookUpBody,
    answers={200: PublicDossierOut},
    problems=(404, 409, 429),
)
def public(request: Request) -> Answer:
    body: LookUpBody = request.body
    named = request.query.get("centre", "")
    return 200, tried(request.engine, named, request.address, body.code, body.digits).dossier


def moment(text: str, zone: str, field: str) -> int:
    """A moment as an officer writes it (epoch ms). Raises ``Invalid`` (``field``)."""
    try:
        return read_time(text, ZoneInfo(zone))
    except (ValueError, OverflowError):
        raise Invalid(field=field) from None
