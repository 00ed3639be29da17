"""Presses on rating terminals."""

from ...usecases.rate import Press, rate
from ..answers import RatedOut
from ..bodies import RatingBody
from ..endpoint import Answer, Request
from .registry import endpoint

RATERS = {"terminal", "manager", "admin"}


@endpoint(
    "POST",
    "/ratings",
    summary="Keep a press. With device, boot and seq it is kept once, however often it is sent;"
    " without a ticket it is about the one this terminal's counter finished last.",
    roles=RATERS,
    body=RatingBody,
    answers={200: RatedOut},
    problems=(409, 422),
)
def press(request: Request) -> Answer:
    body: RatingBody = request.body
    made = Press(
        ticket=body.ticket,
        value=body.value,
        scale=body.scale,
        reasons=tuple(body.reasons),
        age_ms=body.age_ms,
        device=body.device,
        boot=body.boot,
        seq=body.seq,
        comment=body.comment,
        undated=body.undated,
        shown_ms=body.shown_ms,
    )
    rated = request.engine.change(
        request.who, lambda change: rate(change, request.who.counter, made)
    )
    return 200, {"status": rated.status, "ticket": rated.number, "value": rated.value}
