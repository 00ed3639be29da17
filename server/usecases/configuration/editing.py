"""Setting one piece from a form: what the form does not name stays as it is."""

from collections.abc import Mapping
from typing import Any

from ...core.errors import NotFound
from ..change import Change
from .history import recorded
from .kinds import KINDS, make
from .piece import Json, Pieces, name_of


def edit(
    change: Change, kind: str, id: str, values: Mapping[str, Any], *, makes: bool = False
) -> None:
    """Set some values of a piece, or all of a new one where ``makes`` allows it.

    Values that are None stay. A new piece goes to the end of its list; one that is given a
    position goes there, and the others make room. Raises ``NotFound``, ``Invalid``,
    ``AlreadyExists`` or ``InUse``.
    """
    present = KINDS[kind].read(change.session, change.centre.id)
    before = present.get(id)
    if before is None and not makes:
        raise NotFound(field="id")
    given = {name: value for name, value in values.items() if value is not None}
    if before is None:
        given = {"name_en": given.get("name"), "position": len(present), **given}
    wanted = {id: {**(before or {}), **given}}
    if "position" in given:
        wanted = _in_order(present, id, wanted[id])
    named = {name_of(kind, one): value for one, value in wanted.items()}
    recorded(f"{kind}_{'added' if before is None else 'set'}", lambda c: make(c, named))(change)


def remove(change: Change, kind: str, id: str) -> None:
    """Remove a piece that nothing uses. Raises ``NotFound`` or ``InUse``."""
    recorded(f"{kind}_removed", lambda c: make(c, {name_of(kind, id): None}))(change)


def _in_order(present: Pieces, id: str, value: Json) -> dict[str, Json]:
    """The piece at its position, and the others numbered around it where that moves them."""
    order = [one for one in present if one != id]
    order.insert(value["position"], id)
    placed = {
        one: {**(value if one == id else present[one]), "position": position}
        for position, one in enumerate(order)
    }
    return {
        one: piece
        for one, piece in placed.items()
        if one == id or piece["position"] != present[one]["position"]
    }
