"""Counts of the day by kind, service and counter, kept as tickets move."""

from ..core.model import Ticket
from ..store import tallies
from .change import Change


def add(change: Change, ticket: Ticket, kind: str, n: int = 1) -> None:
    """Count ``n`` more of ``kind`` on the ticket's day, at its service and counter."""
    tallies.add(
        change.session,
        change.centre.id,
        ticket.day,
        kind,
        ticket.service,
        ticket.counter or "",
        n,
    )
