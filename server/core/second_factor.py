"""Who must have a second factor: roles, from a moment on."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Demand:
    """``roles`` must have one from ``since`` (epoch ms) on; before it they are told."""

    roles: frozenset[str]
    since: int


def demanded_since(demands: Iterable[Demand], role: str) -> int | None:
    """Since (or from) when a role must have one: of several demands the earliest; None for not
    at all."""
    return min((one.since for one in demands if role in one.roles), default=None)
