"""What goes out: the types that describe answers, and check them in tests."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from ..core.model import CounterState, Lane, PauseReason, Role, ServiceKind, TicketState
from .words import Priority, Time, Value


class Out(BaseModel):
    """A body that goes out: exactly these fields."""

    model_config = ConfigDict(extra="forbid")


class Wait(Out):
    """Minutes: the range in which the call is expected (four cases of five), and the likely one.
    ``nominal``: as much is known as the services' usual times say; ``learnt``: from what happens
    here."""

    low: int
    high: int
    likely: int
    basis: Literal["nominal", "learnt"]


class PastErrorOut(Out):
    """How good the waits told with tickets were, over the last seven days: the median distance
    from what happened, and the share of waits inside the 80 % range (0..1)."""

    median_error_minutes: float
    coverage: float
    n: int


class ParkOut(Out):
    reason: str
    until: Time | None


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
    expected_before: Time | None
    lane: Lane
    for_counter: str | None
    then: list[str]
    park: ParkOut | None
    note: str | None
    appointment_at: Time | None
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
    hours: dict[str, list[list[str]]] | None
    capacity: int | None
    kind: ServiceKind
    open_counters: int
    wait: Wait | None


class CounterOut(Out):
    id: str
    number: int
    name: str
    name_en: str
    state: CounterState
    state_since: Time
    services: list[str]
    pause_reason: PauseReason | None
    taken: bool
    ticket: str | None


class NamedOut(Out):
    id: str
    name: str
    name_en: str


class ProcedureFacts(Out):
    code: str
    name: str
    field: str
    agency: str
    level: str
    processing_days: int | None
    processing_text: str
    fee_text: str
    service: str | None


class ProcedureOut(ProcedureFacts):
    why: str | None = None


class SkillOut(Out):
    service: str
    weight: int
    helps: bool


class SkillsOut(Out):
    services: list[SkillOut]


class OfficersOut(Out):
    people: list[str]


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
    status: Literal["counted", "changed", "repeated", "late", "unbound"]
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
    p10: float | None
    p50: float | None
    p90: float | None
    error: PastErrorOut | None


class PublicWaits(Out):
    lastUpdated: Time
    stale: bool
    centre: NamedOut
    error: PastErrorOut | None
    items: list[PublicLine]


class PersonOut(Out):
    id: str
    username: str
    name: str
    role: Role


class DeviceOut(Out):
    role: Role
    counter: str | None


class SessionOut(Out):
    user: PersonOut | None
    device: DeviceOut | None
    counter: CounterOut | None
    centre: NamedOut
    must_change: bool
    """Whether the password was set by somebody else and must be changed first."""
    must_set_up: bool
    """Whether a second factor must be set up first."""
    second_factor_by: Time | None
    """From when on the person must have a second factor and has none yet."""


class NewTokenOut(Out):
    id: str
    token: str


class AppointmentOut(Out):
    id: str
    code: str
    service: str
    procedure: str | None
    day: str
    begins_at: Time
    ends_at: Time
    state: Literal["booked", "arrived", "cancelled"]
    ticket: str | None


class AppointmentList(Out):
    items: list[AppointmentOut]
    next: str | None


class SettingChangeOut(Out):
    id: str
    at: Time
    actor: str
    undone: bool


class SettingsOut(Out):
    settings: dict[str, Any]
    changes: list[SettingChangeOut]


class TurnOut(Out):
    number: str
    service: str
    lane: Lane
    waiting_since: Time


class EventOut(Out):
    at: Time
    kind: str
    counter: str | None
    actor: str
    data: dict[str, Any]
    reason: ReasonOut | None
    turn: list[TurnOut] | None
    replayed: bool | None


class HistoryOut(Out):
    id: str
    number: str
    day: str
    state: TicketState
    events: list[EventOut]


class Problem(Out):
    code: str
    message: Bilingual
    action: Bilingual
    field: str | None


class ProblemOut(Out):
    error: Problem
