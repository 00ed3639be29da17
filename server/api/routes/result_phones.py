"""Phones that are told when a dossier is answered."""

from ...usecases.change import Actor
from ...usecases.result_phones import forget_result_phone, tell_of_result
from ..collecting_models import ForgetResultPhoneBody, ResultPhoneBody
from ..dossier_tries import tried
from ..endpoint import Answer, Request
from ..subscribing import phone_of
from .registry import endpoint


@endpoint(
    "POST",
    "/public/dossiers/push",
    summary="Tell this phone when a dossier is answered, once; for who knows its code and the last"
    " four digits of the number given with it. May be repeated; the three phones added last are"
    " told.",
    body=ResultPhoneBody,
    answers={204: None},
    problems=(404, 409, 422, 429),
)
def add_phone(request: Request) -> Answer:
    body: ResultPhoneBody = request.body
    phone = phone_of(request, body)
    owner = _owner(request, body.code, body.digits)
    request.engine.change(owner, lambda change: tell_of_result(change, body.code, phone))
    return 204, None


@endpoint(
    "POST",
    "/public/dossiers/push/forget",
    summary="Tell this phone no more. May be repeated.",
    body=ForgetResultPhoneBody,
    answers={204: None},
    problems=(404, 409, 429),
)
def remove_phone(request: Request) -> Answer:
    body: ForgetResultPhoneBody = request.body
    owner = _owner(request, body.code, body.digits)
    request.engine.change(owner, lambda c: forget_result_phone(c, body.code, body.endpoint))
    return 204, None


def _owner(request: Request, code: str, digits: str) -> Actor:
    """Whoever knows the code and the digits, in the dossier's centre. Raises ``NotFound``, and
    ``SeveralCentres``."""
    named = request.query.get("centre", "")
    found = tried(request.engine, named, request.address, code, digits)
    return Actor("holder", found.centre, "dossier")
