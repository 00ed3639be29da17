"""Demanding a second factor by role: of a centre's people, or of everybody's everywhere."""

from collections.abc import Iterable
from typing import Any

from ..core.errors import Forbidden, Invalid
from ..core.second_factor import Demand, demanded_since
from ..store import centres, grants, second_factor_rules, totp
from ..store.base import Session
from . import audit, rooms
from .administer import PEOPLE_ROLES
from .change import Change

DAY_MS = 86_400_000
MOST_GRACE_DAYS = 90


def rules(session: Session, centre: str) -> dict[str, Demand]:
    """What holds in a centre: by its id and by ``*``."""
    return {
        row["centre"]: Demand(frozenset(row["roles"].split()), row["since"])
        for row in second_factor_rules.of(session, centre)
    }


def missing_since(session: Session, centre: str, person: str, role: str) -> int | None:
    """From when on (epoch ms) a person must have a second factor and has none; None for never."""
    since = demanded_since(rules(session, centre).values(), role)
    if since is None:
        return None
    kept = totp.get(session, person)
    return since if kept is None or kept["confirmed_at"] is None else None


def set_demand(change: Change, roles: Iterable[str], grace_days: int, everywhere: bool) -> None:
    """Demand a second factor of ``roles`` after so many days; of none to demand it no more.

    What was demanded already of the same roles goes on from when it did: saving twice gives
    nobody more time. Everywhere only an administrator of everywhere may (``Forbidden``). Raises
    ``Invalid`` (roles, grace_days).
    """
    wanted = sorted(set(roles))
    if not set(wanted) <= {role.value for role in PEOPLE_ROLES}:
        raise Invalid(field="roles")
    if not 0 <= grace_days <= MOST_GRACE_DAYS:
        raise Invalid(field="grace_days")
    if everywhere and not may_everywhere(change.session, change.actor.person or ""):
        raise Forbidden(field="everywhere")
    scope = second_factor_rules.EVERYWHERE if everywhere else change.centre.id
    since = change.now + grace_days * DAY_MS
    before = rules(change.session, change.centre.id).get(scope)
    if before is not None and set(wanted) <= before.roles:
        since = min(since, before.since)
    second_factor_rules.put(change.session, scope, wanted, since)
    told: dict[str, Any] = {"roles": wanted, "grace_days": grace_days}
    audit.record(change, "second_factor_demanded", scope, told)
    if wanted and since <= change.now:
        _hang_up(change, scope)


def may_everywhere(session: Session, person: str) -> bool:
    """Whether somebody may set what holds in the whole installation."""
    if len(centres.all_ids(session)) <= 1:
        return True
    return grants.covers(session, person, grants.EVERYWHERE, "admin")


def _hang_up(change: Change, scope: str) -> None:
    """Open lines of those who must set one up first: what they may see is asked anew."""
    for row in second_factor_rules.without(change.session, scope, change.now):
        change.touch(rooms.token(row["id"]))
