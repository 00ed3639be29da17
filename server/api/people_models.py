"""People as they come in and go out: roles, passwords, second factor, where they may work."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ..core.model import Role
from .answers import NamedOut, Out
from .bodies import In
from .words import Slug, Text, Time

PersonRole = Literal["staff", "manager", "admin", "auditor"]
Password = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z -]{1,20}$")]


class SignInBody(In):
    username: Text
    password: Password
    code: Code | None = None
    """Of the authenticator app, or a recovery code; asked for where a person has set it up."""


class PersonChangeBody(In):
    name: Text
    role: PersonRole
    active: bool = True


class PasswordBody(In):
    old: Password
    password: Password


class ResetBody(In):
    password: Password
    second_off: bool = False
    """Whether the second factor is lost too and taken away; else it stays."""


class ProofBody(In):
    password: Password


class CodeBody(In):
    code: Code


class GrantBody(In):
    scope: Annotated[str, StringConstraints(pattern=r"^(\*|[A-Za-z0-9][A-Za-z0-9_.-]{0,63})$")]
    """A centre, a place of the tree, or ``*`` for everywhere."""
    role: PersonRole


class GrantsBody(In):
    grants: Annotated[list[GrantBody], Field(max_length=20)]


class CentreChoiceBody(In):
    centre: Slug


class GrantOut(Out):
    scope: str
    role: Role


class PersonRowOut(Out):
    id: str
    username: str
    name: str
    role: Role
    active: bool
    totp: bool
    must_change: bool
    """Whether the password was set by somebody else and must be changed first."""
    grants: list[GrantOut]


class PersonRowList(Out):
    items: list[PersonRowOut]
    next: str | None


class WorkplaceOut(NamedOut):
    home: bool
    here: bool


class WorkplaceList(Out):
    items: list[WorkplaceOut]
    next: str | None


class SecondFactorOut(Out):
    on: bool
    codes_left: int


class NewSecretOut(Out):
    secret: str
    uri: str
    qr: str
    """The QR code as the source of a picture (``data:``)."""


class RecoveryCodesOut(Out):
    codes: list[str]


class OwnSessionOut(Out):
    id: str
    since: Time
    seen: Time
    here: bool
    """Whether it is the one that asks."""


class OwnSessionList(Out):
    items: list[OwnSessionOut]
    next: str | None


class DemandBody(In):
    """Of whom two-step sign-in is demanded; of nobody to demand it no more."""

    roles: Annotated[list[PersonRole], Field(max_length=4)]
    grace_days: Annotated[int, Field(ge=0, le=90)] = 7
    """Days in which people are told before nothing else is possible."""
    everywhere: bool = False


class DemandOut(Out):
    roles: list[Role]
    since: Time | None


class DemandsOut(Out):
    here: DemandOut
    everywhere: DemandOut
    may_everywhere: bool
    """Whether whoever asks may set what holds everywhere."""


class ProviderBody(In):
    """The provider of an organisation's accounts. ``secret`` left out keeps the one there is."""

    issuer: Annotated[str, StringConstraints(pattern=r"^https?://[^\s]{1,280}$")]
    client_id: Text
    secret: Annotated[str, StringConstraints(pattern=r"^[!-~]*$", max_length=500)] | None = None
    name: Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", max_length=100)] = ""
    enabled: bool = False
    username_claim: Slug = "preferred_username"
    role_claim: Slug = "groups"
    roles: Annotated[dict[Text, PersonRole], Field(max_length=50, default_factory=dict)]
    create: bool = False


class ProviderOut(Out):
    issuer: str
    client_id: str
    has_secret: bool
    name: str
    enabled: bool
    username_claim: str
    role_claim: str
    roles: dict[str, Role]
    create: bool
    callback: str
    """The address to give to the provider."""


class SignInWayOut(Out):
    name: str
    start: str


class SignInWaysOut(Out):
    items: list[SignInWayOut]
