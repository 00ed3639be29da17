"""What a kiosk may ask about whoever let it read their identity card."""

from typing import Annotated

from pydantic import StringConstraints

from ...queries.identity import has_live_ticket
from ..answers import Out
from ..bodies import In
from ..endpoint import Answer, Request
from .registry import endpoint


class IdentityBody(In):
    identity: Annotated[str, StringConstraints(pattern=r"^([0-9]{12}|[0-9]{9})$")]


class LiveOut(Out):
    live: bool


@endpoint(
    "POST",
    "/identities/live",
    summary="Whether the holder of a card has a ticket today that still counts; keeps nothing.",
    roles={"kiosk"},
    body=IdentityBody,
    answers={200: LiveOut},
)
def live(request: Request) -> Answer:
    number = request.body.identity
    found = request.engine.look(request.centre, lambda look: has_live_ticket(look, number))
    return 200, {"live": found}
