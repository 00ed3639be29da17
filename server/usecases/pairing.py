"""Pairing: a device shows six digits, an administrator types them, and no token is copied by hand.

The device is given a secret when it asks. The secret is worth nothing until its code is approved;
from then on it is the device's token. So the token is known only to the device that asked, the
store keeps a hash as of every token, and nothing has to be delivered that could get lost. The code
alone gives nothing: it only says which waiting device the administrator means.
"""

import hmac
import math
import secrets
from dataclasses import dataclass

from ..core.errors import Invalid, NotFound, TooManyPairings, TooManyTries, WrongState
from ..core.model import Role
from ..store import centres, pairings, tokens
from ..store.base import Row, Session
from . import rooms
from .change import Change
from .devices import register_token
from .ids import new_id
from .secrets import digest, new_secret

KINDS = (Role.KIOSK, Role.DISPLAY, Role.TERMINAL)
LIFE_MS = 5 * 60 * 1000
MOST_WAITING = 20
MOST_OF_ADDRESS = 10
MISSES_OF_ADDRESS = 5
MISSES_OF_CENTRE = 20
LOCK_MS = 5 * 60 * 1000
_CODES = 1_000_000


@dataclass(frozen=True, slots=True)
class Opened:
    """What the device that asked is told; nobody else learns the secret. ``expires_at`` in ms."""

    id: str
    secret: str
    code: str
    expires_at: int


@dataclass(frozen=True, slots=True)
class Approval:
    """What an administrator typed. ``role`` None takes what the device says it is."""

    code: str
    role: Role | None
    counter: str | None
    label: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """An approved device: what it is now, and whose."""

    role: str
    counter: str | None
    label: str
    centre: Row


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A device nobody has approved yet; its code lapses at ``expires_at`` (ms)."""

    expires_at: int


def open_pairing(change: Change, kind: Role, name: str, address: str) -> Opened:
    """A new code for a device at ``address``. Raises ``TooManyPairings`` with the seconds to wait.

    The change is of the installation's first centre, whose lock makes the bounds strict; the
    device belongs to no centre yet.
    """
    pairings.purge(change.session, change.now, change.now - LOCK_MS)
    _check_room(change, address)
    secret, id = new_secret(), new_id(change.now)
    expires_at = change.now + LIFE_MS
    while True:
        code = f"{secrets.randbelow(_CODES):06}"
        if pairings.add(
            change.session,
            id=id,
            secret=digest(secret),
            code=code,
            kind=kind.value,
            name=name,
            address=address,
            now=change.now,
            expires_at=expires_at,
        ):
            return Opened(id, secret, code, expires_at)


def approve_pairing(change: Change, given: Approval, address: str) -> Row | None:
    """Give the device that shows this code its place in the centre; the pairing as it is now.

    None when no device shows the code: a wrong try, which is kept and counted. The same approval
    again is harmless. Raises ``TooManyTries`` with the seconds to wait, ``Invalid`` (role,
    counter), ``CounterNotFound``, or ``WrongState`` when it was approved as something else.
    """
    session, centre = change.session, change.centre.id
    _check_tries(change, address)
    row = pairings.by_code(session, given.code, change.now)
    if row is None or row["centre"] not in (None, centre):
        pairings.add_miss(session, centre, address, change.now, change.now - LOCK_MS)
        return None
    if given.role is not None and given.role.value != row["kind"]:
        raise Invalid(field="role")
    if row["approved_at"] is not None:
        if (row["counter"], row["label"]) != (given.counter, given.label):
            raise WrongState(field="code")
        return row
    _bind(change, row, given)
    pairings.forget_misses(session, centre, address)
    change.touch(rooms.pairing(row["id"]))
    return pairings.get(session, row["id"], change.now)


def claim(session: Session, id: str, secret: str, now: int) -> Claimed | Unclaimed:
    """What has become of the device that asked.

    Changes nothing, so it may be asked as often as needed. Raises ``NotFound`` when the pairing
    has lapsed, was never there, is another's, or its token was revoked.
    """
    row = pairings.get(session, id, now)
    if row is None or not hmac.compare_digest(row["secret"], digest(secret)):
        raise NotFound(field="id")
    if row["approved_at"] is None:
        return Unclaimed(row["expires_at"])
    token = tokens.live(session, row["secret"], now)
    centre = centres.get(session, row["centre"])
    if token is None or centre is None:
        raise NotFound(field="id")
    return Claimed(token["role"], token["counter"], row["label"], centre)


def _bind(change: Change, row: Row, given: Approval) -> None:
    token = register_token(
        change, Role(row["kind"]), given.counter, given.label or row["name"], row["secret"]
    )
    bound = pairings.approve(
        change.session,
        row["id"],
        centre=change.centre.id,
        counter=given.counter,
        label=given.label,
        token=token,
        now=change.now,
        expires_at=change.now + LIFE_MS,
    )
    if not bound:  # another centre's administrator typed the same code in this very moment
        raise WrongState(field="code")


def _check_room(change: Change, address: str) -> None:
    waiting = pairings.waiting(change.session, change.now)
    own = [row for row in waiting if row["address"] == address]
    full = own if len(own) >= MOST_OF_ADDRESS else waiting
    if len(own) >= MOST_OF_ADDRESS or len(waiting) >= MOST_WAITING:
        soonest = min(row["expires_at"] for row in full)
        raise TooManyPairings(seconds=_seconds(soonest - change.now))


def _check_tries(change: Change, address: str) -> None:
    rows = pairings.misses(change.session, change.centre.id, change.now - LOCK_MS)
    own = [row for row in rows if row["address"] == address and row["misses"] >= MISSES_OF_ADDRESS]
    if not own and sum(row["misses"] for row in rows) < MISSES_OF_CENTRE:
        return
    latest = max(row["last_at"] for row in own or rows)
    raise TooManyTries(seconds=_seconds(latest + LOCK_MS - change.now))


def _seconds(ms: int) -> int:
    return max(1, math.ceil(ms / 1000))
