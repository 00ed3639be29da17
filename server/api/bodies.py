"""What comes in: the types that validate the bodies of requests."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ..core.model import PauseReason, Role
from ..core.rating_words import LONGEST_COMMENT, MOST_SHOWN
from .words import Priority, Slug, Text, Time, Value


class In(BaseModel):
    """A body that comes in: unknown fields are errors, so that a typing mistake is told."""

    model_config = ConfigDict(extra="forbid", strict=True)


Span = Annotated[
    list[Annotated[str, StringConstraints(pattern=r"^[0-2][0-9]:[0-5][0-9]$")]],
    Field(min_length=2, max_length=2),
]
WeekBody = Annotated[
    dict[
        Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        Annotated[list[Span], Field(max_length=6)],
    ],
    Field(max_length=7),
]


ChosenId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]


class IssueBody(In):
    service: Slug
    procedure: Slug | None = None
    priority: Priority = "none"
    language: Literal["vi", "en"] = "vi"
    then: Annotated[list[Slug], Field(max_length=5)] = []
    identity: Annotated[str, StringConstraints(pattern=r"^([0-9]{12}|[0-9]{9})$")] | None = None
    id: ChosenId | None = None
    """The ticket's id, chosen by a kiosk: the ticket of a lost answer is known again by it."""
    dossier: Slug | None = None
    """Whose result is to be collected."""


class ParkBody(In):
    reason: Text
    minutes: Annotated[int, Field(ge=1, le=480)] | None = None


class NoteBody(In):
    note: Text | None = None


class TransferBody(In):
    service: Slug | None = None
    counter: Slug | None = None
    note: Text | None = None


class ChooseBody(In):
    ticket: Slug
    reason: Text


class PauseBody(In):
    reason: PauseReason = PauseReason.BREAK


class CheckInBody(In):
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    language: Literal["vi", "en"] = "vi"


class AppointmentBody(In):
    service: Slug
    procedure: Slug | None = None
    begins_at: Time
    ends_at: Time


class ScheduleBody(In):
    hours: WeekBody | None = None
    capacity: Annotated[int, Field(ge=1, le=100_000)] | None = None


class CallingBody(In):
    ratio: Annotated[int, Field(ge=1, le=20)] = 2
    longest_wait_s: Annotated[int, Field(ge=60, le=86_400)] = 3600
    max_calls: Annotated[int, Field(ge=1, le=10)] = 3
    recall_pause_s: Annotated[int, Field(ge=0, le=300)] = 0
    undo_s: Annotated[int, Field(ge=0, le=120)] = 10
    help_after_idle_s: Annotated[int, Field(ge=0, le=7_200)] = 120
    help_when_waited_s: Annotated[int, Field(ge=0, le=86_400)] = 1800
    bring_back: Literal["front", "middle", "end"] = "front"
    transfer_keeps_wait: bool = True


class RatingRulesBody(In):
    open_s: Annotated[int, Field(ge=5, le=3_600)] = 120
    change_s: Annotated[int, Field(ge=0, le=60)] = 3
    later_days: Annotated[int, Field(ge=0, le=7)] = 1


class OfflineBody(In):
    """The numbers kiosks hold for the time without a network."""

    first_serial: Annotated[int, Field(ge=101, le=9_901)] = 901
    block: Annotated[int, Field(ge=10, le=500)] = 50


class PhoneBody(In):
    """What phones may ask and are told."""

    late_places: Annotated[int, Field(ge=0, le=20)] = 3
    notify_ahead: Annotated[int, Field(ge=0, le=10)] = 2


class PaperBody(In):
    """From how many tickets, or percent of its roll, a printer needs paper soon."""

    warn_tickets: Annotated[int, Field(ge=0, le=1_000)] = 60
    warn_pct: Annotated[int, Field(ge=0, le=50)] = 8


class SignInRulesBody(In):
    """After how long a session ends."""

    session_hours: Annotated[int, Field(ge=1, le=72)] = 12
    idle_minutes: Annotated[int, Field(ge=5, le=1_440)] = 240


class RetentionBody(In):
    """Days that each kind of personal record is kept."""

    identity_days: Annotated[int, Field(ge=0, le=31)] = 0
    notes_days: Annotated[int, Field(ge=0, le=3_650)] = 90
    comments_days: Annotated[int, Field(ge=1, le=3_650)] = 730
    applicants_days: Annotated[int, Field(ge=30, le=7_300)] = 365
    phones_days: Annotated[int, Field(ge=30, le=1_095)] = 365
    sessions_days: Annotated[int, Field(ge=1, le=730)] = 90
    messages_days: Annotated[int, Field(ge=1, le=730)] = 90
    requests_days: Annotated[int, Field(ge=3, le=90)] = 3


class BackupBody(In):
    """When the daily backup is made, and how many days, weeks and months keep their last one."""

    at: Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "01:30"
    daily: Annotated[int, Field(ge=0, le=60)] = 7
    weekly: Annotated[int, Field(ge=0, le=60)] = 4
    monthly: Annotated[int, Field(ge=0, le=120)] = 6


class SettingsBody(In):
    """A centre's settings, whole: what is left out takes its default; ``offline``, ``phone``,
    ``paper``, ``signing_in``, ``retention`` and ``backup`` stay."""

    calling: CallingBody = CallingBody()
    rating: RatingRulesBody = RatingRulesBody()
    scale: Literal[2, 3, 4, 5] = 3
    week: WeekBody | None = None
    staff_may_choose: bool = False
    elderly_age: Annotated[int, Field(ge=60, le=120)] = 75
    offline: OfflineBody | None = None
    phone: PhoneBody | None = None
    paper: PaperBody | None = None
    signing_in: SignInRulesBody | None = None
    retention: RetentionBody | None = None
    backup: BackupBody | None = None


class RatingBody(In):
    ticket: Slug | None = None
    value: Value
    scale: Literal[2, 3, 4, 5] = 3
    reasons: Annotated[list[Slug], Field(max_length=MOST_SHOWN)] = []
    comment: Annotated[str, StringConstraints(max_length=LONGEST_COMMENT)] = ""
    undated: bool = False
    """Nobody knows when it was pressed: it is kept, marked, and bound to no ticket."""
    shown_ms: Annotated[int, Field(ge=0, le=86_400_000)] | None = None
    """How long the question had been in view when it was answered."""
    device: Slug | None = None
    boot: Slug | None = None
    seq: Annotated[int, Field(ge=0, le=2**53)] | None = None
    age_ms: Annotated[int, Field(ge=0, le=7 * 86_400_000)] = 0


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
    role: Literal["staff", "manager", "admin", "auditor"]
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


class SkillBody(In):
    service: Slug
    weight: Annotated[int, Field(ge=1, le=10)] = 1
    helps: bool = False


class SkillsBody(In):
    """Which services a counter handles: ids, or skills with weights."""

    services: Annotated[list[Slug | SkillBody], Field(max_length=200)]


class OfficersBody(In):
    """The people a service is reserved to; empty for everybody."""

    people: Annotated[list[Slug], Field(max_length=200)]


class TokenBody(In):
    role: Role
    counter: Slug | None = None
    department: Slug | None = None
    label: Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=100)] = ""
