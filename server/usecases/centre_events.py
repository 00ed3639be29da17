"""Events of a centre that are about no ticket."""

from ..store import events
from .change import Change


def append(
    change: Change, kind: str, data: dict[str, object] | None = None, counter: str | None = None
) -> None:
    """Append what was done, by the change's actor; ``counter`` is the one it was done to."""
    events.add(
        change.session,
        centre=change.centre.id,
        at=change.now,
        kind=kind,
        counter=counter,
        actor=change.actor.label,
        data=data,
    )
