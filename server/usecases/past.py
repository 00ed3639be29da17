"""Days that are over: what was counted of them is counted again when they change after all."""

from collections.abc import Sequence

from ..core.history import Cells
from ..store import rollups
from .change import Change


def past_changed(change: Change, day: str) -> None:
    """Tickets of ``day`` change. Costs nothing today: only past days have been counted."""
    if day < change.day:
        rollups.mark(change.session, change.centre.id, day)


def claim_spans(change: Change, level: str, spans: Sequence[str]) -> None:
    """Notice changes of these days or months from now on, before they are counted."""
    rollups.claim(change.session, change.centre.id, level, spans)


def keep_span(change: Change, level: str, span: str, marks: int, cells: Cells) -> bool:
    """Keep what was counted; False where the span has changed since it was read."""
    return rollups.keep(change.session, change.centre.id, level, span, marks, cells, change.now)
