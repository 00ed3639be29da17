"""The catalogue of procedures: what comes in and what goes out."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .answers import Bilingual, Out, ProcedureFacts
from .bodies import In
from .words import Slug

FieldName = Annotated[
    str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", min_length=1, max_length=300)
]


class ApplyBody(In):
    remove_gone: bool = False


class FieldBody(In):
    field: FieldName
    service: Slug | None


class FieldsBody(In):
    fields: Annotated[list[FieldBody], Field(min_length=1, max_length=200)]


class DocumentOut(Out):
    document: str
    originals: int
    copies: int


class CaseOut(Out):
    """What to bring in one case; ``case`` is "" where a procedure knows only one."""

    case: str
    documents: list[DocumentOut]


class HandlingCounter(Out):
    number: int
    name: str
    name_en: str


class ProcedurePage(ProcedureFacts):
    audience: str
    service_name: str | None
    service_name_en: str | None
    counters: list[HandlingCounter]
    cases: list[CaseOut]


class FieldOut(Out):
    """``unserved``: how many of the field's procedures no service takes."""

    id: str
    field: str
    service: str | None
    procedures: int
    unserved: int


class FieldList(Out):
    items: list[FieldOut]
    next: str | None


class SampleOut(Out):
    code: str
    name: str


class ValueChange(Out):
    field: str
    before: str
    after: str


class ChangedOut(SampleOut):
    changes: list[ValueChange]


class SamplesOut(Out):
    """The first of each sort."""

    new: list[SampleOut]
    changed: list[ChangedOut]
    gone: list[SampleOut]
    unknown: list[SampleOut]


class RowProblem(Out):
    """``row`` as a spreadsheet counts; ``field`` is null for the row as a whole."""

    row: int
    field: str | None
    problem: Bilingual


class UnmappedOut(Out):
    field: str
    procedures: int


class _Counts(Out):
    id: str
    kind: Literal["procedures", "documents"]
    new: int
    changed: int
    gone: int
    unknown: int
    same: int


class PreviewOut(_Counts):
    """What applying would do. With errors nothing is kept, and there is nothing to apply."""

    rows: int
    columns: list[str]
    ignored: list[str]
    samples: SamplesOut
    errors: list[RowProblem]
    errors_total: int
    unmapped: list[UnmappedOut]


class AppliedOut(_Counts):
    removed: int
