"""How long a centre remembers what people came for."""

from datetime import date, timedelta

from ..store import demand
from . import rooms
from .change import Change

REMEMBERED_DAYS = 30


def first_day(day: str) -> str:
    """The first day that still counts on ``day`` (both ``YYYY-MM-DD``)."""
    return (date.fromisoformat(day) - timedelta(days=REMEMBERED_DAYS)).isoformat()


def forget_old_demand(change: Change) -> None:
    """Let days that are too old count no more."""
    demand.forget_before(change.session, change.centre.id, first_day(change.day))
    change.touch(rooms.KIOSK)
