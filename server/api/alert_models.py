"""Alerts, their rules and their delivery: the types of bodies and answers."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ..core.alerts import MOST_MINUTES, Kind
from ..usecases.alert_rules import MOST_RECIPIENTS
from .answers import Out
from .bodies import In
from .phone_models import SubscriptionBody
from .words import Time

Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-4]):[0-5][0-9]$")]
Minutes = Annotated[int, Field(ge=0, le=MOST_MINUTES)]
Host = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:-]{1,253}$")]
Address = Annotated[str, StringConstraints(min_length=3, max_length=255)]
Secret = Annotated[str, StringConstraints(max_length=200)]
KindName = Literal[
    "service_without_counter", "wait_growing", "device_silent", "paper_low", "long_pause",
    "estimate_drifting", "rating_burst",
]  # fmt: skip
Target = Annotated[int, Field(ge=1, le=MOST_MINUTES)]

assert set(KindName.__args__) == {kind.value for kind in Kind}  # type: ignore[attr-defined]


class RuleBody(In):
    """From so many ``minutes`` on, from ``begins`` to ``ends`` (the centre's time; "24:00" is
    midnight). For rating_burst it is how long the alert stays."""

    on: bool = True
    minutes: Minutes
    begins: Clock = "00:00"
    ends: Clock = "24:00"


class RulesBody(In):
    """A kind that is left out stays as it is. ``target_minutes``: who is called within them counts
    for the service level."""

    rules: dict[KindName, RuleBody]
    target_minutes: Target


class RuleOut(Out):
    on: bool
    minutes: int
    begins: str
    ends: str


class RulesOut(Out):
    rules: dict[KindName, RuleOut]
    target_minutes: int


class MailBody(In):
    """``password``: null leaves it as it is, "" forgets it. It is never told again."""

    host: Host
    port: Annotated[int, Field(ge=1, le=65_535)] = 587
    security: Literal["none", "starttls", "tls"] = "starttls"
    user: Annotated[str, StringConstraints(max_length=200)] = ""
    password: Secret | None = None
    sender: Address
    recipients: Annotated[list[Address], Field(min_length=1, max_length=MOST_RECIPIENTS)]
    language: Literal["vi", "en"] = "vi"


class WebhookBody(In):
    """``key``: 16 to 64 bytes in base64, as ``whsec_…``; null leaves it as it is. Calls are signed
    as the Standard Webhooks specification says."""

    url: Annotated[str, StringConstraints(min_length=10, max_length=1_000)]
    key: Secret | None = None


class DeliveryBody(In):
    """All ways but browsers, which ask for themselves; null for one that is not used."""

    mail: MailBody | None
    webhook: WebhookBody | None


class MailOut(Out):
    host: str
    port: int
    security: str
    user: str
    has_password: bool
    sender: str
    recipients: list[str]
    language: str


class WebhookOut(Out):
    url: str
    has_key: bool


class SentOut(Out):
    id: str
    channel: Literal["mail", "webhook", "browser"]
    event: str
    state: Literal["waiting", "sent", "failed"]
    tries: int
    problem: str
    made_at: Time
    due_at: Time | None


class DeliveryOut(Out):
    """``browsers`` are how many are told; ``latest`` what was sent last, the latest first."""

    mail: MailOut | None
    webhook: WebhookOut | None
    browsers: int
    latest: list[SentOut]


class BothOut(Out):
    vi: str
    en: str


class SeenOut(Out):
    at: Time
    by: str | None


class AlertEventOut(Out):
    at: Time
    kind: Literal["raised", "worse", "other", "again", "seen", "cleared"]
    code: str
    by: str | None


class AlertOut(Out):
    """``text`` may hold ``{minutes}``: the minutes since ``since``. ``times``: how often it was
    raised, counting those where it came back soon after it had ended."""

    id: str
    kind: KindName
    subject: str
    code: str
    grave: bool
    name: str | None
    name_en: str | None
    text: BothOut
    todo: BothOut
    since: Time | None
    raised_at: Time
    cleared_at: Time | None
    times: int
    seen: SeenOut | None
    events: list[AlertEventOut]


class AlertPage(Out):
    items: list[AlertOut]
    next: str | None


class BrowserBody(SubscriptionBody):
    """A manager's browser that is to be told."""
