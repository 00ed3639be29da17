"""Midnight, and the two nights a year in which other zones put their clocks forward or back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import stores
from stores import Floor

from server.core import hours
from server.core.keeping import BackupRules, kept, last_due
from server.core.model import Centre
from server.core.numbering import service_day
from server.store import centres
from server.usecases.leaving import expire_old
from server.usecases.seed import fill_centre

BERLIN = "Europe/Berlin"
HANOI = "Asia/Ho_Chi_Minh"
RULES = BackupRules()


def ms(text: str, zone: str = "UTC") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def floor_in(store, zone: str, now: int) -> Floor:  # type: ignore[no-untyped-def]
    def job(session) -> None:  # type: ignore[no-untyped-def]
        centres.add(session, Centre("c1", "Trung tâm", "Centre", zone), "{}", now)
        fill_centre(session, "c1", stores.SMALL, now)

    store.write(job)
    return Floor(store, now=now)


@pytest.mark.parametrize("zone", [HANOI, BERLIN, "Asia/Kathmandu", "Pacific/Apia"])
def test_numbers_begin_anew_at_the_first_moment_of_the_local_day(store, zone: str) -> None:
    midnight = ms("2026-11-27T00:00:00", zone)
    floor = floor_in(store, zone, midnight - 1)
    assert floor.issue().ticket.number == "A001"
    assert floor.issue().ticket.day == "2026-11-26"
    floor.now = midnight
    first = floor.issue().ticket
    assert (first.day, first.number) == ("2026-11-27", "A001")
    # Who waited over midnight is ended, and is not called on the new day.
    assert floor.do(expire_old, "system") == 2
    called = floor.call("1")
    assert called is not None and called.ticket.id == first.id


@pytest.mark.parametrize(
    ("day", "length_h"), [("2026-10-25", 25), ("2027-03-28", 23), ("2026-11-26", 24)]
)
def test_a_day_has_as_many_hours_as_the_zone_gives_it(store, day: str, length_h: int) -> None:
    begins = ms(f"{day}T00:00:00", BERLIN)
    floor = floor_in(store, BERLIN, begins)
    numbers = []
    for quarter in range(length_h * 4):
        floor.now = begins + quarter * 900_000
        ticket = floor.issue().ticket
        assert ticket.day == day
        numbers.append(int(ticket.number[-3:]))
    assert numbers == list(range(1, length_h * 4 + 1))
    assert service_day(begins + length_h * 3_600_000, BERLIN) != day
    assert service_day(begins - 1, BERLIN) != day


def test_opening_hours_hold_on_the_days_the_clocks_change() -> None:
    week = {"sun": (("08:00", "16:00"),)}
    for day in ("2026-10-25", "2027-03-28"):
        assert not hours.is_open(week, ms(f"{day}T07:59:59", BERLIN), BERLIN)
        assert hours.is_open(week, ms(f"{day}T08:00:00", BERLIN), BERLIN)
        assert hours.open_until(week, ms(f"{day}T09:00:00", BERLIN), BERLIN) == ms(
            f"{day}T16:00:00", BERLIN
        )


@pytest.mark.parametrize("at", ["00:00", "01:30", "02:30", "03:00", "23:59"])
@pytest.mark.parametrize("zone", [HANOI, BERLIN])
def test_one_backup_is_due_each_day_over_a_whole_year(at: str, zone: str) -> None:
    rules, place = BackupRules(at), ZoneInfo(zone)
    begin = ms("2026-10-20T00:00:00")
    due = set()
    for half_hours in range(48 * 365 // 2):
        now = datetime.fromtimestamp(begin / 1000 + half_hours * 3_600, place)
        found = last_due(now, rules)
        assert found is not None and found.timestamp() <= now.timestamp()
        assert now.timestamp() - found.timestamp() < 25 * 3_600
        due.add(found.date())
    assert len(due) >= 182


def test_no_backup_is_due_where_none_is_kept() -> None:
    assert last_due(datetime(2026, 1, 1), BackupRules(daily=0)) is None


def test_days_weeks_and_months_keep_their_last_one() -> None:
    place = ZoneInfo(HANOI)
    newest = datetime(2026, 11, 23, 1, 30, tzinfo=place)
    made = [newest - timedelta(days=n) for n in range(400)]
    keep = sorted(kept(made, RULES), reverse=True)
    assert keep[:7] == made[:7]
    assert {at.isocalendar()[:2] for at in keep} >= {
        (newest - timedelta(weeks=n)).isocalendar()[:2] for n in range(4)
    }
    assert len({(at.year, at.month) for at in keep}) == 6
    assert len(keep) <= RULES.daily + RULES.weekly + RULES.monthly
    # Keeping again removes nothing more.
    assert set(kept(keep, RULES)) == set(keep)
    only = kept([newest], BackupRules(daily=0, weekly=0, monthly=0))
    assert set(only) == {newest}
