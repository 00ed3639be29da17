"""Signing in, step by step: each step in the lane of the engine where it belongs."""

from dataclasses import dataclass, replace

from ..clock import now_ms
from ..core.errors import CodeNeeded
from ..engine import Engine
from ..store import people, totp
from ..store.base import Session
from ..usecases.change import Actor, Change
from ..usecases.lockout import Try, begin_try, end_try, know_browser, take_back_try
from ..usecases.second_factor import check_second_factor
from ..usecases.secrets import TOKEN_PREFIX, new_secret
from ..usecases.sessions import start_session, stronger_hash, verify


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

    Raises ``TooManySignIns``, ``Unauthorized``, ``CodeNeeded`` or ``WrongCode``.
    """
    engine.write(lambda session: begin_try(session, made, now_ms()))
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
        return open_session(change, made.browser)

    return engine.change(actor, begin)


def open_session(change: Change, browser: str) -> Signed:
    """The session of somebody who has proven who it is, with this browser known from now on."""
    browser = browser if browser.startswith(TOKEN_PREFIX) else new_secret()
    know_browser(change.session, browser, change.actor.person or "", change.now)
    secret, id = start_session(change)
    hours = change.settings.signing_in.session_hours
    return Signed(replace(change.actor, id=id), secret, browser, hours * 3600)


def _has_second(session: Session, person: str) -> bool:
    row = totp.get(session, person)
    return row is not None and row["confirmed_at"] is not None
