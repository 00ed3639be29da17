"""What a kind of piece can do."""

from collections.abc import Mapping
from typing import Any, Protocol

from ...store.base import Session
from ..change import Change

Json = dict[str, Any]
Pieces = Mapping[str, Json]
"""By name: the kind, and the id where a centre has several: ``counter/3``, ``settings``."""


class Kind(Protocol):
    """One kind of piece. ``name`` begins the names of its pieces."""

    name: str

    def read(self, session: Session, centre: str) -> Pieces:
        """Every piece of this kind, by id; the id is empty where there can be only one."""

    def put(self, change: Change, id: str, value: Json) -> None:
        """Make the piece be as told, new or known. Raises ``Invalid`` or ``InUse``."""

    def drop(self, change: Change, id: str) -> None:
        """Make the piece not be. Raises ``InUse``, or ``NotFound``."""


def name_of(kind: str, id: str) -> str:
    return f"{kind}/{id}" if id else kind


def parts_of(name: str) -> tuple[str, str]:
    """Kind and id of a piece's name."""
    kind, _, id = name.partition("/")
    return kind, id
