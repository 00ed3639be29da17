"""The nouns of the floor: ticket, service, counter, call, rating.

Plain immutable dataclasses. Times are epoch milliseconds (UTC); a service day is the centre's
local date as ``YYYY-MM-DD``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class TicketState(StrEnum):
    """Where a ticket stands; the moves between states are in ``lifecycle``."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    FINISHED = "finished"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    PARKED = "parked"
    AWAY = "away"
    EXPIRED = "expired"


class CounterState(StrEnum):
    """Whether a counter takes citizens now."""

    CLOSED = "closed"
    OPEN = "open"
    PAUSED = "paused"


class Lane(StrEnum):
    """The lines inside a service.

    ``RETURNED`` and ``DIRECT`` wait for one counter only: a citizen who corrected papers and comes
    back to the same officer, and one who was sent to a certain counter.
    """

    RETURNED = "returned"
    DIRECT = "direct"
    APPOINTMENT = "appointment"
    PRIORITY = "priority"
    NORMAL = "normal"


class PauseReason(StrEnum):
    """Why a counter is paused. All but ``OTHER`` are left out of an officer's own figures."""

    BREAK = "break"
    SYSTEM_OUTAGE = "system_outage"
    SIGNATURE = "signature"
    SUPPLEMENT = "supplement"
    OTHER = "other"


class Role(StrEnum):
    """Who somebody, or some device, is to the server."""

    KIOSK = "kiosk"
    DISPLAY = "display"
    TERMINAL = "terminal"
    STAFF = "staff"
    MANAGER = "manager"
    ADMIN = "admin"
    AUDITOR = "auditor"
    """Reads whatever managers and administrators may read, and changes nothing."""
    DEPARTMENT = "department"
    """A department's own software, which tells of its dossiers and may do nothing else."""


@dataclass(frozen=True, slots=True)
class Centre:
    """One one-stop centre; ``zone`` is an IANA time zone name."""

    id: str
    name: str
    name_en: str
    zone: str


class ServiceKind(StrEnum):
    """What a line is for."""

    USUAL = "usual"
    RESULT = "result"
    """Handing results over: a short visit, offered apart at the kiosk."""


@dataclass(frozen=True, slots=True)
class Service:
    """A line of the centre. ``nominal_s`` is the usual serving time in seconds; ``week`` are its
    own opening hours (see ``hours``), ``capacity`` how many tickets a day it can take."""

    id: str
    name: str
    name_en: str
    prefix: str
    department: str
    open: bool
    nominal_s: int
    week: Mapping[str, Sequence[tuple[str, str]]] | None = None
    capacity: int | None = None
    kind: ServiceKind = ServiceKind.USUAL


@dataclass(frozen=True, slots=True)
class Counter:
    """A desk. ``officer`` is the user id of the person who holds it, if any."""

    id: str
    number: int
    name: str
    name_en: str
    state: CounterState
    state_since: int
    officer: str | None
    ticket: str | None
    free_since: int | None = None
    pause_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """One citizen's place, from the printed number to the end of the visit.

    ``place`` orders tickets inside a lane (usually the moment of issue in milliseconds); ``serial``
    breaks ties and never changes. ``waiting_since`` is when the present wait began. ``calls``
    counts the first call and every recall. ``plan`` are the services still to come in this visit;
    ``for_counter`` is set while only that counter may call the ticket.
    """

    serial: int
    id: str
    centre: str
    day: str
    service: str
    number: str
    priority: str
    place: int
    state: TicketState
    procedure: str | None
    language: str
    counter: str | None
    officer: str | None
    calls: int
    people_ahead_at_issue: int
    issued_at: int
    called_at: int | None
    started_at: int | None
    ended_at: int | None
    lane: Lane = Lane.NORMAL
    waiting_since: int = 0
    for_counter: str | None = None
    park_reason: str | None = None
    park_until: int | None = None
    plan: tuple[str, ...] = ()
    note: str | None = None
    due_from: int | None = None
