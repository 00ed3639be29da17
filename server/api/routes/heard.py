"""What the public may see of satisfaction: no key, no cookie, nothing personal."""

from ...reports.heard import heard_report
from ..case_models import HeardOut
from ..endpoint import Answer, Request
from .registry import endpoint


@endpoint(
    "GET",
    "/public/heard",
    summary="You said, we did: the centre's satisfaction with base, interval and coverage, what"
    " citizens said, and what became of it.",
    answers={200: HeardOut},
    keep_s=60,
)
def heard(request: Request) -> Answer:
    kept = request.engine.remembered
    return 200, request.engine.look(request.centre, lambda look: heard_report(look, kept))
