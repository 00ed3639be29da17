"""Dossiers: what comes in and what goes out."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from ..core.calendar import Unit, Verdict
from ..core.dossiers import DossierState
from .answers import Bilingual, Out
from .bodies import In, WeekBody
from .catalogue_models import RowProblem
from .words import Slug, Time

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_./-]{0,63}$")]
Line = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=300)]
Note = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$", max_length=2_000)]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


Papers = Annotated[list[Annotated[str, StringConstraints(max_length=4_000)]], Field(max_length=100)]


class TermBody(In):
    n: Annotated[int, Field(ge=0, le=3_650)]
    unit: Literal["working_days", "working_hours", "calendar_days"] = "working_days"


class ApplicantBody(In):
    """Kept only with the person's consent; of the identity number only a keyed hash is."""

    name: Line = ""
    phone: Annotated[str, StringConstraints(pattern=r"^(\+?[0-9]{8,15})?$")] = ""
    identity: Annotated[str, StringConstraints(pattern=r"^([0-9]{12}|[0-9]{9})?$")] = ""
    consent: bool = False


class DossierBody(In):
    """The procedure, or the ticket that names it."""

    procedure: Slug | None = None
    ticket: Slug | None = None
    department: Slug | None = None
    channel: Literal["in_person", "post", "online"] = "in_person"
    applicant: ApplicantBody = ApplicantBody()
    case: Annotated[str, StringConstraints(max_length=8_000)] = ""
    documents: Papers = Field(default_factory=list)
    term: TermBody | None = None
    outcome: Literal["receive", "supplement", "refuse"] = "receive"
    reason: Note = ""


class ActionBody(In):
    """``at``: when it happened; now where it is left out."""

    at: Annotated[str, StringConstraints(max_length=40)] | None = None
    reason: Note = ""


class SyncBody(In):
    """Messages are checked one by one: a bad one is reported and does not hold up the others."""

    messages: Annotated[list[Any], Field(max_length=10_000)]
    department: Slug | None = None


class LookUpBody(In):
    code: Code
    digits: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]


class PhaseBody(In):
    name: Line
    name_en: Line
    begins: Day


class DossierRulesBody(In):
    """Days off and make-up days win over the public holidays."""

    week: WeekBody
    cut_off: Clock
    days_off: Annotated[list[Day], Field(max_length=400)]
    make_up: Annotated[list[Day], Field(max_length=400)]
    agency: Annotated[str, StringConstraints(max_length=30)]
    digits: Annotated[int, Field(ge=4, le=7)]
    remind_days: Annotated[int, Field(ge=0, le=30)]
    phases: Annotated[list[PhaseBody], Field(max_length=40)]


class PhaseOut(Out):
    name: str
    name_en: str
    begins: str


class DossierRulesOut(Out):
    """``closed`` and ``opened``: the dates that the holidays and the centre's own days make."""

    version: int
    week: dict[str, list[list[str]]]
    cut_off: str
    days_off: list[str]
    make_up: list[str]
    agency: str
    digits: int
    remind_days: int
    phases: list[PhaseOut]
    closed: list[str]
    opened: list[str]


class DossierLine(Out):
    code: str
    procedure: str
    field: str
    department: str
    channel: str
    state: DossierState
    received_at: Time
    due_at: Time | None
    resolved_at: Time | None
    recorded_at: Time | None
    verdict: Verdict | None


class DossierEvent(Out):
    at: Time
    recorded_at: Time
    kind: str
    reason: str


class MessageOut(Out):
    department: str
    id: str
    at: Time
    state: DossierState
    resolved_at: Time | None
    recorded_at: Time
    note: str


class WaitOut(Out):
    """A supplement: asked for, and brought (null while it is awaited)."""

    asked_at: Time
    brought_at: Time | None


class DossierOut(DossierLine):
    applicant: str
    phone: str
    officer: str | None
    ticket: str | None
    term: int | None
    unit: Unit
    rule: int
    supplements: list[WaitOut]
    documents: list[str]
    history: list[DossierEvent]
    messages: list[MessageOut]


class ReceivedOut(DossierOut):
    """``missing``: documents of the procedure's list that were not handed in."""

    missing: list[str]


class DossierList(Out):
    items: list[DossierLine]
    next: str | None


class ConflictOut(Out):
    code: str
    messages: list[MessageOut]


class ConflictList(Out):
    items: list[ConflictOut]
    next: str | None


class MessageProblem(Out):
    """``place``: where the message stands in the delivery, from 0 (in a file: the row's number)."""

    place: int
    code: str
    field: str | None
    problem: Bilingual


class SyncedOut(Out):
    """``changed``: dossiers that moved; ``unknown``: codes nobody has entered yet, whose messages
    are kept (the first 200 of ``unknown_total``)."""

    received: int
    accepted: int
    malformed: int
    changed: int
    unknown: list[str]
    unknown_total: int
    problems: list[MessageProblem]


class SyncPreviewOut(SyncedOut):
    applied: bool


class DossierImportOut(Out):
    """What a file does or would do; with errors nothing is brought in."""

    applied: bool
    rows: int
    new: int
    changed: int
    same: int
    undated: int
    unknown_procedures: int
    odd_codes: int
    ignored: list[str]
    errors: list[RowProblem]
    errors_total: int


class PublicDossierOut(Out):
    """``bring``: what a dossier that waits for more papers still lacks, as far as it is listed.
    ``new_due_at``: the date of the latest apology."""

    code: str
    state: DossierState
    procedure_name: str
    received_at: Time
    due_at: Time | None
    new_due_at: Time | None
    resolved_at: Time | None
    bring: list[str]


class DueOut(Out):
    """``working_days``: how many are left, 0 on the due day, negative after it."""

    code: str
    procedure: str
    department: str
    state: DossierState
    received_at: Time
    due_at: Time
    working_days: int


class DueList(Out):
    items: list[DueOut]
