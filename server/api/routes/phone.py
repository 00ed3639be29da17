"""What the holder of a ticket's link may do on the phone: be late, and be told."""

from ...core.errors import NotFound
from ...push.keys import public_text
from ...store import push, tickets
from ...usecases.change import Actor
from ...usecases.ids import from_code
from ...usecases.lateness import be_late
from ...usecases.push import forget_phone, subscribe
from ...usecases.rate_later import Answer as Rating
from ...usecases.rate_later import rate_later
from ..endpoint import Answer, Request
from ..phone_models import (
    ForgetBody,
    LaterRatedOut,
    LaterRatingBody,
    PushKeyOut,
    SubscriptionBody,
)
from ..subscribing import phone_of
from .registry import endpoint


@endpoint(
    "POST",
    "/public/tickets/{code}/late",
    summary="The holder of the ticket's link is late: the next few go first. Once for each ticket.",
    answers={204: None},
    keyed=True,
    problems=(404, 409),
)
def late(request: Request) -> Answer:
    id, holder = _ticket(request)
    request.engine.change(holder, lambda change: be_late(change, id, request.key))
    return 204, None


@endpoint(
    "GET",
    "/public/push-key",
    summary="The key a phone's browser subscribes to pushes with.",
    answers={200: PushKeyOut},
    problems=(404,),
)
def push_key(request: Request) -> Answer:
    key = request.engine.read(push.signing_key)
    if key is None:
        raise NotFound(field="key")
    return 200, {"key": public_text(key)}


@endpoint(
    "POST",
    "/public/tickets/{code}/push",
    summary="Tell this phone when its turn is near and when it is called. May be repeated; the"
    " three phones added last are told.",
    body=SubscriptionBody,
    answers={204: None},
    problems=(404, 409, 422),
)
def add_phone(request: Request) -> Answer:
    body: SubscriptionBody = request.body
    phone = phone_of(request, body)
    id, holder = _ticket(request)
    request.engine.change(holder, lambda change: subscribe(change, id, phone))
    return 204, None


@endpoint(
    "POST",
    "/public/tickets/{code}/push/forget",
    summary="Tell this phone no more. May be repeated.",
    body=ForgetBody,
    answers={204: None},
    problems=(404,),
)
def remove_phone(request: Request) -> Answer:
    id, holder = _ticket(request)
    body: ForgetBody = request.body
    request.engine.change(holder, lambda change: forget_phone(change, id, body.endpoint))
    return 204, None


@endpoint(
    "POST",
    "/public/tickets/{code}/rating",
    summary="The holder of the ticket's link rates the visit, until midnight of the next day. What"
    " was given first counts; may be repeated with the same id.",
    body=LaterRatingBody,
    answers={200: LaterRatedOut},
    problems=(404, 409, 422),
)
def rate(request: Request) -> Answer:
    body: LaterRatingBody = request.body
    id, holder = _ticket(request)
    rating = Rating(body.id, body.value, body.scale, tuple(body.reasons), body.comment)
    rated = request.engine.change(holder, lambda change: rate_later(change, id, rating))
    return 200, {"status": rated.status}


def _ticket(request: Request) -> tuple[str, Actor]:
    """The ticket of the link's code, and its holder. Raises ``NotFound``."""
    id = from_code(request.path["code"])
    ticket = None if id is None else request.engine.read(lambda s: tickets.find(s, id))
    if id is None or ticket is None:
        raise NotFound(field="code")
    return id, Actor("holder", ticket.centre, "link")
