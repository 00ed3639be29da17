"""Signing in, choosing a counter, and the first administrator."""

from dataclasses import replace

from ...clock import now_ms
from ...core.errors import Forbidden, Unauthorized
from ...queries.accounts import session_json
from ...usecases.administer import NewPerson
from ...usecases.change import Actor
from ...usecases.counter_state import take_counter
from ...usecases.lockout import Try
from ...usecases.sessions import end_session, start_session
from ..answers import SessionOut
from ..bodies import CounterChoiceBody, SetupBody
from ..endpoint import Answer, Request
from ..entering import enter
from ..identity import BROWSER_COOKIE, COOKIE
from ..people_models import SignInBody
from .registry import endpoint
from .setting_up import set_up_centre


@endpoint(
    "POST",
    "/session",
    summary="Sign in; the answer sets the session cookie.",
    body=SignInBody,
    answers={200: SessionOut},
    problems=(401, 422, 429),
)
def sign_in(request: Request) -> Answer:
    body: SignInBody = request.body
    made = Try(body.username, request.address, request.sent_cookies.get(BROWSER_COOKIE, ""))
    signed = enter(request.engine, made, body.password, body.code)
    request.cookies[COOKIE] = signed.secret
    request.cookie_s[COOKIE] = signed.seconds
    request.cookies[BROWSER_COOKIE] = signed.browser
    return 200, _session(request, signed.actor)


@endpoint("GET", "/session", summary="Who is asking.", answers={200: SessionOut}, problems=(401,))
def whoami(request: Request) -> Answer:
    if request.actor is None:
        raise Unauthorized()
    return 200, _session(request, request.actor)


@endpoint(
    "DELETE",
    "/session",
    summary="Sign out and leave the counter.",
    answers={204: None},
)
def sign_out(request: Request) -> Answer:
    if request.actor is not None and request.actor.kind == "session":
        request.engine.change(request.actor, end_session)
    request.cookies[COOKIE] = None
    return 204, None


@endpoint(
    "PUT",
    "/session/counter",
    summary="Sit down at a counter, which opens; null stands up and closes it.",
    roles={"staff", "manager", "admin"},
    body=CounterChoiceBody,
    answers={200: SessionOut},
    problems=(404, 409),
)
def choose_counter(request: Request) -> Answer:
    actor, wanted = request.who, request.body.counter
    if actor.kind != "session":
        raise Forbidden()
    request.engine.change(actor, lambda change: take_counter(change, actor.id, wanted))
    return 200, _session(request, replace(actor, counter=wanted))


@endpoint(
    "POST",
    "/setup/{secret}",
    summary="Use the one-time set-up link: make the first administrator and sign in.",
    body=SetupBody,
    answers={201: SessionOut},
    problems=(404, 422),
)
def set_up(request: Request) -> Answer:
    body: SetupBody = request.body
    new = NewPerson(body.username, body.name, "admin", body.password)
    actor = request.engine.write(
        lambda session: set_up_centre(session, request.path["secret"], new, body.sample, now_ms())
    )
    secret, id = request.engine.change(actor, start_session)
    request.cookies[COOKIE] = secret
    return 201, _session(request, replace(actor, id=id))


def _session(request: Request, actor: Actor) -> dict[str, object]:
    return request.engine.look(actor.centre, lambda look: session_json(look, actor))
