"""Open data: no key, no cookie."""

from ...queries.services import public_waits
from ..answers import PublicWaits
from ..endpoint import Answer, Request
from .registry import endpoint


@endpoint(
    "GET",
    "/public/waits",
    summary="Who waits in each line, now.",
    answers={200: PublicWaits},
)
def waits(request: Request) -> Answer:
    return 200, request.engine.look(request.centre, public_waits)
