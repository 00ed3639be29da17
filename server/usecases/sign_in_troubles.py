"""Failed sign-ins in the audit trail: told, but never so often that a flood fills the disk.

Of each person, and of all unknown names of a centre together, the 1st failure of a day is told,
the 5th, the 25th, the 125th and so on. What was typed is not kept: it may be a password in the
wrong field.
"""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from ..store import centres, people, sign_in_troubles
from ..store.base import Session
from . import audit
from .change import Actor, Change

DAY_MS = 86_400_000
TOLD_EACH = 5
FAILED, HELD_UP = "sign_in_failed", "sign_in_held_up"
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Somebody did not get in: ``why`` is a code, ``held_s`` how long the next try must wait."""

    person: str
    address: str
    why: str
    held_s: int = 0


def tried_as(session: Session, username: str) -> tuple[Actor, str]:
    """Who notes a failure for this user name, and whose it is (nobody's for an unknown one).

    Raises ``LookupError`` where there is no centre yet.
    """
    row = people.sign_in(session, username)
    if row is not None:
        return Actor("device", row["centre"], "sign-in"), row["id"]
    first = centres.first(session)
    if first is None:
        raise LookupError("no centre")
    return Actor("device", first["id"], "sign-in"), NOBODY


def note_trouble(change: Change, trouble: Trouble) -> None:
    """Count a failure, and tell of it where it is one of those that are told."""
    facts: dict[str, object] = {"why": trouble.why, "from": network(trouble.address)}
    _note(change, FAILED, trouble.person, facts)
    if trouble.held_s:
        _note(change, HELD_UP, trouble.person, {**facts, "seconds": trouble.held_s})


def failures_that_day(session: Session, centre: str, person: str, now: int) -> int:
    """How often signing in as somebody failed within the day that began with the first one."""
    row = sign_in_troubles.get(session, centre, FAILED, person)
    return row["times"] if row is not None and row["since"] >= now - DAY_MS else 0


def network(address: str) -> str:
    """An address inside the house as it is; of others only their network, which is nobody."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if found.is_private:
        return address
    return str(ip_network(f"{address}/{24 if found.version == 4 else 48}", strict=False))


def _note(change: Change, what: str, who: str, facts: dict[str, object]) -> None:
    times = sign_in_troubles.count(
        change.session, change.centre.id, what, who, change.now, change.now - DAY_MS
    )
    if _is_told(times):
        audit.record(change, what, who, {**facts, "times": times})


def _is_told(times: int) -> bool:
    while times % TOLD_EACH == 0:
        times //= TOLD_EACH
    return times == 1
