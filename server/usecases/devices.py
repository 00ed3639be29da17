"""Tokens for devices."""

from ..core.errors import CounterNotFound, Invalid, NotFound
from ..core.model import Role
from ..store import counters, events, tokens
from .change import Change
from .ids import new_id
from .secrets import digest, new_secret


def create_token(
    change: Change, role: Role, counter: str | None, label: str = ""
) -> tuple[str, str]:
    """A new device token: its id, and its secret, which is never shown again.

    Raises ``CounterNotFound``, or ``Invalid`` when a terminal or staff token names no counter.
    """
    if counter is not None and counters.get(change.session, change.centre.id, counter) is None:
        raise CounterNotFound(field="counter", counter=counter)
    if counter is None and role in (Role.TERMINAL, Role.STAFF):
        raise Invalid(field="counter")
    secret, id = new_secret(), new_id(change.now)
    tokens.add(
        change.session,
        hash=digest(secret),
        id=id,
        kind="device",
        centre=change.centre.id,
        role=role.value,
        counter=counter,
        person=None,
        label=label,
        now=change.now,
        expires_at=None,
    )
    _tell(change, "token_created", {"token": id, "role": role.value, "counter": counter})
    return id, secret


def revoke_token(change: Change, id: str) -> None:
    """End a device's token. Raises ``NotFound``."""
    if not tokens.revoke(change.session, change.centre.id, id, change.now):
        raise NotFound(field="id")
    _tell(change, "token_revoked", {"token": id})


def _tell(change: Change, kind: str, data: dict[str, object]) -> None:
    events.add(
        change.session,
        centre=change.centre.id,
        at=change.now,
        kind=kind,
        actor=change.actor.label,
        data=data,
    )
