"""Slowing down whoever guesses passwords, without locking out those who know theirs.

A try is counted before the password is looked at, so that a hundred at once are a hundred. What
strangers do holds up strangers only: a browser somebody has signed in with before is counted by
itself (OWASP's "device cookies").
"""

import math
from dataclasses import dataclass

from ..core.errors import TooManySignIns
from ..core.lockout import ADDRESS, OWN, PERSON, Bound, delay_s
from ..store import sign_in_tries
from ..store.base import Session
from .secrets import digest

KEPT_MS = 2 * 86_400_000
BROWSERS = 20
"""How many browsers of one person are known."""


@dataclass(frozen=True, slots=True)
class Try:
    """Somebody's try to sign in; ``browser`` is the secret of a known one, or empty."""

    username: str
    address: str
    browser: str = ""


def begin_try(session: Session, made: Try, now: int) -> None:
    """Count a try. Raises ``TooManySignIns`` with the seconds to wait; nothing is counted then."""
    sign_in_tries.purge(session, now - KEPT_MS)
    for who, bound in _keys(session, made):
        failures = sign_in_tries.take(session, who, now, now - bound.forget_s * 1000)
        if failures is None:
            row = sign_in_tries.get(session, who)
            until = row["locked_until"] if row else now
            raise TooManySignIns(seconds=max(1, math.ceil((until - now) / 1000)))
        wait_s = delay_s(bound, failures)
        if wait_s:
            sign_in_tries.lock(session, who, now + wait_s * 1000)


def held_s(session: Session, made: Try, now: int) -> int:
    """How many seconds the next try must wait; 0 for none."""
    rows = [sign_in_tries.get(session, who) for who, _ in _keys(session, made)]
    until = max((row["locked_until"] for row in rows if row is not None), default=0)
    return max(0, math.ceil((until - now) / 1000))


def take_back_try(session: Session, made: Try) -> None:
    """It was no failure, and no success yet either: a code is still to come."""
    for who, _ in _keys(session, made):
        sign_in_tries.take_back(session, who)


def end_try(session: Session, made: Try) -> None:
    """Somebody got in: this browser or address starts anew with this person."""
    keys = _keys(session, made)
    sign_in_tries.forget(session, keys[0][0])
    for who, _ in keys[1:]:
        sign_in_tries.take_back(session, who)


def know_browser(session: Session, secret: str, person: str, now: int) -> None:
    sign_in_tries.know(session, digest(secret), person, now)
    sign_in_tries.forget_browsers(session, person, BROWSERS)


def free_person(session: Session, username: str) -> None:
    """An administrator lets a person try again from anywhere new."""
    sign_in_tries.forget(session, digest(f"person {username}"))


def _keys(session: Session, made: Try) -> list[tuple[str, Bound]]:
    """Under what a try counts; its own key first."""
    name = made.username
    if made.browser and sign_in_tries.is_known(session, digest(made.browser), name):
        return [(digest(f"browser {name} {made.browser}"), OWN)]
    return [
        (digest(f"pair {name} {made.address}"), OWN),
        (digest(f"person {name}"), PERSON),
        (digest(f"address {made.address}"), ADDRESS),
    ]
