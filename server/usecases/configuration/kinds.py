"""The kinds of pieces, in the order they are made: what is named comes before what names it."""

from collections.abc import Mapping

from ...store.base import Session
from ..change import Change
from .centre_facts import CentreFacts
from .departments import Departments
from .desks import Desks
from .halls import Halls
from .lines import Lines
from .piece import Json, Kind, name_of, parts_of
from .sheets import Sheets
from .whole_values import Alerts, Dossiers, Fields, Rules, Ticket, Words

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        CentreFacts(),
        Rules(),
        Departments(),
        Lines(),
        Desks(),
        Fields(),
        Halls(),
        Words(),
        Ticket(),
        Alerts(),
        Dossiers(),
        Sheets(),
    )
}
_ORDER = {name: place for place, name in enumerate(KINDS)}


def all_pieces(session: Session, centre: str) -> dict[str, Json]:
    """The whole configuration, by the names of its pieces."""
    return {
        name_of(kind.name, id): value
        for kind in KINDS.values()
        for id, value in kind.read(session, centre).items()
    }


def difference(
    before: Mapping[str, Json], after: Mapping[str, Json]
) -> tuple[dict[str, Json | None], dict[str, Json | None]]:
    """The pieces that differ, as they were and as they are; None where there is none."""
    names = [n for n in {**before, **after} if before.get(n) != after.get(n)]
    return {n: before.get(n) for n in names}, {n: after.get(n) for n in names}


def make(change: Change, wanted: Mapping[str, Json | None]) -> None:
    """Make each named piece be as told, or not be (None). Raises ``Invalid`` or ``InUse``."""
    ordered = sorted(wanted.items(), key=lambda item: _ORDER[parts_of(item[0])[0]])
    for name, value in ordered:
        kind, id = parts_of(name)
        if value is not None:
            KINDS[kind].put(change, id, value)
    for name, value in reversed(ordered):
        kind, id = parts_of(name)
        if value is None:
            KINDS[kind].drop(change, id)
