"""A new centre that begins as another's configuration file says."""

from typing import Any

from ...core.model import Role
from ...store.base import Session
from ..change import Actor, begin
from .importing import import_file

OWN = ("centre", "people")
"""What a centre does not take from another: its name, and the people who work there."""


def furnish(session: Session, centre: str, raw: Any, now: int) -> int:
    """Make a centre that was just added as the file ``raw`` says; how many pieces that were.

    Its name and zone, its people, and whom services are kept for stay out. ``now`` is epoch ms.
    Raises ``Invalid``, naming the piece.
    """
    change = begin(session, Actor(Role.ADMIN, centre, "cli"), now)
    return len(import_file(change, _without_own(raw)).differences)


def _without_own(raw: Any) -> Any:
    if not isinstance(raw, dict):
        return raw  # refused by whoever reads it
    kept = {name: value for name, value in raw.items() if name not in OWN}
    services = kept.get("services")
    if isinstance(services, list):
        kept["services"] = [
            {**one, "officers": []} if isinstance(one, dict) else one for one in services
        ]
    return kept
