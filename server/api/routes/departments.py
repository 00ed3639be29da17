"""Departments as the centre reaches them: contacts, and reminders of what is due."""

from ...queries.departments import departments_page, reminders_page
from ...usecases.dossiers.contacts import set_contact
from ...usecases.dossiers.reminding import remind_now
from ..addresses import check_address
from ..department_models import ContactBody, DepartmentContactList, RemindedOut, ReminderPage
from ..endpoint import PAGE, Answer, Request
from .registry import endpoint

MANAGERS = {"manager", "admin"}
ADMINS = {"admin"}


@endpoint(
    "GET",
    "/department-contacts",
    summary="How departments are reached, when their software was last heard, and how long it takes"
    " them to record a result. Secrets are never told.",
    roles=MANAGERS,
    answers={200: DepartmentContactList},
)
def listing(request: Request) -> Answer:
    return 200, request.engine.look(request.centre, departments_page)


@endpoint(
    "PUT",
    "/department-contacts/{id}",
    summary="Set how a department is reached.",
    roles=ADMINS,
    body=ContactBody,
    answers={200: DepartmentContactList},
    problems=(404, 422),
)
def put_contact(request: Request) -> Answer:
    body: ContactBody = request.body
    if body.webhook is not None:
        check_address(body.webhook, "webhook", request.engine.alert_hosts)
    id, raw = request.path["id"], body.model_dump()
    request.engine.change(request.who, lambda change: set_contact(change, id, raw))
    return listing(request)


@endpoint(
    "POST",
    "/department-contacts/{id}/remind",
    summary="Remind a department now of its dossiers that are due soon or overdue.",
    roles=MANAGERS,
    answers={200: RemindedOut},
    problems=(404,),
)
def remind(request: Request) -> Answer:
    id = request.path["id"]
    told = request.engine.change(request.who, lambda change: remind_now(change, id))
    return 200, {"dossiers": told}


@endpoint(
    "GET",
    "/reminders",
    summary="What departments were reminded of, the latest first, and whether it arrived.",
    roles=MANAGERS,
    answers={200: ReminderPage},
    parameters=PAGE,
)
def reminders(request: Request) -> Answer:
    cursor, limit = request.page()
    return 200, request.engine.look(
        request.centre, lambda look: reminders_page(look, cursor, limit)
    )
