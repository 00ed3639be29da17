"""Doing something to see what it would do: the transaction ends without keeping any of it."""

from typing import Any

from ..core.errors import MotcuaError


class Rehearsed(MotcuaError):
    """Raised at the end of a rehearsal, so that the store undoes it; ``value`` is what was seen.

    Nobody is told: whoever asked for the rehearsal catches it.
    """

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value
