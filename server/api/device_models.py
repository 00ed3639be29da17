"""What devices report, and the ticket template: the types of their bodies and answers."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from ..core.model import Role
from .answers import Out
from .bodies import In
from .words import Time

Word = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}$")]
Percent = Annotated[int, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Kind = Literal[
    "logo", "centre", "text", "rule", "number", "service", "priority", "appointment",
    "ahead", "wait", "expected", "qr", "issued", "footer",
]  # fmt: skip
Size = Literal["small", "medium", "large"]
Words = Annotated[str, StringConstraints(max_length=200)]
Logo = Annotated[str, StringConstraints(max_length=48_004)]


class ReportBody(In):
    kind: Literal["kiosk", "display", "terminal", "pad", "keypad"]
    printer: Word | None = None
    paper_left_pct: Percent | None = None
    paper_left_tickets: Count | None = None
    scanner: Word | None = None
    version: Annotated[str, StringConstraints(pattern=r"^[!-~]{0,32}$")] = ""
    offline_waiting: Count = 0


class DeviceHealthOut(Out):
    """What a device last said of itself, and what of it needs somebody."""

    id: str
    label: str
    role: Role
    kind: str
    state: Literal["ok", "trouble", "silent"]
    printer: str | None
    paper_left_pct: int | None
    paper_left_tickets: int | None
    offline_waiting: int
    version: str
    reported_at: Time
    trouble: list[str]


class TokenOut(Out):
    """A device's token. ``seen_at`` is None before it was ever heard of, ``health`` where it
    reports nothing, ``made_by`` where no person of the centre gave it."""

    id: str
    role: Role
    counter: str | None
    label: str
    created_at: Time
    made_by: str | None
    revoked: bool
    seen_at: Time | None
    version: str
    health: DeviceHealthOut | None


class TokenList(Out):
    items: list[TokenOut]
    next: str | None


class ElementBody(In):
    """One thing on the ticket; only ``text`` and ``footer`` have words of their own."""

    kind: Kind
    size: Size = "medium"
    vi: Words = ""
    en: Words = ""


class TemplateBody(In):
    """From top to bottom; ``logo`` is a PNG file of at most 36,000 bytes in base64."""

    elements: Annotated[list[ElementBody], Field(min_length=1, max_length=24)]
    logo: Logo | None = None

    def raw(self) -> dict[str, Any]:
        """As ``hardware.tickets.template.parse_template`` reads it."""
        elements = [one.model_dump(exclude_unset=True) for one in self.elements]
        return {"elements": elements, "logo": self.logo}


class PreviewBody(In):
    """``width`` in dots: 576 for 80 mm, 384 for 58 mm. ``sample`` chooses what is on the ticket."""

    template: TemplateBody
    width: Literal[576, 384] = 576
    language: Literal["vi", "en"] = "vi"
    sample: Literal["usual", "priority", "appointment", "offline", "reprint"] = "usual"


class ElementOut(Out):
    kind: Kind
    size: Size
    vi: str | None = None
    en: str | None = None


class TemplateOut(Out):
    elements: list[ElementOut]
    logo: str | None


class TemplateAnswer(Out):
    version: int
    template: TemplateOut
    default: TemplateOut
