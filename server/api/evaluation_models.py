"""Quarterly evaluations: what comes in and what is answered."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ..core.evaluation import COUNT
from .answers import Out
from .bodies import In
from .words import Slug, Text, Time

QuarterName = Annotated[str, StringConstraints(pattern=r"^2\d{3}-Q[1-4]$")]
Kind = Literal["department", "officer"]
Fact = Literal["on_time", "waits", "contacts", "satisfaction", "attitude", "coverage"]
Grade = Literal["excellent", "good", "fair", "average", "weak"]
Percent = Annotated[int, Field(ge=0, le=100)]


class MarkBody(In):
    """``points`` 0, 0.5, 1, 1.5 or 2; null takes the mark back, so that the fact counts again."""

    quarter: QuarterName
    kind: Kind
    subject: Slug
    index: Slug
    points: Annotated[Decimal, Field(ge=0, le=2, multiple_of=Decimal("0.5"), strict=False)] | None
    note: Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=300)] = ""


class IndexBody(In):
    """From ``full_pct`` percent of its fact on an index is worth 2 points, from ``part_pct`` 1."""

    key: Slug
    name: Text
    name_en: Text
    fact: Fact | None = None
    full_pct: Percent = 95
    part_pct: Percent = 80


class EvaluationRulesBody(In):
    indices: Annotated[list[IndexBody], Field(min_length=COUNT, max_length=COUNT)]
    wait_target_min: Annotated[int, Field(ge=1, le=480)] = 15


class EvaluationRulesOut(Out):
    indices: list[IndexBody]
    wait_target_min: int


class MarkOut(Out):
    """``points`` are null where an earlier mark was taken back."""

    points: float | None
    note: str
    by: str | None
    at: Time


class IndexOut(Out):
    """``source`` says where the points are from; ``hits`` of ``base`` is the fact (``share`` in
    percent), also where a mark overrules it; ``marks`` newest first."""

    key: str
    name: str
    name_en: str
    fact: Fact | None
    full_pct: int
    part_pct: int
    points: float | None
    source: Literal["fact", "mark"] | None
    hits: int | None
    base: int
    share: float | None
    marks: list[MarkOut]


class SubjectOut(Out):
    """``points`` sum what is known; no grade while one of the nine is missing."""

    id: str
    name: str
    name_en: str
    indices: list[IndexOut]
    points: float
    missing: list[str]
    grade: Grade | None


class GradeOut(Out):
    key: Grade
    least: float


class EvaluationsOut(Out):
    quarter: str
    first: str = Field(alias="from")
    last: str = Field(alias="to")
    kind: Kind
    ended: bool
    grades: list[GradeOut]
    wait_target_min: int
    items: list[SubjectOut]
