"""Cases, comments and the public page: what comes in and what goes out."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .answers import Out
from .bodies import In
from .words import Slug, Time, Value

# Words of several lines, without other control characters.
Long = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=1_000, pattern=r"^[^\x00-\x09\x0b-\x1f\x7f]*$"
    ),
]
Day = Annotated[
    str,
    StringConstraints(pattern=r"^2[0-9]{3}-[0-9]{2}-[0-9]{2}$"),
    Field(json_schema_extra={"format": "date"}),
]
State = Literal["new", "seen", "planned", "done", "not_planned"]


class StepBody(In):
    """``note`` stays inside; ``words`` (and ``words_en``) are for the public."""

    note: Long = ""
    words: Long = ""
    words_en: Long = ""


class PlanBody(StepBody):
    due: Day | None = None


class CaseBody(StepBody):
    """``words`` tell the public what was heard."""

    reason: Slug
    service: Slug | None = None
    counter: Slug | None = None


class NamedThing(Out):
    id: str
    name: str
    name_en: str


class ReasonCountOut(Out):
    """``n`` of ``base`` ratings named the reason; share and Wilson's 95 % interval in percent."""

    n: int
    base: int
    share: float | None
    interval: list[float] | None
    small: bool


class DaysNamed(ReasonCountOut):
    first: Day = Field(alias="from")
    last: Day = Field(alias="to")


class ComparedOut(Out):
    """Before and since the day it was done. ``verdict``: fewer, more, unclear (the intervals
    overlap) or few (too few have rated)."""

    before: DaysNamed
    since: DaysNamed
    verdict: Literal["fewer", "more", "unclear", "few"]


class StepOut(Out):
    step: str
    at: Time
    by: str | None
    note: str
    words: str
    words_en: str
    due: Day | None


class FeedbackCaseOut(Out):
    """``next``: the steps that can be taken; ``recent``: the last thirty days."""

    id: str
    reason: NamedThing
    service: NamedThing | None
    counter: NamedThing | None
    state: State
    due: Day | None
    overdue: bool
    public: bool
    next: list[str]
    recent: ReasonCountOut
    compared: ComparedOut | None
    steps: list[StepOut]


class SuggestionOut(ReasonCountOut):
    reason: NamedThing


class ReasonChoice(NamedThing):
    """``active``: whether people are offered it still."""

    active: bool


class CaseList(Out):
    """``suggestions``: reasons named often lately that no open case is about."""

    items: list[FeedbackCaseOut]
    next: str | None
    suggestions: list[SuggestionOut]
    reasons: list[ReasonChoice]


class CommentOut(Out):
    day: Day
    service: NamedThing
    value: Value
    reasons: list[NamedThing]
    comment: str


class CommentList(Out):
    items: list[CommentOut]
    next: str | None


class CentreName(Out):
    id: str
    name: str
    name_en: str


class SentenceOut(Out):
    """Shares, interval and coverage in percent; null while too few have rated (``hidden``)."""

    period: Literal["month", "quarter"]
    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    base: int | None
    served: int
    share: float | None
    unsatisfied: float | None
    interval: list[float] | None
    coverage: float | None
    hidden: bool


class HeardNamed(Out):
    """``n`` of ``base`` ratings; null where fewer people than ``least`` make a number."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    n: int | None
    base: int | None
    share: float | None


class HeardSince(HeardNamed):
    verdict: Literal["fewer", "more"]


class HeardStep(Out):
    state: Literal["heard", "seen", "planned", "done", "not_planned"]
    day: Day
    words: str | None
    words_en: str | None
    due: Day | None


class HeardCase(Out):
    reason: NamedThing
    service: NamedThing | None
    state: State
    due: Day | None
    said: HeardNamed | None
    compared: HeardSince | None
    steps: list[HeardStep]


class HeardOut(Out):
    centre: CentreName
    sentences: list[SentenceOut]
    least: int
    cases: list[HeardCase]
