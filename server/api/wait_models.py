"""Bodies and answers about the rest of the day as it would be."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .answers import Out
from .bodies import In
from .words import Slug, Time

MOST_CHANGES = 60
MOST_SERVICES = 200
Moment = Annotated[
    str,
    StringConstraints(
        pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$"
    ),
]


class WhatIfChange(In):
    """A counter opens, closes, or handles other services; from now on, or from ``at``.

    ``services`` are all it handles from then, each with the same weight.
    """

    counter: Slug
    action: Literal["open", "close", "skills"]
    at: Moment | None = None
    until: Moment | None = None
    services: Annotated[list[Slug], Field(max_length=MOST_SERVICES)] | None = None


class WhatIfBody(In):
    """``arrivals``: people an hour by service, where other than usual. ``limit_minutes``: find the
    cheapest openings that keep nine of ten waits below it."""

    changes: Annotated[list[WhatIfChange], Field(max_length=MOST_CHANGES)]
    arrivals: Annotated[
        dict[Slug, Annotated[float, Field(ge=0, le=2_000)]],
        Field(default_factory=dict, max_length=MOST_SERVICES),
    ]
    limit_minutes: Annotated[int, Field(ge=1, le=480)] | None = None


class CellOut(Out):
    """People waiting (mean), and the wait in minutes of who draws a ticket then; null where nobody
    is expected."""

    waiting: float
    p50: float | None
    p90: float | None


class CourseOut(Out):
    """The rest of a day in slots of 15 minutes. ``busy`` is the share of its open time in which a
    counter serves; ``uncalled`` are people not called by the end of the day."""

    slots: list[Time]
    services: dict[str, list[CellOut]]
    busy: dict[str, float]
    uncalled: float


class SuggestedChange(Out):
    counter: str
    action: Literal["open", "close", "skills"]
    at: Time | None
    until: Time | None
    services: list[str] | None


class WhatIfOut(Out):
    """``suggestion``: null where no limit was asked for, or none can keep it."""

    today: CourseOut
    changed: CourseOut
    suggestion: list[SuggestedChange] | None
