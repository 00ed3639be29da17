"""Signing in and out, and finding out who is asking."""

from ..core.errors import Unauthorized
from ..store import people, tokens
from ..store.base import Session
from . import rooms
from .change import Actor, Change
from .counter_state import leave_counter
from .ids import new_id
from .secrets import check_password, digest, new_secret

SESSION_MS = 12 * 3600 * 1000


def identify(session: Session, secret: str, now: int) -> Actor | None:
    """Who holds this secret, or None when it is unknown, revoked or expired."""
    row = tokens.live(session, digest(secret), now)
    if row is None or row["kind"] == "setup":
        return None
    if row["kind"] == "session" and not row["active"]:
        return None
    return Actor(
        role=row["person_role"] or row["role"],
        centre=row["centre"],
        id=row["id"],
        kind=row["kind"],
        counter=row["counter"],
        person=row["person"],
        name=row["person_name"] or "",
        username=row["username"] or "",
        department=row["department"],
    )


def verify(session: Session, username: str, password: str) -> Actor:
    """The person with this user name and password. Raises ``Unauthorized``.

    Slow by design (argon2): run it on a read, not while holding the writer.
    """
    row = people.sign_in(session, username)
    if not check_password(None if row is None else row["password_hash"], password) or row is None:
        raise Unauthorized(reason="wrong_password")
    if not row["active"]:
        raise Unauthorized(reason="inactive")
    return Actor(
        role=row["role"],
        centre=row["centre"],
        id="",
        kind="session",
        person=row["id"],
        name=row["name"],
        username=row["username"],
    )


def start_session(change: Change) -> tuple[str, str]:
    """Open a session for the change's actor; its secret (for the cookie) and its id."""
    secret, id = new_secret(), new_id(change.now)
    tokens.add(
        change.session,
        hash=digest(secret),
        id=id,
        kind="session",
        centre=change.centre.id,
        role=change.actor.role,
        counter=None,
        person=change.actor.person,
        label="",
        now=change.now,
        expires_at=change.now + SESSION_MS,
    )
    return secret, id


def end_session(change: Change) -> None:
    """Sign out: the session ends and the counter becomes free."""
    if change.actor.counter is not None:
        leave_counter(change, change.actor.counter)
    tokens.revoke(change.session, change.centre.id, change.actor.id, change.now)
    change.touch(rooms.MANAGER)
