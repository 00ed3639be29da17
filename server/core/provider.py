"""The provider of an organisation's accounts (OpenID Connect), as an administrator sets it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .errors import Invalid

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ROLES = frozenset({"staff", "manager", "admin", "auditor"})
_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")


@dataclass(frozen=True, slots=True)
class Provider:
    """``roles`` gives a role for a value of the claim ``role_claim``: where it is not empty,
    nobody without one of these values gets in. ``create`` makes an account at a first sign-in."""

    issuer: str
    client_id: str
    name: str = ""
    enabled: bool = False
    username_claim: str = "preferred_username"
    role_claim: str = "groups"
    roles: Mapping[str, str] = field(default_factory=dict)
    create: bool = False


def check(provider: Provider) -> None:
    """Raises ``Invalid`` naming the field."""
    try:
        parts = urlsplit(provider.issuer)
    except ValueError:
        raise Invalid(field="issuer") from None
    plain = parts.scheme == "http" and parts.hostname in LOOPBACK
    # An issuer is compared letter by letter, and everything else follows from its address.
    if (parts.scheme != "https" and not plain) or not parts.hostname or parts.query:
        raise Invalid(field="issuer")
    if parts.fragment or parts.username is not None:
        raise Invalid(field="issuer")
    if set(provider.roles.values()) - ROLES:
        raise Invalid(field="roles")
    if provider.create and not provider.roles:
        raise Invalid(field="create")


def username_of(provider: Provider, claims: Mapping[str, object]) -> str | None:
    """The user name the claims give; None where they give none that could be one."""
    value = claims.get(provider.username_claim)
    if provider.username_claim == "email" and claims.get("email_verified") is not True:
        return None
    return value if isinstance(value, str) and _USERNAME.fullmatch(value) else None


def role_of(provider: Provider, claims: Mapping[str, object]) -> str | None:
    """The role the claims give, in the order the administrator set them; None for none."""
    value = claims.get(provider.role_claim)
    held = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return next((role for name, role in provider.roles.items() if name in held), None)
