"""Bringing a configuration file in: what it would change, and changing it, whole or not at all."""

import secrets
from dataclasses import dataclass
from typing import Any

from ...core.errors import Invalid
from ...store import people
from ...store.base import Session
from ..administer import PEOPLE_ROLES
from ..change import Change
from ..ids import new_id
from ..rehearsal import Rehearsed
from ..secrets import hash_password
from .document import read
from .history import kept
from .kinds import all_pieces, make
from .piece import Json
from .shapes import PersonShape

UNKNOWN_PASSWORD_BYTES = 32


@dataclass(frozen=True, slots=True)
class Difference:
    """One piece a file would change: None where there is none before or after."""

    piece: str
    before: Json | None
    after: Json | None

    @property
    def fields(self) -> list[str]:
        """The names of the values that differ; none where a piece comes or goes."""
        if self.before is None or self.after is None:
            return []
        names = {**self.before, **self.after}
        return [n for n in names if self.before.get(n) != self.after.get(n)]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do: changes, and the people who get an account."""

    differences: tuple[Difference, ...]
    people: tuple[PersonShape, ...]


def import_file(change: Change, raw: Any, *, remove_missing: bool = False) -> Plan:
    """Make the centre as the file says; what is not in it stays, or goes with ``remove_missing``.

    New people get a password nobody knows: an administrator sets one. Raises ``Invalid``,
    ``InUse`` or ``AlreadyExists``, naming the piece; nothing has changed then.
    """
    wanted, named = read(raw)
    before = all_pieces(change.session, change.centre.id)
    fresh = _newcomers(change.session, named)
    _add(change, fresh)
    complete: dict[str, Json | None] = {
        name: {**before.get(name, {}), **value} if _is_partial(name) else value
        for name, value in wanted.items()
    }
    if remove_missing:
        complete.update({name: None for name in before if name not in wanted and "/" in name})
    _, was, became = kept(change, "import", lambda made: make(made, complete))
    return Plan(tuple(Difference(n, was[n], became[n]) for n in was), tuple(fresh))


def rehearse(change: Change, raw: Any, *, remove_missing: bool = False) -> None:
    """Do all that ``import_file`` does, then raise ``Rehearsed`` with the plan."""
    raise Rehearsed(import_file(change, raw, remove_missing=remove_missing))


def _is_partial(name: str) -> bool:
    """Rules a file may tell in part: what it leaves out stays."""
    return name in ("settings", "alert_rules", "dossier_rules", "centre")


def _add(change: Change, newcomers: list[PersonShape]) -> None:
    """One hash for all: it is slow to make, and nobody knows the password it is of."""
    unknown = hash_password(secrets.token_urlsafe(UNKNOWN_PASSWORD_BYTES)) if newcomers else ""
    for person in newcomers:
        if person.role not in PEOPLE_ROLES:
            raise Invalid(field=f"people.{person.username}.role", value=person.role)
        people.add(
            change.session,
            id=new_id(change.now),
            centre=change.centre.id,
            username=person.username,
            name=person.name,
            role=person.role,
            password_hash=unknown,
            now=change.now,
        )


def _newcomers(session: Session, named: list[PersonShape]) -> list[PersonShape]:
    return [one for one in named if people.sign_in(session, one.username) is None]
