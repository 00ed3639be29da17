"""One changing transaction: the centre it belongs to, its time, and the rooms it touches."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from ..core.errors import NotFound
from ..core.model import Centre
from ..core.numbering import service_day
from ..store import centres
from ..store.base import Session
from . import settings as settings_of
from .settings import Settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking: a device or a signed-in person, of one centre, perhaps at one counter."""

    role: str
    centre: str
    id: str
    kind: str = "device"
    counter: str | None = None
    person: str | None = None
    name: str = ""
    username: str = ""
    department: str | None = None
    """Of a department's software: the only one whose dossiers it may tell of."""
    must_change: bool = False
    """Whether the person's password was set by somebody else and must be changed first."""
    second_by: int | None = None
    """From when on (epoch ms) the person must have a second factor and has none; None for never."""
    must_set_up: bool = False
    """Whether that moment has come: the second factor must be set up first."""
    seen_at: int = 0
    """When the session was last known to be in use (epoch ms)."""

    @property
    def label(self) -> str:
        """How events name the actor: never a person's name."""
        return f"person:{self.person}" if self.person else f"device:{self.id}"


@dataclass(slots=True)
class Change:
    """The transaction a use case works in. ``now`` is epoch ms, ``day`` the service day."""

    session: Session
    centre: Centre
    settings: Settings
    actor: Actor
    now: int
    day: str
    version: int
    """The centre's, raised by this change."""
    rooms: set[str] = field(default_factory=set)

    def touch(self, *rooms: str) -> None:
        """Note rooms whose view this change makes old."""
        self.rooms.update(rooms)


@dataclass(frozen=True, slots=True)
class Changed(Generic[T]):
    """A use case's value, and the rooms to publish after the commit."""

    value: T
    rooms: frozenset[str]


def begin(session: Session, actor: Actor, now: int) -> Change:
    """Lock the actor's centre for this transaction. Raises ``NotFound`` for an unknown centre."""
    row = centres.lock(session, actor.centre)
    if row is None:
        raise NotFound(field="centre")
    centre = centres.from_row(row)
    return Change(
        session=session,
        centre=centre,
        settings=_settings(row["settings"]),
        actor=actor,
        now=now,
        day=service_day(now, centre.zone),
        version=row["version"],
    )


def change(
    actor: Actor, now: int, usecase: Callable[[Change], T]
) -> Callable[[Session], Changed[T]]:
    """A job for the store: ``usecase`` in a transaction of its own."""

    def job(session: Session) -> Changed[T]:
        made = begin(session, actor, now)
        value = usecase(made)
        return Changed(value, frozenset(made.rooms))

    return job


@lru_cache(maxsize=256)
def _settings(text: str) -> Settings:
    return settings_of.load(text)
