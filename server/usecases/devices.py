"""Tokens for devices."""

from ..core.errors import CounterNotFound, Invalid, NotFound
from ..core.model import Role
from ..store import counters, services, tokens
from . import audit, centre_events, rooms
from .change import Change
from .ids import new_id
from .secrets import digest, new_secret


def create_token(
    change: Change,
    role: Role,
    counter: str | None,
    label: str = "",
    department: str | None = None,
) -> tuple[str, str]:
    """A new device token: its id, and its secret, which is never shown again.

    Raises ``CounterNotFound``, or ``Invalid`` when a terminal or staff token names no counter or
    a department's names no department of the centre.
    """
    _check_department(change, role, department)
    secret = new_secret()
    return register_token(change, role, counter, label, digest(secret), department), secret


def register_token(
    change: Change,
    role: Role,
    counter: str | None,
    label: str,
    hash: str,
    department: str | None = None,
) -> str:
    """Make a device's token of the secret behind ``hash``; its id. Raises as ``create_token``."""
    if counter is not None and counters.get(change.session, change.centre.id, counter) is None:
        raise CounterNotFound(field="counter", counter=counter)
    if counter is None and role in (Role.TERMINAL, Role.STAFF):
        raise Invalid(field="counter")
    id = new_id(change.now)
    tokens.add(
        change.session,
        hash=hash,
        id=id,
        kind="device",
        centre=change.centre.id,
        role=role.value,
        counter=counter,
        person=None,
        label=label,
        now=change.now,
        expires_at=None,
        department=department,
        made_by=change.actor.label,
    )
    _tell(change, "token_created", {"token": id, "role": role.value, "counter": counter})
    return id


def revoke_token(change: Change, id: str) -> None:
    """End a device's token. Raises ``NotFound``."""
    if not tokens.revoke(change.session, change.centre.id, id, change.now):
        raise NotFound(field="id")
    _tell(change, "token_revoked", {"token": id})
    change.touch(rooms.token(id), rooms.MANAGER)


def _check_department(change: Change, role: Role, department: str | None) -> None:
    """A department's software, and nobody else, belongs to a department. Raises ``Invalid``."""
    if (role is Role.DEPARTMENT) != (department is not None):
        raise Invalid(field="department")
    known = services.departments(change.session, change.centre.id)
    if department is not None and department not in {row["id"] for row in known}:
        raise Invalid(field="department")


def _tell(change: Change, kind: str, data: dict[str, object]) -> None:
    centre_events.append(change, kind, data)
    audit.record(change, kind, data=data)
