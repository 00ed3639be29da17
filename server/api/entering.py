"""Signing in, step by step: each step in the lane of the engine where it belongs."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from ..clock import now_ms
from ..core.errors import CodeNeeded, MotcuaError, Unauthorized
from ..engine import Engine
from ..store import people, totp
from ..store.base import Session
from ..usecases.change import Actor, Change
from ..usecases.lockout import Try, begin_try, end_try, held_s, know_browser, take_back_try
from ..usecases.second_factor import check_second_factor
from ..usecases.second_factor_demand import missing_since
from ..usecases.secrets import TOKEN_PREFIX, new_secret
from ..usecases.sessions import PASSWORD, PROVIDER, start_session, stronger_hash, verify
from ..usecases.sign_in_troubles import Trouble, note_trouble, tried_as

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody is in: the session's secret, and the one by which this browser is known again."""

    actor: Actor
    secret: str
    browser: str
    seconds: int
    """The longest the session lasts."""


def enter(engine: Engine, made: Try, password: str, code: str | None) -> Signed:
    """Sign in with a password, and a code where the person has set that up.

    Raises ``TooManySignIns``, ``Unauthorized``, ``CodeNeeded`` or ``WrongCode``; failures are told
    in the audit trail.
    """
    engine.write(lambda session: begin_try(session, made, now_ms()))
    return noted(engine, made, lambda: _proven(engine, made, password, code))


def noted(engine: Engine, made: Try, proof: Callable[[], T]) -> T:
    """What ``proof`` gives; that it failed is told in the audit trail, and raised."""
    try:
        return proof()
    except CodeNeeded:
        raise
    except MotcuaError as error:
        # A new password that is too weak is no failed proof.
        if isinstance(error, Unauthorized) or "reason" in error.params:
            note_failure(engine, made, error)
        raise


def note_failure(engine: Engine, made: Try, error: MotcuaError) -> None:
    """Tell the audit trail, in the centre of whoever it was tried as."""
    why = str(error.params.get("reason", error.code))
    with suppress(LookupError):
        actor, person = engine.read(lambda session: tried_as(session, made.username))

        def note(change: Change) -> None:
            held = held_s(change.session, made, change.now)
            note_trouble(change, Trouble(person, made.address, why, held))

        engine.change(actor, note)


def _proven(engine: Engine, made: Try, password: str, code: str | None) -> Signed:
    actor = engine.read(lambda session: verify(session, made.username, password))
    person = actor.person or ""
    if code is None and engine.read(lambda session: _has_second(session, person)):
        engine.write(lambda session: take_back_try(session, made))
        raise CodeNeeded(field="code")
    stronger = engine.read(lambda session: stronger_hash(session, person, password))

    def begin(change: Change) -> Signed:
        check_second_factor(change, engine.vault, person, code or "")
        if stronger is not None:
            people.set_password(
                change.session, person, stronger, temporary=change.actor.must_change
            )
        end_try(change.session, made)
        return open_session(change, made.browser, second=code is not None)

    return engine.change(actor, begin)


def open_session(
    change: Change, browser: str, way: str = PASSWORD, *, second: bool = False
) -> Signed:
    """The session of somebody who has proven who it is, with this browser known from now on."""
    browser = browser if browser.startswith(TOKEN_PREFIX) else new_secret()
    know_browser(change.session, browser, change.actor.person or "", change.now)
    secret, id = start_session(change, way, second=second)
    hours = change.settings.signing_in.session_hours
    return Signed(_told(change, id, way), secret, browser, hours * 3600)


def _told(change: Change, id: str, way: str) -> Actor:
    """The actor of a session that has just begun, with what must be done first."""
    actor = replace(change.actor, id=id)
    if way == PROVIDER:
        return actor
    by = missing_since(change.session, actor.centre, actor.person or "", actor.role)
    return replace(actor, second_by=by, must_set_up=by is not None and by <= change.now)


def _has_second(session: Session, person: str) -> bool:
    row = totp.get(session, person)
    return row is not None and row["confirmed_at"] is not None
