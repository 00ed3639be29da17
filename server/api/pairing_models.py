"""What is asked and answered when a device is paired."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .answers import Out
from .bodies import In
from .words import Slug, Time

Kind = Literal["kiosk", "display", "terminal"]
Label = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=100)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class PairingBody(In):
    kind: Kind
    name: Label = ""


class ClaimBody(In):
    secret: Annotated[str, StringConstraints(pattern=r"^[!-~]{1,200}$")]
    wait_s: Annotated[int, Field(ge=0, le=25)] = 25


class ApproveBody(In):
    code: Code
    role: Kind | None = None
    counter: Slug | None = None
    label: Label = ""


class NewPairingOut(Out):
    id: str
    secret: str
    code: str
    expires_at: Time
    expires_in_s: int


class ClaimCentre(Out):
    id: str
    name: str
    name_en: str


class ClaimOut(Out):
    token: str
    role: Kind
    counter: str | None
    label: str
    centre: ClaimCentre


class StillWaitingOut(Out):
    status: Literal["waiting"]


class PairingOut(Out):
    id: str
    kind: Kind
    name: str
    label: str | None
    counter: str | None
    created_at: Time
    expires_at: Time
    approved_at: Time | None


class PairingList(Out):
    items: list[PairingOut]
    next: str | None


class ApprovedOut(Out):
    id: str
    role: Kind
    counter: str | None
    label: str
    name: str
