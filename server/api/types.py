"""The types of the API: they validate what comes in and describe what goes out."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ..core.model import CounterState, Role, TicketState
from ..core.priority import CLASSES

Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Text = Annotated[
    str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", min_length=1, max_length=300)
]
Priority = Literal["none", "merit", "disabled", "elderly", "pregnant", "child"]
Value = Literal["very_satisfied", "satisfied", "neutral", "unsatisfied"]
Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]

assert set(CLASSES) == set(Priority.__args__)  # type: ignore[attr-defined]


class In(BaseModel):
    """A body that comes in: unknown fields are errors, so that a typing mistake is told."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Out(BaseModel):
    """A body that goes out: exactly these fields."""

    model_config = ConfigDict(extra="forbid")


class IssueBody(In):
    service: Slug
    procedure: Slug | None = None
    priority: Priority = "none"
    language: Literal["vi", "en"] = "vi"


class RatingBody(In):
    ticket: Slug | None = None
    value: Value
    scale: Literal[2, 3, 4] = 3
    reasons: Annotated[list[Slug], Field(max_length=10)] = []
    device: Slug | None = None
    boot: Slug | None = None
    seq: Annotated[int, Field(ge=0, le=2**53)] | None = None
    age_ms: Annotated[int, Field(ge=0, le=7 * 86_400_000)] = 0


class SignInBody(In):
    username: Text
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class CounterChoiceBody(In):
    counter: Slug | None


class SetupBody(In):
    username: Slug
    name: Text
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    sample: bool = False


class PersonBody(In):
    username: Slug
    name: Text
    role: Literal["staff", "manager", "admin"]
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class ServiceBody(In):
    id: Slug
    name: Text
    name_en: Text | None = None
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,3}$")]
    department: Slug
    nominal_minutes: Annotated[int, Field(ge=1, le=480)] = 10


class CounterBody(In):
    id: Slug
    number: Annotated[int, Field(ge=1, le=9999)]
    name: Text
    name_en: Text | None = None
    services: Annotated[list[Slug], Field(max_length=200)] = []


class SkillsBody(In):
    services: Annotated[list[Slug], Field(max_length=200)]


class TokenBody(In):
    role: Role
    counter: Slug | None = None
    label: Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=100)] = ""


class Wait(Out):
    """Minutes: the range in which the call is expected."""

    low: int
    high: int


class TicketOut(Out):
    id: str
    number: str
    service: str
    service_name: str
    service_name_en: str
    state: TicketState
    priority: Priority
    language: str
    procedure: str | None
    people_ahead: int | None
    wait: Wait | None
    counter: str | None
    counter_name: str | None
    counter_number: int | None
    calls: int
    issued_at: Time
    called_at: Time | None
    started_at: Time | None
    ended_at: Time | None
    status_url: str


class TicketAnswer(Out):
    ticket: TicketOut


class Call(Out):
    id: int
    attempt: int
    called_at: Time


class Bilingual(Out):
    vi: str
    en: str


class ReasonOut(Out):
    code: str
    text: Bilingual


class CalledOut(Out):
    ticket: TicketOut
    call: Call
    reason: ReasonOut


class ServiceOut(Out):
    id: str
    name: str
    name_en: str
    prefix: str
    department: str
    department_name: str
    department_name_en: str
    open: bool
    waiting: int
    nominal_minutes: int


class CounterOut(Out):
    id: str
    number: int
    name: str
    name_en: str
    state: CounterState
    state_since: Time
    services: list[str]
    taken: bool
    ticket: str | None


class NamedOut(Out):
    id: str
    name: str
    name_en: str


class ProcedureOut(Out):
    code: str
    name: str
    field: str
    agency: str
    level: str
    processing_days: int | None
    processing_text: str
    fee_text: str
    service: str | None


class ServiceList(Out):
    items: list[ServiceOut]
    next: str | None


class CounterList(Out):
    items: list[CounterOut]
    next: str | None


class PriorityList(Out):
    items: list[NamedOut]
    next: str | None


class ProcedureList(Out):
    items: list[ProcedureOut]
    next: str | None


class RatedOut(Out):
    status: Literal["counted", "changed", "repeated", "unbound"]
    ticket: str | None
    value: Value


class PublicLine(Out):
    service: str
    name: str
    name_en: str
    prefix: str
    open: bool
    waiting: int
    open_counters: int
    last_called: str | None
    wait: Wait | None


class PublicWaits(Out):
    lastUpdated: Time
    centre: NamedOut
    items: list[PublicLine]


class PersonOut(Out):
    id: str
    username: str
    name: str
    role: Role


class PersonList(Out):
    items: list[PersonOut]
    next: str | None


class DeviceOut(Out):
    role: Role
    counter: str | None


class SessionOut(Out):
    user: PersonOut | None
    device: DeviceOut | None
    counter: CounterOut | None
    centre: NamedOut


class TokenOut(Out):
    id: str
    role: Role
    counter: str | None
    label: str
    created_at: Time
    revoked: bool


class TokenList(Out):
    items: list[TokenOut]
    next: str | None


class NewTokenOut(Out):
    id: str
    token: str


class Problem(Out):
    code: str
    message: Bilingual
    action: Bilingual
    field: str | None


class ProblemOut(Out):
    error: Problem


Schema = dict[str, Any]
