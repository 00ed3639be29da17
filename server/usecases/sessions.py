"""Signing in and out, and finding out who is asking."""

from ..core.errors import Invalid, NotFound, Unauthorized
from ..store import centres, grants, people, tokens
from ..store.base import Row, Session
from . import audit, rooms
from .change import Actor, Change
from .counter_state import leave_counter
from .ids import new_id
from .second_factor_demand import missing_since
from .secrets import check_password, digest, hash_password, is_outdated, new_secret
from .sign_in_troubles import failures_that_day

PASSWORD, PROVIDER = "password", "provider"
"""How somebody came in."""
SEEN_MS = 60_000
"""So often it is noted that a session is in use."""


def identify(session: Session, secret: str, now: int) -> Actor | None:
    """Who holds this secret, or None when it is unknown, revoked or expired."""
    row = tokens.live(session, digest(secret), now)
    if row is None or row["kind"] == "setup":
        return None
    role = _role(session, row)
    if role is None:
        return None
    by = _second_by(session, row, role)
    return Actor(
        role=role,
        centre=row["centre"],
        id=row["id"],
        kind=row["kind"],
        counter=row["counter"],
        person=row["person"],
        name=row["person_name"] or "",
        username=row["username"] or "",
        department=row["department"],
        must_change=bool(row["temporary"]) and row["label"] != PROVIDER,
        second_by=by,
        must_set_up=by is not None and by <= now,
        seen_at=row["seen_at"] or 0,
    )


def _second_by(session: Session, row: Row, role: str) -> int | None:
    """From when on a second factor is missing. Who came through the provider is its concern."""
    if row["kind"] != "session" or row["label"] == PROVIDER:
        return None
    return missing_since(session, row["centre"], row["person"], role)


def _role(session: Session, row: Row) -> str | None:
    """What the holder is in the centre it is at now; None where it has no business there."""
    if row["kind"] != "session":
        return str(row["role"])
    if not row["active"]:
        return None
    if row["home"] == row["centre"]:
        return str(row["person_role"])
    return grants.role_in(session, row["person"], row["centre"])


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
        must_change=bool(row["temporary"]),
    )


def stronger_hash(session: Session, person: str, password: str) -> str | None:
    """A new hash of a right password where the stored one is weaker than today's. Slow."""
    stored = people.password_hash(session, person)
    return hash_password(password) if stored and is_outdated(stored) else None


def start_session(change: Change, way: str = PASSWORD, *, second: bool = False) -> tuple[str, str]:
    """Open a session for the change's actor; its secret (for the cookie) and its id. ``second``:
    with a second factor."""
    secret, id = new_secret(), new_id(change.now)
    rules = change.settings.signing_in
    tokens.add(
        change.session,
        hash=digest(secret),
        id=id,
        kind="session",
        centre=change.centre.id,
        role=change.actor.role,
        counter=None,
        person=change.actor.person,
        label=way,
        now=change.now,
        expires_at=change.now + rules.session_hours * 3_600_000,
        idle_ms=rules.idle_minutes * 60_000,
    )
    person = change.actor.person or ""
    failures = failures_that_day(change.session, change.centre.id, person, change.now)
    after = {"failures_that_day": failures} if failures else {}
    audit.record(change, "signed_in", person, {"way": way, "second": second, **after})
    return secret, id


def end_session(change: Change) -> None:
    """Sign out: the session ends and the counter becomes free."""
    if change.actor.counter is not None:
        leave_counter(change, change.actor.counter)
    tokens.revoke(change.session, change.centre.id, change.actor.id, change.now)
    audit.record(change, "signed_out", change.actor.person or "")
    change.touch(rooms.MANAGER, rooms.token(change.actor.id))


def note_use(session: Session, actor: Actor, now: int) -> None:
    """A session is in use: it does not end of idleness yet."""
    tokens.seen(session, actor.id, now)


def move_session(change: Change, centre: str) -> None:
    """Go on in another centre. Raises ``NotFound`` where the person has no role."""
    person = change.actor.person
    row = people.get(change.session, person or "")
    if row is None or centre == change.centre.id:
        return
    if row["centre"] != centre and grants.role_in(change.session, row["id"], centre) is None:
        raise NotFound(field="centre")
    if not centres.get(change.session, centre):
        raise NotFound(field="centre")
    if change.actor.counter is not None:
        leave_counter(change, change.actor.counter)
    tokens.move(change.session, change.actor.id, centre)
    audit.record(change, "moved_to_centre", row["id"], {"centre": centre})
    change.touch(rooms.MANAGER, rooms.token(change.actor.id))


def proven(session: Session, person: str, password: str) -> None:
    """Slow by design. Raises ``Invalid`` (password) unless it is the person's."""
    if not check_password(people.password_hash(session, person), password):
        raise Invalid(field="password", reason="wrong_password")


def end_other_session(change: Change, id: str) -> None:
    """End one of the actor's own sessions. Raises ``NotFound``."""
    own = tokens.sessions_of(change.session, change.actor.person or "", change.now)
    row = next((row for row in own if row["id"] == id), None)
    if row is None:
        raise NotFound(field="id")
    if row["counter"] is not None and row["centre"] == change.centre.id:
        leave_counter(change, row["counter"])
    tokens.revoke(change.session, row["centre"], id, change.now)
    audit.record(change, "session_ended", change.actor.person or "")
    change.touch(rooms.token(id))


def end_sessions(change: Change, person: str, keep: str = "") -> None:
    """End every session of a person but ``keep``, wherever they are; their counters are free."""
    for row in tokens.sessions_of(change.session, person, change.now):
        if row["id"] == keep:
            continue
        if row["counter"] is not None and row["centre"] == change.centre.id:
            leave_counter(change, row["counter"])
        tokens.revoke(change.session, row["centre"], row["id"], change.now)
        change.touch(rooms.token(row["id"]))
