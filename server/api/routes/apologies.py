"""Apologies for missed dates (form 04): drafted by the server, given by an officer."""

from ...core.calendar import local_day
from ...core.errors import Invalid
from ...queries.departments import apologies_page
from ...queries.dossiers import dossier_page
from ...queries.pressing import pressing_page
from ...queries.snapshot import Snapshot
from ...usecases.dossiers.apologies import confirm_apology, dismiss_apology, reword_apology
from ...usecases.dossiers.rules import rules_of
from ..department_models import ApologyBody, ApologyPage, PressingPage
from ..dossier_models import DossierOut
from ..endpoint import PAGE, Answer, Parameter, Request
from .dossiers import OFFICE, moment
from .registry import endpoint

ALL = Parameter("all", {"type": "string", "enum": ["0", "1"], "default": "0"})


@endpoint(
    "GET",
    "/apologies",
    summary="Drafts of form 04 for dates that are missed, or will be.",
    roles=OFFICE,
    answers={200: ApologyPage},
    parameters=PAGE,
)
def listing(request: Request) -> Answer:
    cursor, limit = request.page()
    return 200, request.engine.look(
        request.centre, lambda look: apologies_page(look, cursor, limit)
    )


@endpoint(
    "GET",
    "/dossiers/pressing",
    summary="What an officer looks after: dossiers of the departments her counter serves (all=1: of"
    " every department) that are due soon or missed their date, with the apologies drafted.",
    roles=OFFICE,
    answers={200: PressingPage},
    parameters=(ALL,),
)
def own(request: Request) -> Answer:
    everywhere = request.query.get("all") == "1"
    counter = None if everywhere else request.who.counter
    return 200, request.engine.look(request.centre, lambda look: pressing_page(look, counter))


@endpoint(
    "PUT",
    "/dossiers/{code}/apology",
    summary="Word the apology that was drafted, or propose another date; nothing is given yet.",
    roles=OFFICE,
    body=ApologyBody,
    answers={204: None},
    problems=(404, 409, 422),
)
def reword(request: Request) -> Answer:
    code, body = request.path["code"], request.body
    due = None if body.new_due is None else _end(request, body.new_due)
    request.engine.change(
        request.who, lambda change: reword_apology(change, code, body.reason.strip(), due)
    )
    return 204, None


@endpoint(
    "POST",
    "/dossiers/{code}/apology",
    summary="Give the apology that was drafted: form 04 is issued with the new date. The dossier is"
    " still judged by the date promised first.",
    roles=OFFICE,
    body=ApologyBody,
    body_optional=True,
    answers={200: DossierOut},
    problems=(404, 409, 422),
)
def confirm(request: Request) -> Answer:
    code, body = request.path["code"], request.body or ApologyBody()
    due = None if body.new_due is None else _end(request, body.new_due)
    request.engine.change(
        request.who, lambda change: confirm_apology(change, code, body.reason.strip(), due)
    )
    return 200, request.engine.look(request.centre, lambda look: dossier_page(look, code))


@endpoint(
    "POST",
    "/dossiers/{code}/apology/dismiss",
    summary="No apology is needed for this date.",
    roles=OFFICE,
    answers={204: None},
    problems=(404, 409),
)
def dismiss(request: Request) -> Answer:
    code = request.path["code"]
    request.engine.change(request.who, lambda change: dismiss_apology(change, code))
    return 204, None


def _end(request: Request, text: str) -> int:
    """The end of work of a day, or the very moment. Raises ``Invalid`` (new_due)."""

    def read(look: Snapshot) -> int:
        at = moment(text, look.centre.zone, "new_due")
        if len(text) > 10:
            return at
        ruled = rules_of(look.session, look.centre.id, look.centre.zone, look.day)
        spans = ruled.calendar.spans(local_day(at, look.centre.zone))
        if not spans:
            # Nobody works on that day: the citizen would come in vain.
            raise Invalid(field="new_due")
        return spans[-1][1]

    return request.engine.look(request.centre, read)
