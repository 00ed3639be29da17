"""What if: the rest of the day with other counters, skills or arrivals."""

from datetime import datetime

from ...core.errors import Invalid
from ...queries.snapshot import Json, Snapshot, when
from ...store import counters, services
from ..endpoint import Answer, Request
from ..wait_models import WhatIfBody, WhatIfChange, WhatIfOut
from .registry import endpoint

MANAGERS = {"manager", "admin"}


@endpoint(
    "POST",
    "/waits/what-if",
    summary="The rest of the day as it is expected, and as it would be with other openings, skills"
    " or arrivals; changes nothing.",
    roles=MANAGERS,
    body=WhatIfBody,
    answers={200: WhatIfOut},
)
def what_if(request: Request) -> Answer:
    body: WhatIfBody = request.body
    request.engine.look(request.centre, lambda look: _check(look, body))
    question = {
        "changes": [_asked(change) for change in body.changes],
        "arrivals": body.arrivals,
        "limit_minutes": body.limit_minutes,
    }
    found = request.engine.forecast.what_if(request.centre, question)
    suggestion = found["suggestion"]
    return 200, {
        "today": _course(found["today"]),
        "changed": _course(found["changed"]),
        "suggestion": None if suggestion is None else [_suggested(each) for each in suggestion],
    }


def _check(look: Snapshot, body: WhatIfBody) -> None:
    """Raises ``Invalid`` (counter, services, arrivals) for what the centre does not have."""
    known = {counter.id for counter in counters.listing(look.session, look.centre.id)}
    lines = {row["id"] for row in services.listing(look.session, look.centre.id, look.day)}
    for change in body.changes:
        if change.counter not in known:
            raise Invalid(field="counter")
        if not lines.issuperset(change.services or ()):
            raise Invalid(field="services")
        if change.action == "skills" and change.services is None:
            raise Invalid(field="services")
    if not lines.issuperset(body.arrivals):
        raise Invalid(field="arrivals")


def _asked(change: WhatIfChange) -> Json:
    return {
        "counter": change.counter,
        "action": change.action,
        "at": _seconds("at", change.at),
        "until": _seconds("until", change.until),
        "services": change.services,
    }


def _seconds(field: str, moment: str | None) -> float | None:
    if moment is None:
        return None
    try:
        return datetime.fromisoformat(moment).timestamp()
    except (ValueError, OverflowError):
        raise Invalid(field=field) from None


def _course(told: Json) -> Json:
    return {
        "slots": [_when(at) for at in told["slots"]],
        "services": {
            service: [
                {
                    "waiting": round(cell["waiting"], 1),
                    "p50": _minutes(cell["p50"]),
                    "p90": _minutes(cell["p90"]),
                }
                for cell in cells
            ]
            for service, cells in told["services"].items()
        },
        "busy": {counter: round(share, 3) for counter, share in told["busy"].items()},
        "uncalled": round(told["uncalled"], 1),
    }


def _suggested(told: Json) -> Json:
    skills = told["skills"]
    return {
        "counter": told["counter"],
        "action": told["action"],
        "at": _when(told["at"]),
        "until": _when(told["until"]),
        "services": None if skills is None else sorted(skills),
    }


def _when(seconds: float | None) -> str | None:
    return None if seconds is None else when(round(seconds * 1000))


def _minutes(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / 60, 1)
