"""What the server may ask the forecasting process besides estimates."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from ..core import what_if
from ..core.numbering import service_day
from ..core.waits import WaitModel
from ..reports.estimate_error import estimate_error
from ..reports.past_waits import days, typical_week
from ..store.base import Session
from .feeding import Json

WEEKS = 8
"""The typical week is learnt from so many weeks before today."""


def what_if_answer(model: WaitModel, question: Json, now: int, until: int) -> Json:
    """Today's course, the changed one, and what would keep everybody under a limit.

    ``question`` is the body of ``POST /waits/what-if``; ``now`` and ``until`` are epoch ms.
    """
    at, end = now / 1000, until / 1000
    changes = [_change(told) for told in question["changes"]]
    arrivals: dict[str, float] | None = question["arrivals"] or None
    limit = question["limit_minutes"]
    found = None if limit is None else what_if.roster(model, at, until=end, limit_s=limit * 60.0)
    today = what_if.course(model, at, until=end)
    changed = today
    if changes or arrivals:
        changed = what_if.course(model, at, until=end, changes=changes, arrivals=arrivals)
    return {
        "today": _course(today),
        "changed": _course(changed),
        "suggestion": None if found is None else [asdict(change) for change in found],
    }


def history_answer(session: Session, centre: str, first: str, last: str) -> Json:
    return {"days": [asdict(day) for day in days(session, centre, first, last)]}


def past(session: Session, centre: str, now: int, zone: str) -> Json:
    """The error of what was told, and the typical week, as the server is sent them."""
    today = service_day(now, zone)
    begin = date.fromisoformat(today) - timedelta(weeks=WEEKS)
    end = date.fromisoformat(today) - timedelta(days=1)
    track = estimate_error(session, centre, today)
    week = typical_week(session, centre, begin.isoformat(), end.isoformat(), zone)
    return {
        "whole": track.whole,
        "services": track.services,
        "days": week.days,
        "week": {
            service: [[weekday, hour, *told] for (weekday, hour), told in cells.items()]
            for service, cells in week.cells.items()
        },
    }


def _change(told: Json) -> what_if.Change:
    at, services = told.get("at"), told.get("services")
    return what_if.Change(
        counter=told["counter"],
        action=told["action"],
        at=at,
        until=told.get("until"),
        skills=None if services is None else dict.fromkeys(services, 1.0),
    )


def _course(course: what_if.Course) -> Json:
    told: dict[str, Any] = asdict(course)
    return told
