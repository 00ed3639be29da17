"""What signed-in people do about themselves: password, second factor, centre, sessions."""

from collections.abc import Callable
from typing import TypeVar

import segno

from ...clock import now_ms
from ...core.errors import Forbidden
from ...queries import people as queries
from ...queries.snapshot import Snapshot
from ...usecases.change import Actor
from ...usecases.lockout import Try, begin_try, end_try
from ...usecases.people import change_password, rehashed
from ...usecases.second_factor import begin_totp, confirm_totp, remove_totp
from ...usecases.sessions import end_other_session, move_session, proven
from ..endpoint import PAGE, Answer, Request
from ..entering import noted
from ..people_models import (
    CentreChoiceBody,
    CodeBody,
    NewSecretOut,
    OwnSessionList,
    PasswordBody,
    ProofBody,
    RecoveryCodesOut,
    SecondFactorOut,
    WorkplaceList,
)
from .paging import page_of
from .registry import endpoint

PEOPLE = {"staff", "manager", "admin", "auditor"}
T = TypeVar("T")


@endpoint(
    "PUT",
    "/session/password",
    summary="Change one's own password; the person's other sessions end.",
    roles=PEOPLE,
    body=PasswordBody,
    answers={204: None},
    problems=(422, 429),
)
def set_password(request: Request) -> Answer:
    actor, body = _person(request), request.body
    hash = _tried(
        request, lambda: request.engine.read(
            lambda s: rehashed(s, actor.person or "", body.old, body.password)
        )
    )  # fmt: skip
    request.engine.change(actor, lambda change: change_password(change, hash))
    return 204, None


@endpoint(
    "GET",
    "/session/totp",
    summary="Whether the second factor is on, and how many recovery codes are left.",
    roles=PEOPLE,
    answers={200: SecondFactorOut},
)
def get_totp(request: Request) -> Answer:
    return 200, _look(request, queries.second_factor)


@endpoint(
    "POST",
    "/session/totp",
    summary="A new secret for the authenticator app; it counts once it is confirmed.",
    roles=PEOPLE,
    body=ProofBody,
    answers={201: NewSecretOut},
    problems=(409, 422, 429),
)
def new_totp(request: Request) -> Answer:
    actor = _person(request)
    _prove(request, request.body.password)
    secret, uri = request.engine.change(actor, lambda c: begin_totp(c, request.engine.vault))
    return 201, {"secret": secret, "uri": uri, "qr": _qr(uri)}


@endpoint(
    "POST",
    "/session/totp/confirm",
    summary="The app's first code: from now on it is asked for. The recovery codes, once.",
    roles=PEOPLE,
    body=CodeBody,
    answers={200: RecoveryCodesOut},
    problems=(409, 429),
)
def confirm(request: Request) -> Answer:
    actor, code = _person(request), request.body.code
    codes = _tried(
        request,
        lambda: request.engine.change(actor, lambda c: confirm_totp(c, request.engine.vault, code)),
    )
    return 200, {"codes": codes}


@endpoint(
    "POST",
    "/session/totp/off",
    summary="Turn the second factor off.",
    roles=PEOPLE,
    body=ProofBody,
    answers={204: None},
    problems=(422, 429),
)
def end_totp(request: Request) -> Answer:
    actor = _person(request)
    _prove(request, request.body.password)
    request.engine.change(actor, remove_totp)
    return 204, None


@endpoint(
    "GET",
    "/session/centres",
    summary="The centres where the person may work, home first.",
    roles=PEOPLE,
    answers={200: WorkplaceList},
    parameters=PAGE,
)
def list_centres(request: Request) -> Answer:
    return 200, page_of(request, _look(request, queries.workplaces))


@endpoint(
    "PUT",
    "/session/centre",
    summary="Go on in another centre where the person has a role.",
    roles=PEOPLE,
    body=CentreChoiceBody,
    answers={204: None},
    problems=(404,),
)
def choose_centre(request: Request) -> Answer:
    wanted = request.body.centre
    request.engine.change(_person(request), lambda change: move_session(change, wanted))
    return 204, None


@endpoint(
    "GET",
    "/session/all",
    summary="Where the person is signed in.",
    roles=PEOPLE,
    answers={200: OwnSessionList},
    parameters=PAGE,
)
def list_sessions(request: Request) -> Answer:
    return 200, page_of(request, _look(request, queries.own_sessions))


@endpoint(
    "DELETE",
    "/session/all/{id}",
    summary="End one of the person's other sessions.",
    roles=PEOPLE,
    answers={204: None},
    problems=(404,),
)
def end_session(request: Request) -> Answer:
    id = request.path["id"]
    request.engine.change(_person(request), lambda change: end_other_session(change, id))
    return 204, None


def _person(request: Request) -> Actor:
    """Who asks, as a signed-in person. Raises ``Forbidden`` for a device."""
    if request.who.kind != "session":
        raise Forbidden()
    return request.who


def _look(request: Request, query: Callable[[Snapshot, Actor], T]) -> T:
    actor = _person(request)
    return request.engine.look(actor.centre, lambda look: query(look, actor))


def _prove(request: Request, password: str) -> None:
    """The password once more, where somebody might have found an open page."""
    person = request.who.person or ""
    _tried(request, lambda: request.engine.read(lambda s: proven(s, person, password)))


def _tried(request: Request, proof: Callable[[], T]) -> T:
    """A proof that may fail, slowed down like signing in."""
    made = Try(request.who.username, f"session {request.who.id}")
    request.engine.write(lambda session: begin_try(session, made, now_ms()))
    value = noted(request.engine, made, proof)
    request.engine.write(lambda session: end_try(session, made))
    return value


def _qr(uri: str) -> str:
    return str(segno.make(uri, error="m").png_data_uri(scale=6, border=4))
