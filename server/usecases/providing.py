"""Signing in through an organisation's own provider: its settings, and whom its claims mean."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ..core.errors import Forbidden, Unauthorized
from ..core.provider import Provider, check, role_of, username_of
from ..store import centres, people, providers
from ..store.base import Row, Session
from . import audit
from .change import Actor, Change
from .ids import new_id
from .people import change_person
from .second_factor_demand import may_everywhere
from .vault import Vault


def provider_of(session: Session) -> Provider | None:
    """What was set; None for nothing yet."""
    row = providers.get(session)
    return None if row is None else Provider(**json.loads(row["settings"]))


def client_secret(session: Session, vault: Vault) -> str:
    row = providers.get(session)
    return "" if row is None or not row["secret"] else vault.open(row["secret"])


def set_provider(change: Change, vault: Vault, raw: Mapping[str, Any], secret: str | None) -> None:
    """Set the provider; ``secret`` None keeps the client's secret. It counts for the whole
    installation: where there are several centres, only who is administrator everywhere may.

    Raises ``Forbidden`` or ``Invalid``.
    """
    if not may_everywhere(change.session, change.actor.person or ""):
        raise Forbidden(field="provider")
    provider = Provider(**raw)
    check(provider)
    row = providers.get(change.session)
    kept = row["secret"] if row else ""
    sealed = kept if secret is None else vault.seal(secret) if secret else ""
    providers.put(change.session, json.dumps(asdict(provider)), sealed, change.now)
    audit.record(change, "provider_set", provider.issuer, {"enabled": provider.enabled})


def person_meant(session: Session, claims: Mapping[str, Any]) -> str:
    """The centre where the person the claims mean is to be signed in.

    Raises ``Unauthorized`` when they mean nobody who may come in.
    """
    provider = _enabled(session)
    row = _known(session, provider, claims)
    if row is not None:
        return str(row["centre"])
    first = centres.first(session)
    if not provider.create or first is None:
        raise Unauthorized(reason="no_account")
    return str(first["id"])


def admit(change: Change, claims: Mapping[str, Any]) -> Actor:
    """The person the claims mean, bound to the provider's name for it, made where that is
    allowed, with the role the claims give. Raises ``Unauthorized``."""
    session = change.session
    provider = _enabled(session)
    role = role_of(provider, claims)
    if provider.roles and role is None:
        raise Unauthorized(reason="no_role")
    row = _known(session, provider, claims) or _made(change, provider, claims, role)
    if not row["active"] or row["centre"] != change.centre.id:
        raise Unauthorized(reason="inactive")
    providers.bind(session, provider.issuer, str(claims["sub"]), row["id"], change.now)
    if role is not None and role != row["role"]:
        change_person(change, row["id"], name=row["name"], role=role, active=True)
    return Actor(
        role=role or row["role"],
        centre=row["centre"],
        id="",
        kind="session",
        person=row["id"],
        name=row["name"],
        username=row["username"],
    )


def _known(session: Session, provider: Provider, claims: Mapping[str, Any]) -> Row | None:
    """By the provider's own name for somebody; at the first time by the user name. Whoever the
    provider means already by another name is not taken over by a user name that was given anew."""
    bound = providers.person(session, provider.issuer, str(claims["sub"]))
    if bound is not None:
        return people.get(session, bound)
    row = people.sign_in(session, username_of(provider, claims) or "")
    if row is not None and providers.is_bound(session, provider.issuer, row["id"]):
        raise Unauthorized(reason="taken")
    return row


def _made(change: Change, provider: Provider, claims: Mapping[str, Any], role: str | None) -> Row:
    username = username_of(provider, claims)
    if not provider.create or username is None or role is None:
        raise Unauthorized(reason="no_account")
    id = new_id(change.now)
    name = claims.get("name")
    people.add(
        change.session,
        id=id,
        centre=change.centre.id,
        username=username,
        name=name[:300] if isinstance(name, str) and name.isprintable() and name else username,
        role=role,
        # No password signs this person in: this is no hash of any.
        password_hash=f"!{secrets.token_hex(8)}",
        now=change.now,
    )
    audit.record(change, "person_added", id, {"role": role, "by": "provider"})
    row = people.get(change.session, id)
    assert row is not None
    return row


def _enabled(session: Session) -> Provider:
    provider = provider_of(session)
    if provider is None or not provider.enabled:
        raise Unauthorized(reason="no_provider")
    return provider
