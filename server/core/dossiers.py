"""A dossier behind the counters: its states, its moves, its code.

``resolved_at`` is when the result was there, ``recorded_at`` when the centre was told. Only the
first says whether a dossier was late.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from .errors import WrongState


class DossierState(StrEnum):
    """Where a dossier stands."""

    RECEIVED = "received"
    PROCESSING = "processing"
    SUPPLEMENT = "supplement"
    """Something is missing (form 02): the clock stands still."""
    RESOLVED = "resolved"
    RETURNED = "returned"
    """The citizen has the result."""
    REFUSED = "refused"
    """Form 03."""
    STOPPED = "stopped"
    """Form 05."""


DONE = frozenset(
    {DossierState.RESOLVED, DossierState.RETURNED, DossierState.REFUSED, DossierState.STOPPED}
)
"""States in which a dossier has been answered."""
ANSWERS = DONE - {DossierState.RETURNED}
"""States that say when it was answered; handing a result over comes after that."""

_OPEN = frozenset({DossierState.RECEIVED, DossierState.PROCESSING})
_AWAITED = _OPEN | {DossierState.SUPPLEMENT}
MOVES: Mapping[str, tuple[frozenset[DossierState], DossierState]] = {
    "process": (frozenset({DossierState.RECEIVED}), DossierState.PROCESSING),
    "supplement": (_OPEN, DossierState.SUPPLEMENT),
    "resume": (frozenset({DossierState.SUPPLEMENT}), DossierState.PROCESSING),
    "resolve": (_AWAITED, DossierState.RESOLVED),
    "refuse": (_AWAITED, DossierState.REFUSED),
    "stop": (_AWAITED, DossierState.STOPPED),
    "return": (frozenset({DossierState.RESOLVED}), DossierState.RETURNED),
}
"""What may be done: action → (from these states, to this one)."""

CODE = re.compile(
    r"(?P<agency>\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3})*)"
    r"-(?P<day>\d{6})-(?P<serial>\d{4,7})",
    re.ASCII,
)
LOOSE_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]{0,63}", re.ASCII)
"""What other software may call a dossier; no code the centre gives itself is so free."""
AGENCY = re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3})*", re.ASCII)

CHANNELS = ("in_person", "post", "online")


def after(state: DossierState, action: str) -> DossierState:
    """The state after an action. Raises ``WrongState``."""
    allowed, reached = MOVES[action]
    if state not in allowed:
        raise WrongState(state=state.value)
    return reached


def format_code(agency: str, day: str, serial: int, digits: int = 4) -> str:
    """``format_code("H16.15", "2026-10-08", 975) == "H16.15-261008-0975"``."""
    return f"{agency}-{day[2:4]}{day[5:7]}{day[8:10]}-{serial:0{digits}d}"


def parse_code(code: str) -> tuple[str, str, int] | None:
    """Agency, ``yymmdd`` and serial of a code of the usual form; None for another."""
    found = CODE.fullmatch(code)
    if found is None:
        return None
    return found["agency"], found["day"], int(found["serial"])
