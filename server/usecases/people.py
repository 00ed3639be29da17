"""Changing who may sign in: names, roles, passwords, where they may work."""

from collections.abc import Sequence

from ..core.errors import Forbidden, Invalid, LastAdmin, NotFound
from ..store import grants, people, sign_in_tries, totp
from ..store.base import Row, Session
from . import audit, rooms
from .administer import PEOPLE_ROLES
from .change import Change
from .lockout import free_person
from .passwords import new_hash
from .secrets import check_password
from .sessions import end_sessions

MOST_GRANTS = 20


def change_person(change: Change, id: str, *, name: str, role: str, active: bool) -> None:
    """Set a person's name, role and whether they may sign in; who may not is out at once.

    Raises ``NotFound``, ``Invalid`` (role, active) or ``LastAdmin``.
    """
    row = own_person(change, id)
    if role not in PEOPLE_ROLES:
        raise Invalid(field="role")
    if change.actor.person == id and (role != row["role"] or not active):
        raise Invalid(field="active" if not active else "role")
    loses = row["role"] == "admin" and (role != "admin" or not active)
    if loses and people.admins(change.session, change.centre.id) == [id]:
        raise LastAdmin(field="role")
    people.change(change.session, id, name=name, role=role, active=active)
    if not active or role != row["role"]:
        end_sessions(change, id)
    change.touch(rooms.MANAGER)
    audit.record(change, "person_changed", id, {"role": role, "active": active})


def reset_password(
    change: Change, id: str, password_hash: str, *, second_off: bool = False
) -> None:
    """Set a person's password for the next sign-in, where it must be changed; waiting after wrong
    passwords is over. The second factor stays, unless that is lost too (``second_off``).

    Raises ``NotFound``, or ``Invalid`` (id) for oneself.
    """
    row = own_person(change, id)
    if change.actor.person == id:
        raise Invalid(field="id")  # one's own is changed with the old one
    people.set_password(change.session, id, password_hash, temporary=True)
    if second_off:
        totp.remove(change.session, id)
        audit.record(change, "totp_taken", id)
    free_person(change.session, row["username"])
    sign_in_tries.forget_browsers(change.session, id)
    end_sessions(change, id)
    audit.record(change, "password_reset", id)


def sign_out_everywhere(change: Change, id: str) -> None:
    """End all sessions of a person but the one that asks. Raises ``NotFound``."""
    own_person(change, id)
    end_sessions(change, id, keep=change.actor.id)
    audit.record(change, "sessions_ended", id)


def rehashed(session: Session, person: str, old: str, new: str) -> str:
    """The hash of a new password, for who knows the old one. Slow by design (argon2): run it on
    a read. Raises ``Invalid`` (old, password)."""
    if not check_password(people.password_hash(session, person), old):
        raise Invalid(field="old", reason="wrong_password")
    if new == old:
        raise Invalid(field="password")
    return new_hash(new)


def change_password(change: Change, password_hash: str) -> None:
    """Keep one's own new password; the person's other sessions end."""
    person = change.actor.person or ""
    people.set_password(change.session, person, password_hash, temporary=False)
    end_sessions(change, person, keep=change.actor.id)
    sign_in_tries.forget_browsers(change.session, person)
    audit.record(change, "password_changed", person)


def set_grants(change: Change, id: str, wanted: Sequence[tuple[str, str]]) -> None:
    """Set where else a person may work, as (scope, role): a centre, a place of the tree, or ``*``.

    Only who is administrator of a scope by grant may give or take a role there (``Forbidden``).
    Raises ``NotFound`` or ``Invalid`` (role, scope).
    """
    own_person(change, id)
    if len({scope for scope, _ in wanted}) != len(wanted) or len(wanted) > MOST_GRANTS:
        raise Invalid(field="scope")
    held = {(row["scope"], row["role"]) for row in grants.of(change.session, id)}
    for scope, role in held ^ set(wanted):
        if role not in PEOPLE_ROLES:
            raise Invalid(field="role")
        if scope != grants.EVERYWHERE and not grants.is_place(change.session, scope):
            raise Invalid(field="scope")
        if not grants.covers(change.session, change.actor.person or "", scope, "admin"):
            raise Forbidden(field="scope")
    grants.put(change.session, id, wanted)
    end_sessions(change, id)
    audit.record(change, "person_granted", id, {"grants": [list(one) for one in wanted]})


def give_grant(change: Change, id: str, scope: str, role: str) -> None:
    """Give a role in a scope without asking whether the actor holds it: for whoever runs commands
    on the server's own machine. Repeating it changes nothing.

    Raises ``NotFound`` or ``Invalid`` (role, scope).
    """
    own_person(change, id)
    if role not in PEOPLE_ROLES:
        raise Invalid(field="role")
    if scope != grants.EVERYWHERE and not grants.is_place(change.session, scope):
        raise Invalid(field="scope")
    held = {row["scope"]: row["role"] for row in grants.of(change.session, id)}
    if held.get(scope) == role:
        return
    if scope not in held and len(held) >= MOST_GRANTS:
        raise Invalid(field="scope")
    grants.put(change.session, id, list({**held, scope: role}.items()))
    end_sessions(change, id)
    audit.record(change, "person_granted", id, {"grants": [[scope, role]]})


def own_person(change: Change, id: str) -> Row:
    """A person of the change's centre. Raises ``NotFound``: of others nothing is told."""
    row = people.get(change.session, id)
    if row is None or row["centre"] != change.centre.id:
        raise NotFound(field="id")
    return row
