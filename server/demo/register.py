"""The sample centre's register: two months of made-up dossiers, so that its reports tell something.

Shares are those of the first centre: over half early, the rest on time but for a few; one
department records its results late, as happened there.
"""

import csv
import io
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from .sample import SampleCentre, SampleProcedure

DAYS = 60
A_DAY = (9, 16)
"""Dossiers received on a working day, least and most."""
COLUMNS = (
    "code", "procedure", "department", "channel",
    "received_at", "due_at", "resolved_at", "recorded_at",
)  # fmt: skip
AGENCY = "H16.15"
LONGEST_TERM = 15
"""Working days; procedures that take longer would still be open."""
EARLY, LATE = 0.55, 0.02
FORGETFUL = "xay-dung"
"""The department whose results are often recorded days after they are done."""
CHANNELS = ("in_person", "in_person", "in_person", "online", "online", "post")

Row = dict[str, str]


def sample_register(centre: SampleCentre, today: date, now: datetime, seed: int = 1) -> bytes:
    """A CSV file for ``motcua dossiers import``: dossiers of the days before ``today`` as they
    stand at ``now`` (local time)."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(_rows(centre, today, now, random.Random(seed)))
    return out.getvalue().encode()


def _rows(centre: SampleCentre, today: date, now: datetime, chance: random.Random) -> Iterator[Row]:
    departments = {service.id: service.department for service in centre.services}
    known = [
        one
        for one in centre.procedures()
        if one["service"] in departments and 1 <= (one["processing_days"] or 0) <= LONGEST_TERM
    ]
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        if day.weekday() > 4:
            continue
        for serial in range(1, chance.randint(*A_DAY) + 1):
            procedure = chance.choice(known)
            department = departments[procedure["service"]]
            yield _dossier(day, serial, procedure, department, now, chance)


def _dossier(
    day: date, serial: int, procedure: SampleProcedure, department: str, now: datetime,
    chance: random.Random,
) -> Row:  # fmt: skip
    received = _at(day, chance.uniform(7.75, 11.25) if serial % 2 else chance.uniform(13.5, 14.9))
    term = procedure["processing_days"] or 1
    due_day = _working_day(day, term)
    resolved = _at(_resolved_day(day, due_day, term, chance), chance.uniform(8.0, 16.5))
    lag_h = chance.expovariate(1 / 2.0)
    if department == FORGETFUL and chance.random() < 0.4:
        lag_h = chance.uniform(24.0, 150.0)
    recorded = resolved + timedelta(hours=lag_h)
    told = recorded <= now
    return {
        "code": f"{AGENCY}-{day:%y%m%d}-{serial:04d}",
        "procedure": procedure["code"],
        "department": department,
        "channel": chance.choice(CHANNELS),
        "received_at": received.isoformat(timespec="seconds"),
        "due_at": _at(due_day, 17.0).isoformat(timespec="seconds"),
        "resolved_at": resolved.isoformat(timespec="seconds") if told else "",
        "recorded_at": recorded.isoformat(timespec="seconds") if told else "",
    }


def _resolved_day(day: date, due: date, term: int, chance: random.Random) -> date:
    sort = chance.random()
    if sort < LATE:
        return _working_day(due, chance.randint(1, 3))
    if sort < LATE + EARLY and term > 1:
        return _working_day(day, chance.randint(1, term - 1))
    return due


def _at(day: date, hour: float) -> datetime:
    return datetime(day.year, day.month, day.day) + timedelta(hours=hour)


def _working_day(day: date, count: int) -> date:
    """The day so many weekdays later."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
